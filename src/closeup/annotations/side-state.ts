/**
 * What is remembered of the segments a side has sent so far. Annotations compare the next segment with it.
 */
import { SYN } from '../../decode/tcp.js';
import type { SegmentHeader } from '../segment.js';
import type { AnnotationId } from './annotation.js';

/** Scale of a side's windows: not known, never used, or the shift. */
export type WindowScale = 'unknown' | 'none' | number;

/** One side of the flow, up to and without the segment that is looked at. */
export interface SideState {
  /** Sequence number of the SYN, or one before the first octet known; null before anything is known. */
  initialSequence: number | null;
  /** One past the highest sequence number sent; null before the first segment. */
  next: number | null;
  /** When `next` was reached. */
  nextTimeNs: number;
  /** One past the octets sent that were captured without a hole; null before the first segment. */
  contiguousEnd: number | null;
  /** Window and acknowledgment field of the last segment, whatever its flags; null before the first. */
  window: number | null;
  lastAck: number | null;
  lastTimeNs: number;
  /** The last segment was a SYN: its window is not scaled. */
  wasSyn: boolean;
  windowScale: WindowScale;
  /** Repeats of the acknowledgment so far; -1 once the peer's octets that it covers are known to be missing. */
  repeatedAcks: number;
  /** Frame that sent the acknowledgment first. */
  ackFrame: number;
  /** Marks of the last segment. */
  lastMarks: ReadonlySet<AnnotationId>;
}

/** What belongs to both sides. */
export interface FlowState {
  /** Time of the last SYN without ACK; null before it. */
  synTimeNs: number | null;
  /** From that SYN to the first segment with ACK that is no SYN; null before it. */
  firstRoundTripNs: number | null;
  /** The flow's first segment opened it on a tuple that had a flow before. */
  readonly isReuse: boolean;
}

/** All that an annotation is decided from. */
export interface Situation {
  readonly segment: SegmentHeader;
  /** The side that sends the segment, and its peer. */
  readonly sender: Readonly<SideState>;
  readonly receiver: Readonly<SideState>;
  readonly flow: Readonly<FlowState>;
}

/** A side that has sent nothing. */
export function silentSide(): SideState {
  return {
    initialSequence: null,
    next: null,
    nextTimeNs: Number.NEGATIVE_INFINITY,
    contiguousEnd: null,
    window: null,
    lastAck: null,
    lastTimeNs: Number.NEGATIVE_INFINITY,
    wasSyn: false,
    windowScale: 'unknown',
    repeatedAcks: 0,
    ackFrame: 0,
    lastMarks: new Set(),
  };
}

/** Octets of a window field that a side sent. SYN segments are never scaled. Source: RFC 7323 section 2.2. */
export function windowBytes(window: number, scale: WindowScale, isSyn: boolean): number {
  return isSyn || typeof scale !== 'number' ? window : window * 2 ** scale;
}

/** Brings the scale up to date with the segment's options: both SYNs must carry it, or nobody scales. */
export function noteWindowScale(
  sender: SideState,
  receiver: SideState,
  segment: SegmentHeader,
  isAck: boolean,
) {
  const option = segment.options.find(({ kind }) => kind === 'window-scale');
  if (option?.kind === 'window-scale') sender.windowScale = Math.min(option.shift, LARGEST_SHIFT);
  if ((segment.flags & SYN) === 0) return;
  if (sender.windowScale === 'unknown') {
    sender.windowScale = 'none';
    receiver.windowScale = 'none';
  } else if (isAck && receiver.windowScale === 'none') sender.windowScale = 'none';
}

/** Source: RFC 7323 section 2.3. */
const LARGEST_SHIFT = 14;
