import { u16 } from '../bytes/read.js';
import { decodeIpv4Fragment } from './ip-fragment.js';
import { Layer, type LayerCode, layerOfIpProtocol } from './layer.js';
import type { Packet } from './packet.js';
import { PROBLEM } from './problem.js';

/** IPv4 header, octets from its start. Source: RFC 791 section 3.1. */
const VERSION_AND_LENGTH = 0;
const TOTAL_LENGTH = 2;
const FLAGS_AND_OFFSET = 6;
const TIME_TO_LIVE = 8;
const PROTOCOL = 9;
const SOURCE = 12;
const DESTINATION = 16;
const SHORTEST_HEADER = 20;

/** More-fragments bit and fragment offset: anything set means a fragment. */
const FRAGMENT_BITS = 0x3fff;

/** Header length in octets, options included. */
const headerLength = (bytes: Uint8Array, at: number) =>
  ((bytes[at + VERSION_AND_LENGTH] as number) & 0x0f) * 4;
const version = (bytes: Uint8Array, at: number) => (bytes[at + VERSION_AND_LENGTH] as number) >> 4;
const totalLength = (bytes: Uint8Array, at: number) => u16(bytes, at + TOTAL_LENGTH);
const fragmentBits = (bytes: Uint8Array, at: number) => u16(bytes, at + FLAGS_AND_OFFSET) & FRAGMENT_BITS;

/**
 * Decodes an IPv4 header. The end of the packet comes from the total length, never from the frame: Ethernet pads frames
 * to 60 octets and devices append trailers. A total length of 0 (segmentation offload on the capturing machine) means
 * "to the end of the frame"; a total length beyond the frame ends with the frame.
 */
export function decodeIpv4(packet: Packet): LayerCode {
  const { bytes, at } = packet;
  if (packet.end - at < SHORTEST_HEADER) return stop(packet, PROBLEM['ip-header-cut']);
  const header = headerLength(bytes, at);
  if (version(bytes, at) !== 4 || header < SHORTEST_HEADER) return otherVersion(packet);
  if (!limitToTotalLength(packet, totalLength(bytes, at), header)) return Layer.Stop;
  if (fragmentBits(bytes, at) !== 0) return decodeIpv4Fragment(packet, header);
  packet.ipVersion = 4;
  packet.sourceAt = at + SOURCE;
  packet.destinationAt = at + DESTINATION;
  packet.hopLimit = bytes[at + TIME_TO_LIVE] as number;
  packet.at = at + header;
  return layerOfIpProtocol(bytes[at + PROTOCOL] as number);
}

/** Wireshark reads an IPv6 packet where a header announces IPv4: some tunnels say 4 for both. */
function otherVersion(packet: Packet): LayerCode {
  if (version(packet.bytes, packet.at) === 6) return Layer.Ipv6;
  return stop(packet, PROBLEM['ip-header-invalid']);
}

function limitToTotalLength(packet: Packet, length: number, header: number): boolean {
  if (length === 0) {
    packet.problems.add(PROBLEM['ip-length-zero']);
    return true;
  }
  if (length < header) {
    packet.problems.add(PROBLEM['ip-length-invalid']);
    return false;
  }
  const wireEnd = packet.at + length;
  if (wireEnd > packet.wireEnd) packet.problems.add(PROBLEM['ip-length-beyond-frame']);
  else packet.wireEnd = wireEnd;
  if (packet.end > packet.wireEnd) packet.end = packet.wireEnd;
  return true;
}

function stop(packet: Packet, problem: number): LayerCode {
  packet.problems.add(problem);
  return Layer.Stop;
}
