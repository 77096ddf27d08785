/** Addresses, times, nearest words, completion. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ipv4Text, ipv6Text } from '../../src/diagnosis/address-text.js';
import { addressValue, endpointValue } from '../../src/filter/address-value.js';
import { completeFilter } from '../../src/filter/complete.js';
import { nearestOf } from '../../src/filter/nearest.js';
import { timeTest, timeValue } from '../../src/filter/time-value.js';

describe('addresses', () => {
  test.each([
    ['010.1.1.1', 'leading-zero'],
    ['1.1.1.00', 'leading-zero'],
    ['256.1.1.1', 'octet-range'],
    ['1.1.1.1111', 'octet-range'],
    ['1.1.1', 'four-octets'],
    ['1.1.1.1.1', 'four-octets'],
    ['1..1.1', 'four-octets'],
    ['0x7f.1.1.1', 'not-an-address'],
    ['2130706433', 'not-an-address'],
    ['1.1.1.1/33', 'prefix-range'],
    ['1.1.1.1/08', 'prefix-range'],
    ['1.1.1.1/', 'prefix-range'],
    ['1.1.1.1/24/2', 'not-an-address'],
    ['::/129', 'prefix-range'],
    [':::', 'bad-group'],
    ['1::2::3', 'two-gaps'],
    ['1:2:3:4:5:6:7', 'eight-groups'],
    ['1:2:3:4:5:6:7:8:9', 'eight-groups'],
    ['1:2:3:4:5:6:7::8', 'eight-groups'],
    ['12345::', 'bad-group'],
    ['fe80::1%eth0', 'zone'],
    ['::1.2.3', 'four-octets'],
    ['::01.2.3.4', 'leading-zero'],
    ['1.2.3.4::', 'bad-group'],
    ['g::', 'not-an-address'],
    ['1.1.1.1:80', 'port-unwanted'],
    ['', 'not-an-address'],
  ])('%s is refused: %s', (text, fault) => {
    expect(addressValue(text)).toBe(fault);
  });

  test.each([
    ['[::1', 'bracket'],
    ['[::1]80', 'bracket'],
    ['[1.1.1.1]:80', 'not-an-address'],
    ['1.1.1.1:65536', 'port-range'],
    ['1.1.1.1:080', 'port-range'],
    ['10.0.0.0/8:80', 'port-of-prefix'],
    ['host:80', 'not-an-address'],
    ['80', 'not-an-address'],
  ])('%s is no endpoint: %s', (text, fault) => {
    expect(endpointValue(text)).toBe(fault);
  });

  test('an address that is written and read is the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffffffff }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (four, six) => {
          const v4 = addressValue(ipv4Text(four));
          expect(typeof v4 === 'object' && new DataView(v4.octets.buffer).getUint32(0)).toBe(four);
          const v6 = addressValue(ipv6Text(six));
          expect(typeof v6 === 'object' && [...v6.octets]).toEqual([...six]);
        },
      ),
    );
  });

  test('a prefix and a port are kept', () => {
    expect(endpointValue('10.1.2.3/22')).toMatchObject({ isIpv6: false, prefixLength: 22, port: null });
    expect(endpointValue('[2001:db8::1]:443')).toMatchObject({ isIpv6: true, prefixLength: 128, port: 443 });
    expect(endpointValue('::ffff:192.0.2.1')).toMatchObject({ isIpv6: true });
  });
});

describe('times', () => {
  const EPOCH = Date.UTC(2026, 10, 21, 23, 59, 0) / 1000;
  const at = (text: string) => Date.parse(text) * 1e6 - EPOCH * 1e9;
  const passes = (
    operator: 'in' | '<' | '<=' | '>' | '>=',
    from: string,
    to: string | null,
    when: string,
  ) => {
    const [first, last] = [timeValue(from), to === null ? null : timeValue(to)];
    if (first === null) throw new Error(from);
    return timeTest(operator, first, last, EPOCH)(at(when));
  };

  test.each([
    ['in', '23:59', null, '2026-11-21T23:59:59.999Z', true],
    ['in', '23:59', null, '2026-11-22T00:00:00Z', false],
    ['in', '23:59', '00:01', '2026-11-22T00:01:30Z', true],
    ['in', '23:59', '00:01', '2026-11-22T00:02:00Z', false],
    ['in', '00:00', '00:01', '2026-11-23T00:01:59Z', true],
    ['>', '2026-11-21', null, '2026-11-21T23:59:59Z', false],
    ['>', '2026-11-21', null, '2026-11-22T00:00:00Z', true],
    ['<=', '2026-11-22T00:00Z', null, '2026-11-22T00:00:59Z', true],
    ['<', '2026-11-22t00:00:00.5z', null, '2026-11-22T00:00:00.499Z', true],
    ['>=', '2026-11-22 00:00:00.5', null, '2026-11-22T00:00:00.499Z', false],
    ['<', '2026-11-22', null, '2026-11-20T00:00:00Z', true],
  ] as const)('%s %s..%s: %s is %s', (operator, from, to, when, expected) => {
    expect(passes(operator, from, to, when)).toBe(expected);
  });

  test.each([
    '9',
    '24:00',
    '09:60',
    '09:22:60',
    '2026-02-30',
    '2026-13-01',
    '09:22+02:00',
    '2026-11-21T',
    'noon',
  ])('%s is none', (text) => expect(timeValue(text)).toBeNull());

  test('without a clock in the capture no time passes', () => {
    const value = timeValue('09:22');
    expect(value !== null && timeTest('in', value, null, null)(0)).toBe(false);
  });
});

test.each([
  ['statos', 'status'],
  ['retarns', 'retrans'],
  ['server.prot', 'server.port'],
  ['x', null],
  ['completely', null],
])('the nearest to %s is %s', (typed, nearest) => {
  expect(nearestOf(typed, ['status', 'state', 'retrans', 'server', 'server.port'])).toBe(nearest);
});

describe('completion', () => {
  const offered = (text: string) => {
    const { start, end, items } = completeFilter(text, text.length);
    return { replaced: text.slice(start, end), first: items.slice(0, 3).map((item) => item.text) };
  };

  test.each([
    ['', '', ['finding', 'sev', 'severity']],
    ['finding:any && ser', 'ser', ['server', 'server.port', 'server.pkts']],
    ['(sta', 'sta', ['start', 'state', 'status']],
    ['statos', 'statos', ['status']],
    ['sev>=', '', ['critical', 'high', 'medium']],
    ['sev>= m', 'm', ['medium']],
    ['sev in {high, ', '', ['critical', 'high', 'medium']],
    ['sev in {high..', '', ['critical', 'high', 'medium']],
    ['state not in {rst', 'rst', ['RSTO', 'RSTR', 'RSTOS0']],
    ['finding:h', 'h', ['httpsys-503', 'health-check-reset', 'half-open-probe']],
    ['has:ret', 'ret', ['retrans', 'tcp.analysis.retransmission']],
    ['end==rst by ser', 'ser', []],
    ['status ', '', ['==', '!=', '<']],
    ['tls ', '', ['==', '!=', '&&']],
    ['status>=500 ', '', ['&&', '||']],
    ['(status>=500) ', '', ['&&', '||']],
    ['host=="op', '', []],
    ['dur>', '', ['1s']],
  ])('%s', (text, replaced, first) => {
    const found = offered(text);
    expect({ ...found, first: [...found.first].sort() }).toEqual({ replaced, first: [...first].sort() });
  });

  test('says what a field is', () => {
    expect(completeFilter('ttf', 3).items).toEqual([
      { text: 'ttfb', kind: 'field', doc: 'From the end of a request to the first octet of its response.' },
    ]);
  });

  test('only what stands before the caret counts', () => {
    expect(completeFilter('sta && rst', 3)).toMatchObject({ start: 0, end: 3 });
  });
});
