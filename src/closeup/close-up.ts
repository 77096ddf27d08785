/**
 * One flow of a capture in full: every segment with its annotations, both streams, the facts, exchanges and findings of a
 * survey that saw this flow alone.
 */
import type { Finding } from '../diagnosis/diagnosis.js';
import type { Survey } from '../survey/survey.js';
import type { Segment } from './segment.js';
import type { Stream } from './stream.js';

/** A side of the flow. */
export interface CloseUpEnd {
  /** As text: `192.0.2.1` or `2001:db8::1`. */
  readonly address: string;
  readonly port: number;
}

/** One flow in full. */
export interface CloseUp {
  /** Number of the flow in the capture: Wireshark's `tcp.stream`. */
  readonly flow: number;
  /** The tuple had a flow before this one. */
  readonly isReuse: boolean;
  /** Time of the first frame of the capture that has one, in nanoseconds since the capture's epoch. */
  readonly captureStartNs: number;
  /** The sender of the first segment, and the other. */
  readonly ends: readonly [CloseUpEnd, CloseUpEnd];
  /** The side that is the client. */
  readonly clientSide: 0 | 1;
  /** The first segments of the flow, all of them unless `segmentsNotKept`. */
  readonly segments: readonly Segment[];
  /** Segments beyond the limit: counted in the facts and put into the streams, not listed. */
  readonly segmentsNotKept: number;
  /** What the sides sent. */
  readonly streams: readonly [Stream, Stream];
  /** A survey whose only flow, number 0, is this one; its frame numbers are those of the file. */
  readonly survey: Survey;
  /** What rules for one flow or exchange find in it, without the rest of the capture. Flow numbers are those of the capture. */
  readonly findings: readonly Finding[];
}
