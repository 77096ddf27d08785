/** IP packets cut into fragments. */
import { concat } from '../capture/craft-capture.js';
import { ethernetFrame, type IpFields, ipv4Packet, ipv6Packet } from './headers.js';

/** Where one fragment begins and ends in the payload of its packet, in octets; the offset is a multiple of 8. */
export interface Cut {
  readonly offset: number;
  readonly octets: Uint8Array;
  readonly hasMore: boolean;
}

export interface FragmentOptions {
  readonly identification?: number;
  readonly protocol?: number;
  readonly vlans?: readonly number[];
}

const TCP = 6;
const FRAGMENT_HEADER = 44;

/** A payload cut into pieces of a size that is a multiple of 8. */
export function cutsOf(payload: Uint8Array, size: number): Cut[] {
  const cuts: Cut[] = [];
  for (let offset = 0; offset < payload.length; offset += size) {
    const octets = payload.subarray(offset, offset + size);
    cuts.push({ offset, octets, hasMore: offset + size < payload.length });
  }
  return cuts;
}

/** The Ethernet frame of a fragment of an IPv4 packet. */
export function ipv4Fragment(fields: IpFields, cut: Cut, options: FragmentOptions = {}): Uint8Array {
  const { identification = 1, protocol = TCP, vlans = [] } = options;
  const fragment = (cut.hasMore ? 0x2000 : 0) | (cut.offset / 8);
  const packet = ipv4Packet({ ...fields, fragment, protocol }, cut.octets);
  new DataView(packet.buffer).setUint16(4, identification);
  return ethernetFrame(0x0800, packet, vlans);
}

/** The Ethernet frame of a fragment of an IPv6 packet. */
export function ipv6Fragment(fields: IpFields, cut: Cut, options: FragmentOptions = {}): Uint8Array {
  const { identification = 1, protocol = TCP, vlans = [] } = options;
  const header = new Uint8Array(8);
  const view = new DataView(header.buffer);
  header[0] = protocol;
  view.setUint16(2, cut.offset | (cut.hasMore ? 1 : 0));
  view.setUint32(4, identification);
  const packet = ipv6Packet({ ...fields, protocol: FRAGMENT_HEADER }, concat(header, cut.octets));
  return ethernetFrame(0x86dd, packet, vlans);
}
