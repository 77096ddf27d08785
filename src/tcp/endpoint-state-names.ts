/**
 * The state of each end of a connection, as Zeek defines the states, for `conn_state`.
 * Source: Zeek documentation, `conn_state` in base/protocols/conn/main.zeek.
 */
export const EndpointState = {
  /** Nothing was seen from this end. */
  Inactive: 0,
  SynSent: 1,
  /** Sent a SYN, ACK although it is the client. */
  SynAckSent: 2,
  /** Segments without a handshake. */
  Partial: 3,
  Established: 4,
  /** Sent a FIN. */
  Closed: 5,
  /** Sent an RST. */
  Reset: 6,
} as const;
