/**
 * What those need of a survey who read facts out of it: `FlowFacts`, filters, records of flows. A `Survey` is one, and so is
 * the `SharedSurveyReader` of another thread.
 */
import type { SlabRows } from '../bytes/slab.js';
import type { ExchangeRows } from '../http/exchange-row.js';
import type { Http2Rows } from '../http/http2-row.js';
import type { Texts } from '../http/shared-texts.js';
import type { Addresses } from '../tcp/address-table.js';
import type { ExtraRows } from '../tcp/extra-row.js';
import type { FlowRow } from '../tcp/flow-row.js';
import type { IcmpRows } from '../tcp/icmp-row.js';
import type { TlsRows } from '../tls/tls-row.js';
import type { ChecksumTable } from './checksums.js';
import type { FramePlaces } from './frame-places.js';
import type { IcmpErrorOfFlow } from './icmp-errors.js';
import type { ProtocolRows } from './protocol-row.js';

/** Rows of flows. */
export interface FlowRows {
  readonly rows: SlabRows;
  /** Flows seen, evicted ones included. */
  readonly length: number;
  /** Flows evicted: all flows with a smaller number than this one. */
  readonly firstKept: number;
}

/** What flows speak beside HTTP/1. */
export interface ProtocolTables {
  readonly rows: ProtocolRows;
  readonly tlsRows: TlsRows;
  readonly http2Rows: Http2Rows;
  /** Row of the protocols of a flow in `rows`; 0 when it has none. */
  rowOf(row: FlowRow): number;
}

/** ICMP errors about segments of flows. */
export interface IcmpTable {
  readonly rows: IcmpRows;
  /** The errors kept of a flow, in order, and whose segment each of them quotes. */
  ofFlow(flow: number): IcmpErrorOfFlow[];
}

/** The rows of a survey, and the tables that they point into. */
export interface SurveyRows {
  /** Whole seconds since 1970 UTC to which all times are relative; null before the first frame. */
  readonly timeBase: { readonly epochSeconds: number | null };
  /** Frames read, whatever they carry, and TCP segments among them. */
  readonly frames: number;
  readonly segments: number;
  /** Time of the first and the last frame that has one, in file order; NaN before the first. */
  readonly firstTimeNs: number;
  readonly lastTimeNs: number;
  readonly flows: FlowRows;
  readonly extras: ExtraRows;
  readonly exchanges: ExchangeRows;
  readonly protocols: ProtocolTables;
  readonly icmp: IcmpTable;
  readonly addresses: Addresses;
  readonly texts: Texts;
  /** Null where they were not asked for. */
  readonly checksums: ChecksumTable | null;
  /** Places in the files at which frames begin. */
  readonly places: FramePlaces;
}
