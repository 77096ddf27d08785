/** Checksums by the definition of RFC 1071 and nothing else: slow, and easy to see through. */
import { concat } from '../capture/craft-capture.js';

const ETHERNET = 14;

/** The ones' complement sum of 16-bit words: all of them as one integer, then its carries added until none is left. */
export function slowSum(octets: Uint8Array): number {
  const padded = octets.length % 2 === 0 ? octets : concat(octets, Uint8Array.of(0));
  let sum = 0n;
  for (let at = 0; at < padded.length; at += 2) {
    sum += BigInt(padded[at] ?? 0) * 256n + BigInt(padded[at + 1] ?? 0);
  }
  while (sum >= 65_536n) sum = sum / 65_536n + (sum % 65_536n);
  return Number(sum);
}

/** What a sender does with the checksum of TCP. */
export type TcpSum = 'right' | 'wrong' | 'pseudo' | 'pseudo-without-length';

/** An Ethernet frame of IPv4 or IPv6 with TCP, its checksums filled in. */
export function withChecksums(frame: Uint8Array, tcpSum: TcpSum = 'right', ipv4Sum = true): Uint8Array {
  const filled = Uint8Array.from(frame);
  const view = new DataView(filled.buffer);
  const isIpv4 = view.getUint16(12) === 0x0800;
  const [sourceAt, addressLength, tcpAt] = isIpv4 ? [26, 4, 34] : [22, 16, 54];
  if (isIpv4 && ipv4Sum) {
    view.setUint16(ETHERNET + 10, 0);
    view.setUint16(ETHERNET + 10, 0xffff - slowSum(filled.subarray(ETHERNET, ETHERNET + 20)));
  }
  const addresses = filled.subarray(sourceAt, sourceAt + 2 * addressLength);
  const length = filled.length - tcpAt;
  const pseudo = concat(addresses, Uint8Array.of(0, 6, length >> 8, length & 0xff));
  view.setUint16(tcpAt + 16, 0);
  const right = 0xffff - slowSum(concat(pseudo, filled.subarray(tcpAt)));
  const sums = {
    right,
    wrong: (right + 1) % 0xffff,
    pseudo: slowSum(pseudo),
    'pseudo-without-length': slowSum(pseudo.subarray(0, -2)),
  };
  view.setUint16(tcpAt + 16, sums[tcpSum]);
  return filled;
}
