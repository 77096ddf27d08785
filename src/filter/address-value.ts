/**
 * Addresses, prefixes and endpoints as people type them. Strict: `010.1.1.1` is refused, because some read it as octal.
 */

/** An address, the octets of which the first `prefixLength` bits count. */
export interface AddressValue {
  readonly isIpv6: boolean;
  /** 4 or 16 octets. */
  readonly octets: Uint8Array;
  readonly prefixLength: number;
  /** Null when any port will do. */
  readonly port: number | null;
}

/** Why a text is no address. */
export type AddressFault =
  | 'not-an-address'
  | 'leading-zero'
  | 'octet-range'
  | 'four-octets'
  | 'bad-group'
  | 'two-gaps'
  | 'eight-groups'
  | 'zone'
  | 'prefix-range'
  | 'bracket'
  | 'port-range'
  | 'port-unwanted'
  | 'port-of-prefix';

/** An address or a prefix, without a port. */
export function addressValue(text: string): AddressValue | AddressFault {
  const [address = '', prefix, ...more] = text.split('/');
  if (more.length > 0) return 'not-an-address';
  if (/^(?:\d[\d.]*|\[[^\]]*\]):\d+$/.test(text)) return 'port-unwanted';
  const octets = address.includes(':') ? ipv6Octets(address) : ipv4Octets(address);
  if (typeof octets === 'string') return octets;
  const bits = octets.length * 8;
  if (prefix === undefined) return value(octets, bits, null);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > bits) return 'prefix-range';
  return value(octets, Number(prefix), null);
}

/** An address, a prefix, or an address and a port: `192.0.2.1:80`, `[2001:db8::1]:80`. */
export function endpointValue(text: string): AddressValue | AddressFault {
  if (text.startsWith('[')) {
    const [, inside, port] = /^\[([^\]]*)\](?::(\d+))?$/.exec(text) ?? [];
    return inside === undefined ? 'bracket' : withPort(ipv6Octets(inside), port);
  }
  const parts = /^([^:/]+):(\d+)$/.exec(text);
  if (parts !== null) return withPort(ipv4Octets(parts[1] as string), parts[2]);
  return /^[^:]+\/\d+:\d+$/.test(text) ? 'port-of-prefix' : addressValue(text);
}

function withPort(octets: Uint8Array | AddressFault, port: string | undefined): AddressValue | AddressFault {
  if (typeof octets === 'string') return octets;
  if (port === undefined) return value(octets, octets.length * 8, null);
  if (!/^(?:0|[1-9]\d{0,4})$/.test(port) || Number(port) > 0xffff) return 'port-range';
  return value(octets, octets.length * 8, Number(port));
}

function value(octets: Uint8Array, prefixLength: number, port: number | null): AddressValue {
  return { isIpv6: octets.length === 16, octets, prefixLength, port };
}

function ipv4Octets(text: string): Uint8Array | AddressFault {
  if (!/^[\d.]+$/.test(text) || !text.includes('.')) return 'not-an-address';
  const parts = text.split('.');
  if (parts.length !== 4 || parts.includes('')) return 'four-octets';
  if (parts.some((part) => /^0\d/.test(part))) return 'leading-zero';
  if (parts.some((part) => part.length > 3 || Number(part) > 255)) return 'octet-range';
  return Uint8Array.from(parts, Number);
}

/** Source: RFC 4291 section 2.2; the last 32 bits may be dotted. */
function ipv6Octets(text: string): Uint8Array | AddressFault {
  if (text.includes('%')) return 'zone';
  if (!/^[\da-f:.]+$/i.test(text) || !text.includes(':')) return 'not-an-address';
  const halves = text.split('::');
  if (halves.length > 2) return 'two-gaps';
  const [head, tail] = halves.map(groupOctets);
  if (typeof head === 'string') return head;
  if (typeof tail === 'string') return tail;
  if (head === undefined) return 'not-an-address';
  if (tail === undefined) return head.length === 16 ? Uint8Array.from(head) : 'eight-groups';
  const missing = 16 - head.length - tail.length;
  if (missing < 2) return 'eight-groups';
  return Uint8Array.from([...head, ...new Array<number>(missing).fill(0), ...tail]);
}

function groupOctets(text: string, half: number, halves: readonly string[]): number[] | AddressFault {
  const octets: number[] = [];
  if (text === '') return halves.length === 2 ? octets : 'bad-group';
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    const isLast = half === halves.length - 1 && index === groups.length - 1;
    if (isLast && group.includes('.')) {
      const dotted = ipv4Octets(group);
      if (typeof dotted === 'string') return dotted;
      octets.push(...dotted);
    } else {
      if (!/^[\da-f]{1,4}$/i.test(group)) return 'bad-group';
      const bits = Number.parseInt(group, 16);
      octets.push(bits >> 8, bits & 0xff);
    }
  }
  return octets;
}
