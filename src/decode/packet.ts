import { type Clock, Fragments } from './fragments.js';
import { IcmpError } from './icmp-error.js';
import type { ProblemCounters } from './problem.js';

/**
 * The registers of the decoder: one object, overwritten frame by frame. A header's decoder reads the octets at `at`,
 * fills in its fields and moves `at` behind the header. All positions are indexes into `bytes`.
 */
export class Packet {
  /** The read window that holds the frame or, for a packet that came in fragments, the packet itself. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Where the next header begins. */
  at = 0;
  /** End of the captured octets of the current layer. */
  end = 0;
  /** End the current layer had on the wire; beyond `end` where a snapshot length cut the frame. */
  wireEnd = 0;
  /** Id of the frame's outermost VLAN; 0 without. */
  vlan = 0;

  /** 4 or 6. */
  ipVersion = 0;
  /** Index of the source address: 4 or 16 octets. */
  sourceAt = 0;
  /** Index of the destination address. */
  destinationAt = 0;
  /** IPv4 time to live or IPv6 hop limit. */
  hopLimit = 0;

  sourcePort = 0;
  destinationPort = 0;
  /** Signed 32-bit forms: only `bytes/sequence.ts` computes with them. */
  sequence = 0;
  acknowledgment = 0;
  /** The eight classic flag bits, CWR … FIN. Source: RFC 9293 section 3.1. */
  flags = 0;
  /** As in the header: not scaled. */
  window = 0;
  /** Index of the first payload octet. */
  payloadAt = 0;
  /** Payload octets according to the IP header. */
  payloadLength = 0;
  /** Payload octets that were captured. */
  capturedPayloadLength = 0;

  /** The last ICMP error, and the segment that it quotes. */
  readonly icmp = new IcmpError();
  readonly problems: ProblemCounters;
  /** Packets of which fragments were met and others are missing. */
  readonly fragments: Fragments;

  /** @param clock the time of the frame that is being decoded; where absent, no fragment grows old */
  constructor(problems: ProblemCounters, clock: Clock = { timeNs: 0 }) {
    this.problems = problems;
    this.fragments = new Fragments(problems, clock);
  }
}
