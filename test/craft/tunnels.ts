/** Headers of tunnels, octet by octet. Every function puts its header in front of what it is given. */
import { concat } from '../capture/craft-capture.js';

/** Octets written as hexadecimal digits; blanks are ignored. */
export function hex(digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'));
}

/** A 16-bit integer in network order. */
export function u16Octets(value: number): Uint8Array {
  return Uint8Array.of((value >> 8) & 0xff, value & 0xff);
}

const front =
  (header: string) =>
  (payload: Uint8Array): Uint8Array =>
    concat(hex(header), payload);

/** A UDP header; `length` as written where it is not that of the payload. Source: RFC 768. */
export function udp(ports: readonly [number, number], payload: Uint8Array, length = 8 + payload.length) {
  return concat(u16Octets(ports[0]), u16Octets(ports[1]), u16Octets(length), hex('0000'), payload);
}

/** A GRE header: flags and version, protocol type, and what the flags announce. Source: RFC 2784, RFC 2890. */
export function gre(protocol: number, payload: Uint8Array, flags = 0, optional = ''): Uint8Array {
  return concat(u16Octets(flags), u16Octets(protocol), hex(optional), payload);
}

/** Source: draft-foschiano-erspan-03 section 4.2. */
export const erspanTypeII = front('1007 0000 00000000');

/** Source: draft-foschiano-erspan-03 section 4.3. */
export function erspanTypeIII(payload: Uint8Array, flags = 0, subheader = ''): Uint8Array {
  return concat(hex('2007 0000 00000001 0000'), u16Octets(flags), hex(subheader), payload);
}

/** Source: RFC 7348 section 5. */
export function vxlan(payload: Uint8Array, network = 7, flags = '08'): Uint8Array {
  return concat(hex(`${flags}000000`), Uint8Array.of(0, 0, network, 0), payload);
}

/** Source: draft-ietf-nvo3-vxlan-gpe-12 section 3. */
export function vxlanGpe(next: number, payload: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(0x0c, 0, 0, next, 0, 0, 7, 0), payload);
}

/** Service path and metadata are 0. Source: RFC 8300 section 2. */
export function nsh(next: number, payload: Uint8Array, metadataType = 1, words = 6): Uint8Array {
  const header = new Uint8Array(Math.max(8, 4 * words));
  header.set([0x0f, 0xc0 | words, metadataType, next]);
  return concat(header, payload);
}

/** Source: RFC 8926 section 3.4. */
export function geneve(protocol: number, payload: Uint8Array, options = '', versionBits = 0): Uint8Array {
  const octets = hex(options);
  const first = versionBits | (octets.length / 4);
  return concat(Uint8Array.of(first, 0), u16Octets(protocol), Uint8Array.of(0, 0, 7, 0), octets, payload);
}

export interface GtpFields {
  readonly flags?: number;
  readonly type?: number;
  /** Behind the fixed part: optional fields and extension headers. */
  readonly optional?: string;
  /** As written, where it is not that of what follows the fixed part. */
  readonly length?: number;
}

/** GTP version 1. Source: 3GPP TS 29.281 section 5.1. */
export function gtp(payload: Uint8Array, fields: GtpFields = {}): Uint8Array {
  const rest = concat(hex(fields.optional ?? ''), payload);
  const { flags = 0x30, type = 255, length = rest.length } = fields;
  return concat(Uint8Array.of(flags, type), u16Octets(length), hex('00001234'), rest);
}

/** GTP version 0. Source: 3GPP TS 09.60 section 6. */
export function gtpVersion0(payload: Uint8Array): Uint8Array {
  return concat(hex('1eff'), u16Octets(payload.length), hex('0001 0002 ffffffff 0000000000000001'), payload);
}

/** Source: RFC 9300 section 5.1. */
export const lisp = front('c0000001 00000000');

/** An AH with 12 octets of check value. Source: RFC 4302 section 2. */
export function authenticationHeader(next: number, payload: Uint8Array, words = 4): Uint8Array {
  const header = new Uint8Array(4 * (words + 2));
  header.set([next, words]);
  return concat(header, payload);
}

/** A CAPWAP header of 8 octets with 802.11 as binding; later fragments are of another packet. Source: RFC 5415 section 4.3. */
export function capwap(payload: Uint8Array, flags = 0, preamble = 0, offset = 0, words = 2): Uint8Array {
  return concat(
    Uint8Array.of(preamble, words << 3),
    u16Octets(0x0200 | flags),
    u16Octets(offset === 0 ? 7 : 8),
    u16Octets(offset),
    payload,
  );
}

/** A PPP frame of IPv4. Source: RFC 1661 section 2, RFC 1662 section 3. */
export const pppIpv4 = front('ff03 0021');

/** An MPLS label, the last of its stack. Source: RFC 3032 section 2.1. */
export const mpls = front('00010140');

/** TZSP: a received frame, and tags as they are given. */
export function tzsp(encapsulation: number, payload: Uint8Array, tags = '01', type = 0): Uint8Array {
  return concat(Uint8Array.of(1, type), u16Octets(encapsulation), hex(tags), payload);
}
