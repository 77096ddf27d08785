/**
 * What the program around `cap` is told and what it tells: its request is its first argument, a line on standard input asks for
 * counters, the end of standard input ends the capture, and on standard error it writes lines of JSON.
 */
import { type CaptureCounters, type CaptureRequest, UNKNOWN_COUNTERS } from './capture-request.js';

/** The argument that asks for the interfaces instead of a capture. */
export const LIST_INTERFACES = 'interfaces';

/** The octets that ask for counters. */
export const ASK_COUNTERS = '?\n';

/** The part of a request that `cap` can be told: it is promiscuous always. */
export type CapRequest = Omit<CaptureRequest, 'isPromiscuous'>;

/** A line on standard error. */
export type CapLine =
  /** The capture has begun. */
  | { readonly cap: 'ready' }
  /** libpcap's words, or the module cannot be loaded. */
  | { readonly cap: 'failed' | 'missing'; readonly message: string }
  | { readonly cap: 'counters' | 'end'; readonly passedOn: number; readonly droppedByUs: number };

/** Begins every such line. */
const BEGINNING = '{"cap":';

/** A line as it is written. */
export function capLine(line: CapLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** The lines of one kind, in order. */
export function capLines<K extends CapLine['cap']>(stderr: string, kind: K): Extract<CapLine, { cap: K }>[] {
  const lines = stderr.split('\n').filter((line) => line.startsWith(BEGINNING) && line.endsWith('}'));
  return lines
    .map((line) => JSON.parse(line) as CapLine)
    .filter((line): line is Extract<CapLine, { cap: K }> => line.cap === kind);
}

/** Counters out of a line: what libpcap dropped is not known, `cap` has no way to ask. */
export function capCounters(line: { passedOn: number; droppedByUs: number } | undefined): CaptureCounters {
  if (line === undefined) return UNKNOWN_COUNTERS;
  return { ...UNKNOWN_COUNTERS, passedOn: line.passedOn, droppedByProgram: line.droppedByUs };
}
