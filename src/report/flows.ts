/**
 * The flows of a capture as a table or as JSON lines, one string at a time: a capture of a million flows is never held
 * as text.
 */
import { count } from '../view/number.js';
import { join, ownText, type SafeText, say } from '../view/safe-text.js';
import { durationText } from '../view/time.js';
import type { FlowRecord } from './flow-record.js';

type Column = readonly [title: string, width: number, align: 'left' | 'right'];

/** Column titles and the fewest characters of each. Rows are streamed, so a longer cell pushes its own row only. */
const COLUMNS: readonly Column[] = [
  ['flow', 7, 'right'],
  ['client', 21, 'left'],
  ['server', 21, 'left'],
  ['start (UTC)', 26, 'left'],
  ['duration', 10, 'right'],
  ['segments c/s', 13, 'right'],
  ['octets c/s', 17, 'right'],
  ['state', 6, 'left'],
  ['teardown', 34, 'left'],
  ['TLS, upgrade', 12, 'left'],
  ['findings', 0, 'left'],
];

/** In front of the findings, where checksums were asked for. */
const DAMAGED: Column = ['damaged c/s', 11, 'right'];
const COLUMNS_WITH_DAMAGED: readonly Column[] = [...COLUMNS.slice(0, -1), DAMAGED, ...COLUMNS.slice(-1)];

/** One line of JSON per flow, in pieces: the last piece of a line ends in its line feed. */
export function* flowLines(flows: Iterable<FlowRecord>): Generator<string> {
  for (const { exchanges, findings, ...head } of flows) {
    yield `${JSON.stringify(head).slice(0, -1)},"exchanges":[`;
    let separator = '';
    for (const exchange of exchanges) {
      yield separator + JSON.stringify(exchange);
      separator = ',';
    }
    yield `],"findings":${JSON.stringify(findings)}}\n`;
  }
}

/** A table: its head, then one line per flow. */
export function* flowTable(flows: Iterable<FlowRecord>): Generator<string> {
  let columns: readonly Column[] | null = null;
  for (const flow of flows) {
    if (columns === null) {
      columns = flow.checksums === undefined ? COLUMNS : COLUMNS_WITH_DAMAGED;
      yield head(columns);
    }
    yield line(cells(flow), columns);
  }
  if (columns === null) yield head(COLUMNS);
}

function head(columns: readonly Column[]): string {
  return line(
    columns.map(([title]) => ownText(title)),
    columns,
  );
}

function cells(flow: FlowRecord): SafeText[] {
  return [
    ownText(String(flow.flow)),
    flow.client,
    flow.server,
    startText(flow.firstTime),
    durationText(flow.durationMs * 1e6),
    pair(flow.segments),
    pair(flow.payloadBytes),
    flow.state,
    flow.teardown,
    protocolText(flow),
    ...(flow.checksums === undefined ? [] : [pair(flow.checksums.damaged)]),
    join(flow.findings, ', '),
  ];
}

/** `TLS www.example.com`, with the first fatal alert where one can be read; `HTTP/2`; what an Upgrade field says. */
function protocolText({ tls, http2, upgrade }: FlowRecord): SafeText {
  if (tls !== null) {
    const name = tls.sni === null ? ownText('TLS') : say`TLS ${tls.sni}`;
    const fatal = tls.alerts.find(({ level }) => level === 'fatal')?.description ?? null;
    return fatal === null ? name : say`${name} (${fatal})`;
  }
  if (http2 !== null) return ownText('HTTP/2');
  return upgrade?.protocol ?? ownText(upgrade === null ? '' : 'tunnel');
}

/** To the microsecond: what `tcpdump` and most captures have. */
function startText(firstTime: SafeText | null): SafeText {
  return ownText(firstTime === null ? 'no time' : firstTime.replace('T', ' ').slice(0, -4));
}

function pair([client, server]: readonly [number, number]): SafeText {
  return say`${count(client)}/${count(server)}`;
}

function line(row: readonly SafeText[], columns: readonly Column[]): string {
  const padded = row.map((cell, column) => {
    const [, width, align] = columns[column] as Column;
    return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
  });
  return `${padded.join('  ').trimEnd()}\n`;
}
