/** The registers of an ICMP error. Positions are indexes into `Packet.bytes`, as long as the frame is there. */
export class IcmpError {
  /** An error with a quoted segment was decoded; whoever takes it sets this back. */
  isThere = false;
  /** 4 or 6, of the error and of the quoted packet. */
  ipVersion = 0;
  type = 0;
  code = 0;
  /** Octets that a packet may have at the next hop; 0 where the error does not say. */
  nextHopMtu = 0;
  /** Address of whoever sent the error. */
  reporterAt = 0;

  /** The quoted segment: who sent it to whom. */
  sourceAt = 0;
  destinationAt = 0;
  sourcePort = 0;
  destinationPort = 0;
  /** Signed 32-bit form, as `Packet.sequence`. */
  sequence = 0;
  /** As `Packet.flags`; 0 where the quote ends in front of them. */
  flags = 0;
  /** So much is quoted that Wireshark gives the segment a `tcp.stream`. */
  isNumbered = false;
}
