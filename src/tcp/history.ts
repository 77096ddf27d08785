/**
 * What happened on a connection as one string of letters, in order, as Zeek writes it: upper case for the client, lower
 * case for the server, `^` in front when the client was not the sender of the first frame.
 * Source: Zeek documentation, `history` in base/protocols/conn/main.zeek.
 */
import { ACK, FIN, RST, SYN } from '../decode/tcp.js';
import { type ExtraRows, HISTORY_LETTERS_IN_EXTRA } from './extra-row.js';
import type { FlowRow } from './flow-row.js';
import {
  FROM_B,
  HISTORY_LENGTH_SHIFT,
  HISTORY_LETTER_COUNT,
  HISTORY_LETTERS,
  HISTORY_LETTERS_IN_ROW,
  HistoryLetter,
} from './history-letters.js';

/** Letters recorded at the 1st, 10th, 100th … occurrence, up to this one. */
const LARGEST_STEP = 1_000_000_000;

/** Records what the flags of one segment of `side` say, each letter once for a side. */
export function recordSegment(
  row: FlowRow,
  extras: ExtraRows,
  side: number,
  flags: number,
  sequence: number,
  payloadBytes: number,
): void {
  const connectionFlags = flags & (SYN | FIN | RST);
  if (connectionFlags === 0) {
    if (payloadBytes > 0) recordOnce(row, extras, side, HistoryLetter.Data);
    else if ((flags & ACK) !== 0) recordOnce(row, extras, side, HistoryLetter.Ack);
    return;
  }
  switch (connectionFlags) {
    case SYN:
      recordOnce(row, extras, side, (flags & ACK) !== 0 ? HistoryLetter.SynAck : HistoryLetter.Syn);
      return;
    case FIN:
      recordFin(row, extras, side, sequence, payloadBytes);
      return;
    case RST:
      recordRst(row, extras, side, sequence);
      return;
    default:
      recordOnce(
        row,
        extras,
        side,
        (flags & (FIN | RST)) === (FIN | RST) ? HistoryLetter.FinRst : HistoryLetter.SeveralFlags,
      );
  }
}

/** A second FIN at another sequence number is an event of its own. */
function recordFin(
  row: FlowRow,
  extras: ExtraRows,
  side: number,
  sequence: number,
  payloadBytes: number,
): void {
  if (recordOnce(row, extras, side, HistoryLetter.Fin)) return;
  const isMovedOn = ((sequence + payloadBytes + 1) | 0) !== row.nextSequence(side);
  if (isMovedOn) append(row, extras, side, HistoryLetter.Fin);
}

/** A second RST at another sequence number is an event of its own. */
function recordRst(row: FlowRow, extras: ExtraRows, side: number, sequence: number): void {
  if (recordOnce(row, extras, side, HistoryLetter.Rst)) return;
  const extra = ensureExtra(row, extras);
  const before = extras.lastRst(extra, side);
  // The first RST nearly always carries the next sequence number, so it is not kept: a 0 stands for that number.
  const last = before === 0 ? row.nextSequence(side) : before;
  if (last !== sequence) append(row, extras, side, HistoryLetter.Rst);
  extras.setLastRst(extra, side, sequence);
}

/** Records a letter at the 1st, 10th, 100th … time that something happened. */
export function recordScaled(
  row: FlowRow,
  extras: ExtraRows,
  side: number,
  letter: number,
  times: number,
): void {
  for (let step = 1; step <= times && step <= LARGEST_STEP; step *= 10) {
    if (step === times) append(row, extras, side, letter);
  }
}

/** The history of a flow. */
export function historyText(row: FlowRow, extras: ExtraRows): string {
  const { clientSide } = row;
  let text = clientSide === 1 ? '^' : '';
  for (let place = 0; place < HISTORY_LETTERS_IN_ROW + HISTORY_LETTERS_IN_EXTRA; place++) {
    const code = letterAt(row, extras, place);
    if (code === 0) break;
    const letter = HISTORY_LETTERS[(code & 0xf) - 1] as string;
    const isClient = (code & FROM_B ? 1 : 0) === clientSide;
    text += isClient ? letter : letter.toLowerCase();
  }
  return text;
}

/** The flow's row of rarely needed facts, made when it has none. */
export function ensureExtra(row: FlowRow, extras: ExtraRows): number {
  if (row.extra === 0) row.extra = extras.add();
  return row.extra;
}

function letterAt(row: FlowRow, extras: ExtraRows, place: number): number {
  if (place < HISTORY_LETTERS_IN_ROW) return row.historyLetter(place);
  return row.extra === 0 ? 0 : extras.historyLetter(row.extra, place - HISTORY_LETTERS_IN_ROW);
}

function recordOnce(row: FlowRow, extras: ExtraRows, side: number, letter: number): boolean {
  const seen = 1 << (letter - 1 + (side === 0 ? 0 : HISTORY_LETTER_COUNT));
  if ((row.historySeen & seen) !== 0) return false;
  append(row, extras, side, letter);
  row.historySeen |= seen;
  return true;
}

function append(row: FlowRow, extras: ExtraRows, side: number, letter: number): void {
  const code = side === 0 ? letter : letter | FROM_B;
  const place = row.historySeen >>> HISTORY_LENGTH_SHIFT;
  if (place < HISTORY_LETTERS_IN_ROW) {
    row.setHistoryLetter(place, code);
  } else {
    if (place === HISTORY_LETTERS_IN_ROW + HISTORY_LETTERS_IN_EXTRA) return;
    extras.setHistoryLetter(ensureExtra(row, extras), place - HISTORY_LETTERS_IN_ROW, code);
  }
  row.historySeen += 1 << HISTORY_LENGTH_SHIFT;
}
