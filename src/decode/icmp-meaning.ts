/**
 * What the types and codes of ICMP errors mean, as ids; `view/` has the words. Source: IANA "ICMP Type Numbers" and "ICMPv6
 * Parameters" (RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1, RFC 4443, RFC 7112, RFC 8754).
 */

/** Every meaning. */
export const ICMP_MEANINGS = [
  'network-unreachable',
  'host-unreachable',
  'protocol-unreachable',
  'port-unreachable',
  'fragmentation-needed',
  'source-route-failed',
  'network-unknown',
  'host-unknown',
  'host-isolated',
  'network-prohibited',
  'host-prohibited',
  'network-unreachable-for-service',
  'host-unreachable-for-service',
  'communication-prohibited',
  'precedence-violation',
  'precedence-cutoff',
  'source-quench',
  'time-exceeded',
  'reassembly-time-exceeded',
  'parameter-problem',
  'beyond-scope',
  'source-address-refused',
  'route-rejected',
  'packet-too-big',
  'other',
] as const;

/** One of `ICMP_MEANINGS`. */
export type IcmpMeaning = (typeof ICMP_MEANINGS)[number];

type ByType = Readonly<Record<number, readonly IcmpMeaning[]>>;

/** Type → meaning of each code; where a type has one meaning only, it is that of every code. A redirect is no error. */
const V4: ByType = {
  3: [
    'network-unreachable',
    'host-unreachable',
    'protocol-unreachable',
    'port-unreachable',
    'fragmentation-needed',
    'source-route-failed',
    'network-unknown',
    'host-unknown',
    'host-isolated',
    'network-prohibited',
    'host-prohibited',
    'network-unreachable-for-service',
    'host-unreachable-for-service',
    'communication-prohibited',
    'precedence-violation',
    'precedence-cutoff',
  ],
  4: ['source-quench'],
  11: ['time-exceeded', 'reassembly-time-exceeded'],
  12: ['parameter-problem'],
};

const V6: ByType = {
  1: [
    'network-unreachable',
    'communication-prohibited',
    'beyond-scope',
    'host-unreachable',
    'port-unreachable',
    'source-address-refused',
    'route-rejected',
  ],
  2: ['packet-too-big'],
  3: ['time-exceeded', 'reassembly-time-exceeded'],
  4: ['parameter-problem'],
};

/** Whether a type is an error, which quotes the packet that it is about. */
export function isIcmpError(ipVersion: number, type: number): boolean {
  return type in (ipVersion === 4 ? V4 : V6);
}

/** What an error means. */
export function icmpMeaning(ipVersion: number, type: number, code: number): IcmpMeaning {
  const byCode = (ipVersion === 4 ? V4 : V6)[type];
  if (byCode === undefined) return 'other';
  return byCode[byCode.length === 1 ? 0 : code] ?? 'other';
}
