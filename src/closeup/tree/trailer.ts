/** Octets of a frame behind the packet in it: Ethernet's padding, its check sequence, and what devices append. */
import { u32le } from '../../bytes/read.js';
import { leaf, OCTETS, type TreeNode } from './node.js';
import type { Place } from './place.js';

/** Shortest Ethernet frame without and with its check sequence. Source: IEEE 802.3 clause 3.2.8. */
const SHORTEST_FRAME = 60;
const FCS_LENGTH = 4;

/** Where a packet inside a link-layer frame ends and what carries it. */
export interface Trailing {
  readonly link: 'eth' | 'vlan' | 'sll' | 'data';
  /** First octet of the link-layer frame. */
  readonly frameAt: number;
}

/**
 * The octets `place.at … place.end` as padding, trailer and check sequence. Nothing in the frame says which is which:
 * zeros up to 60 octets are padding; the last four are a check sequence when they are the right one.
 */
export function trailerNodes(place: Place, { link, frameAt }: Trailing): TreeNode[] {
  const { bytes, at, end, wireEnd } = place;
  if (at >= end) return [];
  const isWhole = end === wireEnd;
  const isEthernet = link === 'eth' || link === 'vlan';
  const hasFcs = isEthernet && isWhole && end - at >= FCS_LENGTH && isFcs(bytes, frameAt, end - FCS_LENGTH);
  const fcsAt = hasFcs ? end - FCS_LENGTH : end;
  const paddingEnd = isEthernet ? endOfPadding(bytes, at, fcsAt, frameAt) : at;
  const nodes: TreeNode[] = [];
  if (paddingEnd > at) nodes.push(leaf('eth.padding', 'Padding', OCTETS, at, paddingEnd - at));
  if (fcsAt > paddingEnd) {
    const field = link === 'data' ? 'data' : `${link}.trailer`;
    nodes.push(leaf(field, 'Trailer', OCTETS, paddingEnd, fcsAt - paddingEnd));
  }
  if (hasFcs) nodes.push(fcsNode(bytes, fcsAt));
  return nodes;
}

/** Zeros that fill the frame up to 60 octets; anything else is no padding. */
function endOfPadding(bytes: Uint8Array, at: number, end: number, frameAt: number): number {
  const paddingEnd = Math.min(end, frameAt + SHORTEST_FRAME);
  if (paddingEnd <= at) return at;
  return bytes.subarray(at, paddingEnd).every((octet) => octet === 0) ? paddingEnd : at;
}

function fcsNode(bytes: Uint8Array, at: number): TreeNode {
  const value = u32le(bytes, at);
  const check = { type: 'checksum', value, hexDigits: 8, outcome: 'ok', expected: null } as const;
  return leaf('eth.fcs', 'Frame check sequence', check, at, FCS_LENGTH);
}

function isFcs(bytes: Uint8Array, from: number, fcsAt: number): boolean {
  return crc32(bytes, from, fcsAt) === u32le(bytes, fcsAt);
}

const POLYNOMIAL = 0xedb88320;

/** CRC-32 of IEEE 802.3 clause 3.2.9, least significant bit first. One frame at a time: no table. */
function crc32(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0xffffffff;
  for (let at = from; at < to; at++) {
    crc ^= bytes[at] as number;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ ((crc & 1) === 1 ? POLYNOMIAL : 0);
  }
  return ~crc >>> 0;
}
