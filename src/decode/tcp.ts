import { i32, u16 } from '../bytes/read.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/** TCP header, octets from its start. Source: RFC 9293 section 3.1. */
const SOURCE_PORT = 0;
const DESTINATION_PORT = 2;
const SEQUENCE = 4;
const ACKNOWLEDGMENT = 8;
const DATA_OFFSET = 12;
const FLAGS = 13;
const WINDOW = 14;
const SHORTEST_HEADER = 20;
/** Up to the window: what makes a segment, in Wireshark too. Checksum and urgent pointer may be cut. */
const FIELDS_THAT_COUNT = 16;

/** Flag bits of octet 13. */
export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const ACK = 0x10;

/** Header length in octets, options included. */
const headerLength = (bytes: Uint8Array, at: number) => ((bytes[at + DATA_OFFSET] as number) >> 4) * 4;

/**
 * Decodes a TCP header into the packet's registers. False where not even its first 16 octets were captured. A header cut
 * in its fixed part is a counted problem.
 *
 * A data offset below 5 or beyond the segment is a counted problem too, but still a segment, without payload: Wireshark
 * gives it a `tcp.stream`, and the numbers of later flows must be the same. A header cut inside its options by a
 * snapshot length is accepted.
 */
export function decodeTcp(packet: Packet): boolean {
  const { bytes, at } = packet;
  if (packet.end - at < SHORTEST_HEADER) {
    packet.problems.add(PROBLEM['tcp-header-cut']);
    if (packet.end - at < FIELDS_THAT_COUNT) return false;
  }
  const header = headerLength(bytes, at);
  const isInvalid = header < SHORTEST_HEADER || at + header > packet.wireEnd;
  if (isInvalid) packet.problems.add(PROBLEM['tcp-header-invalid']);
  packet.sourcePort = u16(bytes, at + SOURCE_PORT);
  packet.destinationPort = u16(bytes, at + DESTINATION_PORT);
  packet.sequence = i32(bytes, at + SEQUENCE);
  packet.acknowledgment = i32(bytes, at + ACKNOWLEDGMENT);
  packet.flags = bytes[at + FLAGS] as number;
  packet.window = u16(bytes, at + WINDOW);
  packet.payloadAt = isInvalid ? packet.wireEnd : at + header;
  packet.payloadLength = packet.wireEnd - packet.payloadAt;
  const captured = packet.end - packet.payloadAt;
  packet.capturedPayloadLength = captured > 0 ? captured : 0;
  if (packet.capturedPayloadLength < packet.payloadLength)
    packet.problems.add(PROBLEM['payload-cut-by-snaplen']);
  return true;
}
