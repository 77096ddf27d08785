/**
 * What hangs on flows that are evicted: rows of tables that are only added to. Those in front of the first one that a flow
 * still has are given back, so that a capture without an end stays within its limits.
 */
import type { ExchangeRows } from '../http/exchange-row.js';
import type { TextPool } from '../http/text-pool.js';
import type { ExtraRows } from '../tcp/extra-row.js';
import { FlowRow } from '../tcp/flow-row.js';
import type { FlowTable } from '../tcp/flow-table.js';
import type { Protocols } from './protocols.js';

/** Gives back the rows that no flow from `firstKept` on has. */
export function releaseRowsOfEvicted(
  flows: FlowTable,
  firstKept: number,
  exchanges: ExchangeRows,
  extras: ExtraRows,
  protocols: Protocols,
  texts: TextPool,
): void {
  const row = new FlowRow(flows.rows);
  const { rows, tlsRows, http2Rows } = protocols;
  // No flow has one: nothing is known of the rows that come, and nothing is given back.
  let [exchange, extra, protocol, tls, http2] = [Infinity, Infinity, Infinity, Infinity, Infinity];
  for (let flow = firstKept; flow < flows.length; flow++) {
    row.moveTo(flow);
    if (row.firstExchange !== 0) exchange = Math.min(exchange, row.firstExchange - 1);
    if (row.extra === 0) continue;
    extra = Math.min(extra, row.extra);
    const ofFlow = protocols.rowOf(row);
    if (ofFlow === 0) continue;
    protocol = Math.min(protocol, ofFlow);
    if (rows.tls(ofFlow) !== 0) tls = Math.min(tls, rows.tls(ofFlow) - 1);
    if (rows.http2(ofFlow) !== 0) http2 = Math.min(http2, rows.http2(ofFlow) - 1);
  }
  if (exchange < Infinity) {
    exchanges.releaseBelow(exchange);
    texts.releaseKeptBefore(exchanges.oldestKeptText(exchange));
  }
  if (extra < Infinity) extras.releaseBelow(extra);
  if (protocol < Infinity) rows.releaseBelow(protocol);
  if (tls < Infinity) tlsRows.releaseBelow(tls);
  if (http2 < Infinity) http2Rows.releaseBelow(http2);
}
