import { ACK, FIN, RST, SYN } from '../decode/tcp.js';
import { EndpointState } from './endpoint-state-names.js';
import type { FlowRow } from './flow-row.js';

/** Moves both ends on by one segment of `side`. */
export function updateEndpointStates(row: FlowRow, side: number, flags: number, payloadBytes: number): void {
  switch (row.endpointState(side)) {
    case EndpointState.Established:
    case EndpointState.Partial:
      if ((flags & (SYN | FIN | RST)) !== 0) leaveOpenState(row, side, flags);
      return;
    case EndpointState.Inactive:
      leaveInactiveState(row, side, flags, payloadBytes);
      return;
    case EndpointState.SynSent:
    case EndpointState.SynAckSent:
      if ((flags & FIN) !== 0) row.setEndpointState(side, EndpointState.Closed);
      if ((flags & RST) !== 0) row.setEndpointState(side, EndpointState.Reset);
      return;
    case EndpointState.Closed:
      // Once both ends have sent a FIN the connection ended in order, whatever follows.
      if ((flags & RST) !== 0 && row.endpointState(1 - side) !== EndpointState.Closed) {
        row.setEndpointState(side, EndpointState.Reset);
      }
      return;
  }
}

function leaveOpenState(row: FlowRow, side: number, flags: number): void {
  const peer = 1 - side;
  if ((flags & SYN) !== 0 && (flags & ACK) === 0) {
    const isPartial = row.endpointState(side) === EndpointState.Partial;
    if (isPartial && row.endpointState(peer) === EndpointState.Inactive)
      row.setEndpointState(side, EndpointState.SynSent);
  }
  if ((flags & FIN) !== 0 && (flags & RST) === 0) {
    row.setEndpointState(side, EndpointState.Closed);
    // FIN, RST from the peer and a FIN from this end: both ends did close.
    if (
      row.endpointState(peer) === EndpointState.Reset &&
      row.previousEndpointState(peer) === EndpointState.Closed
    ) {
      row.setEndpointState(peer, EndpointState.Closed);
    }
  }
  if ((flags & RST) !== 0) row.setEndpointState(side, EndpointState.Reset);
}

function leaveInactiveState(row: FlowRow, side: number, flags: number, payloadBytes: number): void {
  const peer = 1 - side;
  const isClient = side === row.clientSide;
  if ((flags & SYN) !== 0) {
    if (isClient) {
      row.setEndpointState(side, (flags & ACK) !== 0 ? EndpointState.SynAckSent : EndpointState.SynSent);
    } else {
      if (row.endpointState(peer) === EndpointState.SynSent)
        row.setEndpointState(peer, EndpointState.Established);
      row.setEndpointState(side, EndpointState.Established);
    }
  }
  if ((flags & FIN) !== 0) row.setEndpointState(side, EndpointState.Closed);
  if ((flags & RST) !== 0) row.setEndpointState(side, EndpointState.Reset);
  if (row.endpointState(side) !== EndpointState.Inactive) return;
  // Some servers acknowledge a SYN before they answer it: that is no partial connection.
  const acknowledgesSyn =
    !isClient && payloadBytes === 0 && row.endpointState(peer) === EndpointState.SynSent;
  if (acknowledgesSyn) return;
  const onlySynMissed = (flags & ACK) !== 0 && row.endpointState(peer) === EndpointState.Established;
  row.setEndpointState(side, onlySynMissed ? EndpointState.Established : EndpointState.Partial);
}
