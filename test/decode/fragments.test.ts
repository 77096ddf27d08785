import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../src/decode/decode-frame.js';
import {
  DEFAULT_FRAGMENT_LIMITS,
  type Fragment,
  type FragmentLimits,
  Fragments,
} from '../../src/decode/fragments.js';
import { Layer } from '../../src/decode/layer.js';
import { Packet } from '../../src/decode/packet.js';
import { type ProblemCode, ProblemCounters } from '../../src/decode/problem.js';
import { concat } from '../capture/craft-capture.js';
import { type Cut, cutsOf, type FragmentOptions, ipv4Fragment, ipv6Fragment } from '../craft/fragments.js';
import {
  address,
  ethernetFrame,
  type IpFields,
  ipv4Packet,
  ipv6Packet,
  tcpHeader,
} from '../craft/headers.js';

const PAYLOAD = Uint8Array.from({ length: 100 }, (_, index) => index);
const HEADER = tcpHeader({
  sourcePort: 50000,
  destinationPort: 80,
  sequence: 1,
  acknowledgment: 1,
  flags: 0x18,
});
const SEGMENT = concat(HEADER, PAYLOAD);
const V4 = { source: address(4, 1), destination: address(4, 2), hopLimit: 61 };
const V6 = { source: address(6, 1), destination: address(6, 2), hopLimit: 61 };

/** Frames through one decoder: what each of them gave, and the problems. */
function decodeAll(frames: readonly Uint8Array[], originalLength?: number) {
  const counters = new ProblemCounters();
  const packet = new Packet(counters);
  const payloads = frames.map((frame) => {
    const length = originalLength ?? frame.length;
    if (!decodeFrame(packet, Layer.Ethernet, frame, 0, frame.length, length)) return null;
    return packet.bytes.slice(packet.payloadAt, packet.payloadAt + packet.capturedPayloadLength);
  });
  packet.fragments.finish();
  return { packet, payloads, problems: counters.list().map(({ code }) => code) };
}

describe.each([
  ['IPv4', V4, ipv4Fragment],
  ['IPv6', V6, ipv6Fragment],
] as const)('A packet of %s in fragments', (_, fields, fragmentOf) => {
  const cuts = cutsOf(SEGMENT, 40);
  const frames = cuts.map((cut) => fragmentOf(fields, cut));
  const [first, second, third] = frames as [Uint8Array, Uint8Array, Uint8Array];

  test.each([
    ['in order', [first, second, third]],
    ['the last first', [third, second, first]],
    ['the first last', [second, third, first]],
    ['with repeats', [first, first, second, second, third]],
  ])('is read in the frame that completes it: %s', (_, order) => {
    const { packet, payloads, problems } = decodeAll(order);
    expect(payloads.slice(0, -1).every((payload) => payload === null)).toBe(true);
    expect(payloads.at(-1)).toEqual(PAYLOAD);
    expect(problems).toEqual(['ip-fragment']);
    expect([packet.sourcePort, packet.destinationPort, packet.hopLimit]).toEqual([50000, 80, 61]);
    const { source, destination } = fields;
    expect(packet.bytes.slice(packet.sourceAt, packet.sourceAt + source.length)).toEqual(source);
    expect(packet.bytes.slice(packet.destinationAt, packet.destinationAt + source.length)).toEqual(
      destination,
    );
    expect([packet.payloadLength, packet.capturedPayloadLength]).toEqual([100, 100]);
  });

  test('is not read when a fragment is missing, and never by a later fragment alone', () => {
    for (const missing of [first, second, third]) {
      const { payloads, problems } = decodeAll(frames.filter((frame) => frame !== missing));
      expect(payloads).toEqual([null, null]);
      expect(problems).toEqual(['ip-fragment', 'fragments-incomplete']);
    }
  });

  test('is complete once: what comes again begins a new packet', () => {
    const { payloads, problems } = decodeAll([...frames, third]);
    expect(payloads).toEqual([null, null, PAYLOAD, null]);
    expect(problems).toEqual(['ip-fragment', 'fragments-incomplete']);
  });

  test.each<[string, FragmentOptions, FragmentOptions, boolean]>([
    ['identification', {}, { identification: 2 }, false],
    ['identification, high bits', {}, { identification: 0x101 }, false],
  ])('belongs together by %s', (_, ofFirst, ofLast, isOne) => {
    const [one, two] = cutsOf(SEGMENT, 64) as [Cut, Cut];
    const { payloads } = decodeAll([fragmentOf(fields, one, ofFirst), fragmentOf(fields, two, ofLast)]);
    expect(payloads[1] !== null).toBe(isOne);
  });

  test('whose fragments disagree keeps the octets that begin first, and says so', () => {
    const other = SEGMENT.map((octet) => octet ^ 0xff);
    const overlapping: Cut[] = [
      { offset: 64, octets: other.subarray(64), hasMore: false },
      { offset: 0, octets: SEGMENT.subarray(0, 80), hasMore: true },
    ];
    const { payloads, problems } = decodeAll(overlapping.map((cut) => fragmentOf(fields, cut)));
    expect(payloads[1]).toEqual(concat(SEGMENT.subarray(20, 80), other.subarray(80)));
    expect(problems.toSorted()).toEqual(['fragments-overlap', 'ip-fragment']);
  });

  test('without octets is no fragment', () => {
    const empty = fragmentOf(fields, { offset: 8, octets: new Uint8Array(0), hasMore: true });
    expect(decodeAll([empty]).problems.toSorted()).toEqual(['fragments-invalid', 'ip-fragment']);
  });
});

describe('Fragments of IPv4', () => {
  const PUBLIC = { source: Uint8Array.of(198, 51, 100, 1), destination: Uint8Array.of(203, 0, 113, 1) };
  const LATER_VLAN = { vlans: [20] };
  test.each<[string, IpFields, FragmentOptions, FragmentOptions, boolean]>([
    ['another protocol', V4, { protocol: 6 }, { protocol: 17 }, false],
    ['another VLAN of a private network', V4, { vlans: [10] }, LATER_VLAN, false],
    ['an untagged frame and a tagged one of a private network', V4, {}, LATER_VLAN, false],
    ['the same outer VLAN', V4, { vlans: [20, 5] }, LATER_VLAN, true],
    ['another VLAN of a public network', PUBLIC, { vlans: [10] }, LATER_VLAN, true],
  ])('belong together by addresses, identification, protocol: %s', (_, fields, ofFirst, ofLast, isOne) => {
    const [one, two] = cutsOf(SEGMENT, 64) as [Cut, Cut];
    const { payloads } = decodeAll([ipv4Fragment(fields, one, ofFirst), ipv4Fragment(fields, two, ofLast)]);
    expect(payloads[1] !== null).toBe(isOne);
  });

  test('of a protocol that never carries TCP are counted and not kept', () => {
    const frames = cutsOf(SEGMENT, 40).map((cut) => ipv4Fragment(V4, cut, { protocol: 89 }));
    expect(decodeAll(frames.slice(1)).problems).toEqual(['ip-fragment']);
  });

  test('cut by a snapshot length: of the first the TCP header is read, as in Wireshark', () => {
    const frame = ipv4Fragment(V4, cutsOf(SEGMENT, 64)[0] as Cut);
    const { packet, payloads, problems } = decodeAll([frame.subarray(0, 60)], frame.length);
    expect(payloads).toEqual([new Uint8Array(0)]);
    expect([packet.sourcePort, packet.payloadLength]).toEqual([50000, 0]);
    expect(problems).toEqual(['fragments-cut', 'ip-fragment']);
  });

  test('cut by a snapshot length: of a later one nothing is read', () => {
    const frame = ipv4Fragment(V4, cutsOf(SEGMENT, 64)[1] as Cut);
    const { payloads, problems } = decodeAll([frame.subarray(0, 60)], frame.length);
    expect(payloads).toEqual([null]);
    expect(problems).toEqual(['fragments-cut', 'ip-fragment']);
  });
});

describe('Fragments of IPv6', () => {
  test('go on with the header that the first of them names', () => {
    const [one, two] = cutsOf(SEGMENT, 64) as [Cut, Cut];
    const frames = [ipv6Fragment(V6, two, { protocol: 17 }), ipv6Fragment(V6, one, { protocol: 6 })];
    expect(decodeAll(frames).payloads).toEqual([null, PAYLOAD]);
  });

  test('may hold extension headers', () => {
    const extended = concat(Uint8Array.of(6, 0, 1, 4, 0, 0, 0, 0), SEGMENT);
    const frames = cutsOf(extended, 64).map((cut) => ipv6Fragment(V6, cut, { protocol: 60 }));
    expect(decodeAll(frames).payloads).toEqual([null, PAYLOAD]);
  });

  test('may hold fragments, but not without end', () => {
    const inner = cutsOf(SEGMENT, 64).map((cut) => ipv6Fragment(V6, cut, { identification: 7 }).subarray(54));
    const nested = inner.flatMap((octets, index) =>
      cutsOf(octets, 32).map((cut) => ipv6Fragment(V6, cut, { identification: 20 + index, protocol: 44 })),
    );
    expect(decodeAll(nested).payloads.at(-1)).toEqual(PAYLOAD);
    const chain = Uint8Array.from({ length: 20 * 8 }, (_, index) => (index % 8 === 0 ? 44 : 0));
    const endless = cutsOf(chain, 80).map((cut) => ipv6Fragment(V6, cut, { protocol: 44 }));
    expect(decodeAll(endless).problems.toSorted()).toEqual(['ip-fragment', 'too-many-layers']);
  });

  test('cut by a snapshot length are not read, as in Wireshark', () => {
    const frame = ipv6Fragment(V6, cutsOf(SEGMENT, 64)[0] as Cut);
    const { payloads, problems } = decodeAll([frame.subarray(0, 100)], frame.length);
    expect(payloads).toEqual([null]);
    expect(problems).toEqual(['fragments-cut', 'ip-fragment']);
  });
});

test('A whole packet between fragments is read where it lies', () => {
  const cuts = cutsOf(SEGMENT, 64).map((cut) => ipv4Fragment(V4, cut)) as [Uint8Array, Uint8Array];
  const whole4 = ethernetFrame(0x0800, ipv4Packet(V4, SEGMENT));
  const whole6 = ethernetFrame(0x86dd, ipv6Packet(V6, SEGMENT));
  expect(decodeAll([cuts[0], whole4, whole6, cuts[1], whole4]).payloads).toEqual([
    null,
    ...[PAYLOAD, PAYLOAD, PAYLOAD, PAYLOAD],
  ]);
});

/** Takes fragments under limits: the problem that is left, and the packets that became whole. */
function take(fragments: readonly Fragment[], limits: Partial<FragmentLimits> = {}, stepNs = 0) {
  const counters = new ProblemCounters();
  const clock = { timeNs: 0 };
  const table = new Fragments(counters, clock, { ...DEFAULT_FRAGMENT_LIMITS, ...limits });
  const whole: Uint8Array[] = [];
  for (const fragment of fragments) {
    const packet = table.take(fragment);
    if (packet !== null) whole.push(packet.bytes);
    clock.timeNs += stepNs;
  }
  return { table, whole, problems: () => counters.list() as { code: ProblemCode; count: number }[] };
}

const NO_HEADER = new Uint8Array(0);
const piece = (key: string, offset: number, length: number, hasMore = true): Fragment => ({
  key,
  header: NO_HEADER,
  offset,
  hasMore,
  nextHeader: 6,
  octets: new Uint8Array(length).fill(offset & 0xff),
});

describe('A bound', () => {
  test('on packets that wait gives up the oldest', () => {
    const { whole, problems } = take(
      [
        ...['a', 'b', 'c'].map((key) => piece(key, 0, 8)),
        ...['a', 'b', 'c'].map((key) => piece(key, 8, 8, false)),
      ],
      { datagrams: 2 },
    );
    // "a" went for "c"; its second half then pushed out "b", whose second half pushed out "c".
    expect(whole).toHaveLength(0);
    expect(problems()).toEqual([{ code: 'fragments-packets-full', count: 4 }]);
  });

  test('on octets that wait gives up the oldest', () => {
    const fragments = [piece('a', 0, 60), piece('b', 0, 60), piece('b', 60, 20, false)];
    const { whole, problems } = take(fragments, { octets: 100 });
    expect(whole).toHaveLength(1);
    expect(problems()).toEqual([{ code: 'fragments-octets-full', count: 1 }]);
  });

  test('on fragments of one packet gives the packet up', () => {
    const fragments = [0, 16, 32, 48].map((offset) => piece('a', offset, 8));
    expect(take(fragments, { fragments: 3 }).problems()).toEqual([{ code: 'fragments-too-many', count: 1 }]);
    const repeats = Array.from({ length: 100 }, () => piece('a', 0, 8));
    expect(take(repeats, { fragments: 3 }).problems()).toEqual([]);
  });

  test('on the time gives up what never became complete', () => {
    const fragments = [piece('a', 0, 8), piece('b', 0, 8), piece('a', 8, 8, false)];
    const within = take(fragments, { ageNs: 20 }, 10);
    expect([within.whole.length, within.problems()]).toEqual([1, []]);
    const beyond = take(fragments, { ageNs: 19 }, 10);
    expect([beyond.whole.length, beyond.problems()]).toEqual([0, [{ code: 'fragments-too-old', count: 1 }]]);
  });

  test('on the length of a packet leaves a fragment out', () => {
    expect(take([piece('a', 65_528, 7)]).problems()).toEqual([]);
    expect(take([piece('a', 65_528, 8)]).problems()).toEqual([{ code: 'fragments-invalid', count: 1 }]);
  });

  test('holds for 65,535 fragments of as many packets, and the rest is counted at the end', () => {
    const fragments = Array.from({ length: 65_535 }, (_, index) => piece(String(index), 0, 8));
    const { table, problems } = take(fragments);
    table.finish();
    const counted = problems().reduce((sum, { count }) => sum + count, 0);
    expect(counted).toBe(65_535);
    expect(problems().map(({ code }) => code)).toEqual(['fragments-packets-full', 'fragments-incomplete']);
  });
});

/** What Wireshark makes of fragments, octet by octet: complete when every octet below the first end that was told is there. */
function slowReassembly(fragments: readonly Fragment[]): (number | undefined)[] | null {
  const last = fragments.find(({ hasMore }) => !hasMore);
  if (last === undefined) return null;
  const length = last.offset + last.octets.length;
  const octets: (number | undefined)[] = [];
  const ordered = fragments.toSorted((a, b) => a.offset - b.offset);
  for (let at = 0; at < length; at++) {
    const holder = ordered.find(({ offset, octets }) => offset <= at && at < offset + octets.length);
    octets.push(holder?.octets[at - holder.offset]);
  }
  return octets.includes(undefined) ? null : octets;
}

const anyPiece = fc
  .record({
    offset: fc.nat({ max: 6 }),
    octets: fc.uint8Array({ minLength: 1, maxLength: 30 }),
    hasMore: fc.boolean(),
  })
  .map(({ offset, octets, hasMore }): Fragment => ({ ...piece('a', offset * 8, 1, hasMore), octets }));

test('Any fragments in any order give what an obviously correct reassembly gives, in the same moment', () => {
  let completed = 0;
  fc.assert(
    fc.property(fc.array(anyPiece, { minLength: 1, maxLength: 12 }), (fragments) => {
      const table = new Fragments(new ProblemCounters(), { timeNs: 0 });
      for (let count = 1; count <= fragments.length; count++) {
        const whole = table.take(fragments[count - 1] as Fragment);
        const expected = slowReassembly(fragments.slice(0, count));
        expect(whole === null ? null : [...whole.bytes]).toEqual(expected);
        if (whole !== null) {
          completed++;
          return;
        }
      }
    }),
    { numRuns: 1000 },
  );
  expect(completed).toBeGreaterThan(100);
});
