/** One frame through the decoder, and what came out. */
import { decodeFrame } from '../../src/decode/decode-frame.js';
import { Layer, layerOfLinkType } from '../../src/decode/layer.js';
import { Packet } from '../../src/decode/packet.js';
import { type ProblemCode, ProblemCounters } from '../../src/decode/problem.js';

/** What the decoder made of a frame. */
export interface Decoded {
  readonly isSegment: boolean;
  readonly packet: Packet;
  readonly problems: ProblemCode[];
}

/** Octets around the frame, so that a decoder that reads beyond it reads something else than 0. */
const SURROUNDINGS = 64;

/** Decodes a frame that lies in the middle of a larger array. */
export function decode(linkType: number, frame: Uint8Array, originalLength: number = frame.length): Decoded {
  const bytes = new Uint8Array(frame.length + 2 * SURROUNDINGS).fill(0x45);
  bytes.set(frame, SURROUNDINGS);
  const counters = new ProblemCounters();
  const packet = new Packet(counters);
  const outermost = layerOfLinkType(linkType) ?? Layer.Stop;
  const isSegment = decodeFrame(packet, outermost, bytes, SURROUNDINGS, frame.length, originalLength);
  return { isSegment, packet, problems: counters.list().map(({ code }) => code) };
}

/** The octets from an index of the decoder to another, as numbers. */
export function octetsAt(packet: Packet, at: number, length: number): number[] {
  return [...packet.bytes.subarray(at, at + length)];
}
