import type { FlowRow } from '../tcp/flow-row.js';

/** Answer of `OtherProtocols.take`: it is none of the protocols that are followed, or no longer. */
export const NOT_FOLLOWED = -1;

/**
 * What is spoken in a stream instead of HTTP/1, or after it: the survey knows these protocols, `http/` does not.
 *
 * The tracker of HTTP offers octets that are no message, and those behind an upgrade; from then on it hands them on.
 */
export interface OtherProtocols {
  /** Octets behind those that `take` or `skip` was given last that hold nothing to look at: they need not be handed on. */
  readonly bodyOctets: number;
  /** Whether `bytes[from … end)` begin, or may begin, a protocol that is followed. */
  begins(row: FlowRow, bytes: Uint8Array, from: number, end: number): boolean;
  /** Takes octets of a stream; returns where those begin that were not taken, or `NOT_FOLLOWED`. */
  take(row: FlowRow, side: number, bytes: Uint8Array, from: number, end: number, frameNumber: number): number;
  /** Octets are missing; false when the stream cannot be followed behind them. */
  skip(row: FlowRow, side: number, octets: number, frameNumber: number): boolean;
  /** HTTP/1 ended with a response 101, or one that opened a tunnel; `bytes[at …]` is the response from its reason on. */
  upgrade(row: FlowRow, status: number, bytes: Uint8Array, at: number, frameNumber: number): void;
  /** The flow is closed: what is kept of its octets is dropped. */
  release(row: FlowRow): void;
}
