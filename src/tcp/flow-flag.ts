/** Facts of a flow that are true or false: bits of one word of its row. */
export const FlowFlag = {
  Ipv6: 1 << 0,
  ClientIsB: 1 << 1,
  /** A SYN without ACK was captured. */
  SynSeen: 1 << 5,
  SynAckSeen: 1 << 6,
  /** The client acknowledged the SYN, ACK. */
  HandshakeAckSeen: 1 << 7,
  SequenceKnownA: 1 << 8,
  SequenceKnownB: 1 << 9,
  /** New payload was sent: keep-alive octets and payload of RST segments do not count. */
  DataA: 1 << 10,
  DataB: 1 << 11,
  /** Octets are missing in front of octets that were captured. */
  HoleA: 1 << 12,
  HoleB: 1 << 13,
  RstByB: 1 << 14,
  RstHasAck: 1 << 15,
  /** The first RST carries exactly the sequence number that its receiver expects next. */
  RstSequenceExpected: 1 << 16,
  /** The first RST acknowledges everything its receiver had sent, a FIN included. */
  RstAcksAll: 1 << 17,
  /** Both sides sent an RST. */
  RstByBoth: 1 << 18,
  /** The side that sent the first RST sent something else afterwards. */
  SentAfterRst: 1 << 19,
  /** A snapshot length cut payload of this flow. */
  CutBySnaplen: 1 << 20,
  /** The first octets were a TLS record: the HTTP inside cannot be seen. */
  Tls: 1 << 21,
  /** The addresses and ports were those of an earlier flow. */
  TupleReused: 1 << 22,
  /** When the first RST came, a request was complete and none of its final response had been seen. */
  RequestOutstandingAtRst: 1 << 23,
  /** When the first RST came, a response had begun and was not complete. */
  ResponseUnfinishedAtRst: 1 << 24,
  /** When the first RST came, at least one response was complete and none was begun or outstanding. */
  ResponseCompleteAtRst: 1 << 25,
  /** When the first RST came, the head or body of a request was not complete. */
  RequestUnfinishedAtRst: 1 << 26,
  /** Octets that the peer acknowledged were never captured. */
  AckedUnseenA: 1 << 27,
  AckedUnseenB: 1 << 28,
  /** The first RST carried payload, which is not part of the stream. */
  PayloadInRst: 1 << 29,
  /** HTTP was found in at least one direction. */
  Http: 1 << 30,
  /** Both ends are known and past the handshake, nothing is missing and no RST was seen: `FlowRow.takeFast` may be used. */
  Steady: 1 << 31,
} as const;

/** Where the bits of the flags word say how the client is known. */
export const KNOWN_BY_SHIFT = 2;
export const KNOWN_BY_MASK = 0x7;

/** How the client of a flow was found, best evidence first. The index is what the row keeps. */
export const CLIENT_KNOWN_BY = ['syn', 'syn-ack', 'http', 'port', 'first-sender'] as const;

/** One of `CLIENT_KNOWN_BY`. */
export type ClientKnownBy = (typeof CLIENT_KNOWN_BY)[number];

/** The flag of a side for facts that are kept as a pair. */
export function sideFlag(flagOfA: number, side: number): number {
  return flagOfA << side;
}
