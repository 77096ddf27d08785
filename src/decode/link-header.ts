/** What the decoders of link headers share: the check before every read, and the length that a header announces. */
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/** Whether fewer than `octets` were captured of a link header: a counted problem. */
export function isCut(packet: Packet, octets: number): boolean {
  if (packet.end - packet.at >= octets) return false;
  packet.problems.add(PROBLEM['frame-cut-in-link-header']);
  return true;
}

/** Steps over a header that is `octets` long and goes on with `next`. */
export function skip(packet: Packet, octets: number, next: LayerCode): LayerCode {
  if (isCut(packet, octets)) return Layer.Stop;
  packet.at += octets;
  return next;
}

/** Ends the layer `length` octets behind `at`; a length beyond the frame ends with the frame. */
export function limitLength(packet: Packet, length: number): void {
  const end = packet.at + length;
  if (end < packet.wireEnd) packet.wireEnd = end;
  if (end < packet.end) packet.end = end;
}

/** A link header whose length or mark is impossible: a counted problem. */
export function stopInvalid(packet: Packet): LayerCode {
  packet.problems.add(PROBLEM['link-header-invalid']);
  return Layer.Stop;
}

/** Something inside a link header that is not decoded, as a link type would be: a counted problem. */
export function stopUnsupported(packet: Packet): LayerCode {
  packet.problems.add(PROBLEM['link-type-unsupported']);
  return Layer.Stop;
}

/** A part of a packet that the link layer has split: a counted problem. */
export function stopFragment(packet: Packet): LayerCode {
  packet.problems.add(PROBLEM['link-fragment']);
  return Layer.Stop;
}
