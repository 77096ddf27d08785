/**
 * Both streams of a flow in the order in which they could be read: turns of one side after the other.
 */
import type { CloseUp } from './close-up.js';
import type { Stream, StreamGap, StreamPart } from './stream.js';

/** Octets that follow one another. */
export interface TurnOctets {
  readonly kind: 'octets';
  /** Offset in the stream of the side. */
  readonly offset: number;
  readonly octets: Uint8Array;
}

/** Octets that were captured and are not kept. */
export interface TurnNotKept {
  readonly kind: 'not-kept';
  readonly offset: number;
  readonly length: number;
}

/** What one side sent until the other began. */
export interface Turn {
  readonly side: 0 | 1;
  /** First and last frame that brought octets of it; null when all of it is missing. */
  readonly firstFrame: number | null;
  readonly lastFrame: number | null;
  readonly parts: readonly (TurnOctets | TurnNotKept | StreamGap)[];
}

/** Most octets in one piece: text is looked at in pieces. */
const LARGEST_PIECE = 256 * 1024;

interface Placed {
  readonly side: 0 | 1;
  readonly part: StreamPart;
  /** Frame with which the part could be read: the latest of those that brought it and what is in front of it. */
  readonly readable: number;
}

/** The turns of a flow, made one at a time. */
export function* turnsOf({ streams }: CloseUp): Generator<Turn> {
  let run: Placed[] = [];
  for (const placed of inReadingOrder(streams)) {
    if (run.length > 0 && run[0]?.side !== placed.side) {
      yield turnOf(run);
      run = [];
    }
    run.push(placed);
  }
  if (run.length > 0) yield turnOf(run);
}

function* inReadingOrder(streams: readonly [Stream, Stream]): Generator<Placed> {
  const [a, b] = [placedParts(streams[0], 0), placedParts(streams[1], 1)];
  let [atA, atB] = [0, 0];
  for (;;) {
    const [nextA, nextB] = [a[atA], b[atB]];
    if (nextA !== undefined && (nextB === undefined || nextA.readable <= nextB.readable)) {
      yield nextA;
      atA++;
    } else if (nextB !== undefined) {
      yield nextB;
      atB++;
    } else return;
  }
}

function placedParts({ parts }: Stream, side: 0 | 1): Placed[] {
  let readable = 0;
  const placed: Placed[] = [];
  for (const [index, part] of parts.entries()) {
    // A gap is met by who goes on to read behind it.
    const next =
      part.kind === 'octets' ? part : parts.slice(index, index + 3).find((it) => it.kind === 'octets');
    if (next?.kind === 'octets') readable = Math.max(readable, next.frameNumber);
    else readable = Number.POSITIVE_INFINITY;
    placed.push({ side, part, readable });
  }
  return placed;
}

function turnOf(run: readonly Placed[]): Turn {
  const frames = run.flatMap(({ part }) => (part.kind === 'octets' ? [part.frameNumber] : []));
  const hasFrames = frames.length > 0;
  return {
    side: run[0]?.side ?? 0,
    firstFrame: hasFrames ? frames.reduce((a, b) => Math.min(a, b)) : null,
    lastFrame: hasFrames ? frames.reduce((a, b) => Math.max(a, b)) : null,
    parts: joined(run.map(({ part }) => part)),
  };
}

/** Octets that follow one another as pieces of a useful size. */
function joined(parts: readonly StreamPart[]): Turn['parts'] {
  const result: (TurnOctets | TurnNotKept | StreamGap)[] = [];
  let waiting: Uint8Array[] = [];
  let offset = 0;
  let length = 0;
  const flush = () => {
    if (waiting.length > 0) result.push({ kind: 'octets', offset, octets: concatenated(waiting, length) });
    waiting = [];
    length = 0;
  };
  for (const part of parts) {
    if (part.kind === 'gap' || part.octets === null) {
      flush();
      result.push(
        part.kind === 'gap' ? part : { kind: 'not-kept', offset: part.offset, length: part.length },
      );
      continue;
    }
    if (length >= LARGEST_PIECE) flush();
    if (waiting.length === 0) offset = part.offset;
    waiting.push(part.octets);
    length += part.octets.length;
  }
  flush();
  return result;
}

function concatenated(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
