/** ICMP errors that quote a frame of a scenario. */
import { concat } from '../capture/craft-capture.js';
import type { CraftedFrame } from './craft.js';
import { address, ethernetFrame, ipv4Packet, ipv6Packet } from './headers.js';

const ETHERNET_HEADER = 14;
const VLAN_TAG = 4;
const ICMP = 1;
const ICMPV6 = 58;

export interface IcmpOptions {
  readonly type?: number;
  readonly code?: number;
  /** Octets of the TCP header and what follows that are quoted; all where absent. */
  readonly quotedOctets?: number;
  /** The four octets behind the checksum. */
  readonly rest?: readonly [number, number, number, number];
  /** Last part of the reporter's address. */
  readonly from?: number;
  readonly vlans?: readonly number[];
}

/** The frame of an ICMP error about the packet in an Ethernet frame with `vlans` tags. */
export function icmpError(quoted: Uint8Array, options: IcmpOptions = {}): Uint8Array {
  const { rest = [0, 0, 0, 0], from = 9, vlans = [], quotedOctets = Number.POSITIVE_INFINITY } = options;
  const packet = quoted.subarray(ETHERNET_HEADER + VLAN_TAG * vlans.length);
  const ipVersion = (packet[0] ?? 0) >> 4 === 4 ? 4 : 6;
  const { type = ipVersion === 4 ? 3 : 1, code = 1 } = options;
  const header = ipVersion === 4 ? 20 : 40;
  const message = concat(Uint8Array.of(type, code, 0, 0, ...rest), packet.subarray(0, header + quotedOctets));
  const fields = { source: address(ipVersion, from), destination: address(ipVersion, 1) };
  return ipVersion === 4
    ? ethernetFrame(0x0800, ipv4Packet({ ...fields, protocol: ICMP }, message), vlans)
    : ethernetFrame(0x86dd, ipv6Packet({ ...fields, protocol: ICMPV6 }, message), vlans);
}

/** The same, captured at a time; that of the quoted frame where absent. */
export function icmpFrame(
  quoted: CraftedFrame,
  options: IcmpOptions = {},
  timeNs = quoted.timeNs,
): CraftedFrame {
  const data = icmpError(quoted.data, options);
  return { timeNs, data, originalLength: data.length };
}
