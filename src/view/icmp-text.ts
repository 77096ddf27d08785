import type { IcmpMeaning } from '../decode/icmp-meaning.js';
import { ownText, type SafeText } from './safe-text.js';

/** What an ICMP error says, in words close to those of its RFC. */
const TEXTS: Readonly<Record<IcmpMeaning, string>> = {
  'network-unreachable': 'network unreachable, no route',
  'host-unreachable': 'host unreachable',
  'protocol-unreachable': 'protocol unreachable',
  'port-unreachable': 'port unreachable',
  'fragmentation-needed': 'fragmentation needed and not allowed',
  'source-route-failed': 'source route failed',
  'network-unknown': 'destination network unknown',
  'host-unknown': 'destination host unknown',
  'host-isolated': 'source host isolated',
  'network-prohibited': 'network administratively prohibited',
  'host-prohibited': 'host administratively prohibited',
  'network-unreachable-for-service': 'network unreachable for type of service',
  'host-unreachable-for-service': 'host unreachable for type of service',
  'communication-prohibited': 'communication administratively prohibited',
  'precedence-violation': 'host precedence violation',
  'precedence-cutoff': 'precedence cutoff in effect',
  'source-quench': 'source quench',
  'time-exceeded': 'time to live exceeded in transit',
  'reassembly-time-exceeded': 'fragment reassembly time exceeded',
  'parameter-problem': 'parameter problem',
  'beyond-scope': 'beyond scope of source address',
  'source-address-refused': 'source address failed ingress or egress policy',
  'route-rejected': 'reject route to destination',
  'packet-too-big': 'packet too big',
  other: 'a code that is not known',
};

/** The words for an ICMP error. */
export function icmpText(meaning: IcmpMeaning): SafeText {
  return ownText(TEXTS[meaning]);
}
