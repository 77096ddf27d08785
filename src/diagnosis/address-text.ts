/**
 * Addresses as text: IPv4 dotted, IPv6 as RFC 5952 wants it.
 */
import type { Addresses } from '../tcp/address-table.js';

/** Text of an address id. */
export function addressText(addresses: Pick<Addresses, 'ipv6Octets'>, id: number, isIpv6: boolean): string {
  return isIpv6 ? ipv6Text(addresses.ipv6Octets(id)) : ipv4Text(id);
}

/** Dotted text of an IPv4 address given as a 32-bit integer, signed or not. */
export function ipv4Text(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 0xff}.${(address >>> 8) & 0xff}.${address & 0xff}`;
}

const GROUPS = 8;

/** Text of 16 octets of an IPv6 address. Source: RFC 5952 sections 4 and 5. */
export function ipv6Text(octets: Uint8Array): string {
  const groups: number[] = [];
  for (let i = 0; i < GROUPS; i++) {
    groups.push(((octets[2 * i] as number) << 8) | (octets[2 * i + 1] as number));
  }
  if (isIpv4Mapped(groups)) {
    return `::ffff:${ipv4Text(((groups[6] as number) << 16) | (groups[7] as number))}`;
  }
  const [start, length] = longestZeroRun(groups);
  if (length < 2) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

function hex(groups: readonly number[]): string {
  return groups.map((group) => group.toString(16)).join(':');
}

function isIpv4Mapped(groups: readonly number[]): boolean {
  return groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
}

/** Start and length of the longest run of zero groups, the first of equally long ones. */
function longestZeroRun(groups: readonly number[]): [number, number] {
  let [bestStart, bestLength, length] = [0, 0, 0];
  for (let i = 0; i < GROUPS; i++) {
    length = groups[i] === 0 ? length + 1 : 0;
    if (length > bestLength) [bestStart, bestLength] = [i - length + 1, length];
  }
  return [bestStart, bestLength];
}
