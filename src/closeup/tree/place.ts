import type { TreeNode } from './node.js';

/** Octets in which a header is read. All positions count from the first octet of the frame. */
export interface Place {
  /** The captured octets of the frame and nothing else. */
  readonly bytes: Uint8Array;
  /** Where the header begins. */
  readonly at: number;
  /** One past the last captured octet that belongs to it and its content. */
  readonly end: number;
  /** Where that would be on the wire: beyond `end` when octets were not captured. */
  readonly wireEnd: number;
}

/** Addresses of the IP header in front, for checksums; null where there is none. */
export interface IpAround {
  readonly version: 4 | 6;
  readonly sourceAt: number;
  readonly destinationAt: number;
  /** Whether the final destination is another one: an IPv6 routing header is under way. */
  readonly isRouted: boolean;
}

/** Initial sequence numbers of the two directions, as unsigned 32-bit integers. */
export interface SequenceBases {
  /** Of the side that sent this frame; null when it is not known. */
  readonly sender: number | null;
  /** Of the other side. */
  readonly receiver: number | null;
}

/** What a header's reader is told besides its octets. */
export interface Around {
  readonly ip: IpAround | null;
  readonly bases: SequenceBases | null;
  /** Whether the IP header announces more octets than there ever were: a quote, or a length that is wrong. */
  readonly isPartial: boolean;
  /** What the header in front announced this one as; null for the first. */
  readonly announced: Next | null;
}

/** A number that names the content of a header, and the registry that it is from. */
export interface Next {
  readonly registry: 'ethertype' | 'ip-protocol' | 'udp-port';
  readonly number: number;
}

/** A header that was read. */
export interface HeaderReading {
  readonly node: TreeNode;
  /** What comes behind it, as the header says; null where it does not say, or does not get so far. */
  readonly next: Next | null;
  /** Version of the IP packet that the octets behind it quote (ICMP); absent where they quote none. */
  readonly quotes?: 4 | 6;
}

/** Reads one header. Never throws; what is not there is a problem of the node. */
export type HeaderReader = (place: Place, around: Around) => HeaderReading;
