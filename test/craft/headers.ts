/** Headers written octet by octet, so that a test can say what is wrong in them. */
import { concat } from '../capture/craft-capture.js';

/** The address of a side: 10.0.0.x or 2001:db8::x. */
export function address(ipVersion: 4 | 6, last: number): Uint8Array {
  if (ipVersion === 4) return Uint8Array.of(10, 0, 0, last);
  return Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last);
}

/** Flags as letters: S, A, F, R, P, U, E, C and `.` for none. Source: RFC 9293 section 3.1. */
export function flagBits(letters: string): number {
  let bits = 0;
  for (const letter of letters) {
    if (letter === '.') continue;
    const bit = 'FSRPAUEC'.indexOf(letter);
    if (bit < 0) throw new Error(`Expected a flag of FSRPAUEC, got ${letter}`);
    bits |= 1 << bit;
  }
  return bits;
}

export interface TcpFields {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly flags: number;
  readonly window?: number;
  /** In words; 5 where absent. */
  readonly dataOffset?: number;
}

/** A TCP header of 20 octets. */
export function tcpHeader(fields: TcpFields): Uint8Array {
  const header = new Uint8Array(20);
  const view = new DataView(header.buffer);
  view.setUint16(0, fields.sourcePort);
  view.setUint16(2, fields.destinationPort);
  view.setUint32(4, fields.sequence >>> 0);
  view.setUint32(8, fields.acknowledgment >>> 0);
  header[12] = (fields.dataOffset ?? 5) << 4;
  header[13] = fields.flags;
  view.setUint16(14, fields.window ?? 8192);
  return header;
}

export interface IpFields {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly hopLimit?: number;
  readonly protocol?: number;
  /** Total length (IPv4) or payload length (IPv6) as written; that of the payload where absent. */
  readonly length?: number;
  /** IPv4 only: flags and fragment offset. */
  readonly fragment?: number;
}

const TCP = 6;

/** An IPv4 packet without options. */
export function ipv4Packet(fields: IpFields, payload: Uint8Array): Uint8Array {
  const header = new Uint8Array(20);
  const view = new DataView(header.buffer);
  header[0] = 0x45;
  view.setUint16(2, fields.length ?? 20 + payload.length);
  view.setUint16(6, fields.fragment ?? 0);
  header[8] = fields.hopLimit ?? 64;
  header[9] = fields.protocol ?? TCP;
  header.set(fields.source, 12);
  header.set(fields.destination, 16);
  return concat(header, payload);
}

/** An IPv6 packet without extension headers. */
export function ipv6Packet(fields: IpFields, payload: Uint8Array): Uint8Array {
  const header = new Uint8Array(40);
  const view = new DataView(header.buffer);
  header[0] = 0x60;
  view.setUint16(4, fields.length ?? payload.length);
  header[6] = fields.protocol ?? TCP;
  header[7] = fields.hopLimit ?? 64;
  header.set(fields.source, 8);
  header.set(fields.destination, 24);
  return concat(header, payload);
}

/** An Ethernet frame, with a VLAN tag for every id, the outermost first. */
export function ethernetFrame(
  ethertype: number,
  payload: Uint8Array,
  vlans: readonly number[] = [],
): Uint8Array {
  const types = [...vlans.map(() => 0x8100), ethertype];
  const header = new Uint8Array(14 + 4 * vlans.length);
  const view = new DataView(header.buffer);
  header.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]);
  for (const [place, type] of types.entries()) {
    if (place > 0) view.setUint16(10 + 4 * place, vlans[place - 1] ?? 0);
    view.setUint16(12 + 4 * place, type);
  }
  return concat(header, payload);
}
