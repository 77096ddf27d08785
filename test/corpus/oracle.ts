/** What tshark says of a capture, as far as it is compared. */
import { readFileSync } from 'node:fs';

export type Pair = readonly [fromA: number, fromB: number];

/** One TCP stream; pairs are from `a`, the sender of its first packet, and from `b`. */
export interface OracleStream {
  readonly stream: number;
  readonly a: { readonly ip: string; readonly port: number };
  readonly b: { readonly ip: string; readonly port: number };
  readonly client: 'a' | 'b' | null;
  readonly firstFrame: number;
  readonly packets: Pair;
  readonly payloadBytes: Pair;
  readonly syn: Pair;
  readonly synAck: Pair;
  readonly fin: Pair;
  readonly rst: Pair;
  readonly httpRequests?: readonly { readonly method: string; readonly uri: string }[];
  readonly httpResponses?: readonly { readonly code: number }[];
}

/** One capture. */
export interface Oracle {
  readonly tshark: { readonly frames: number; readonly rc: number };
  readonly streams: readonly OracleStream[];
}

export function readOracle(path: string): Oracle {
  return JSON.parse(readFileSync(path, 'utf8')) as Oracle;
}
