import { describe, expect, test } from 'vitest';
import { NOT_A_PACKET } from '../../src/capture/frame-reader.js';
import { MAX_COMMENT_BYTES, MAX_COMMENTS } from '../../src/capture/pcapng-comments.js';
import { MAX_INTERFACES } from '../../src/capture/pcapng-interfaces.js';
import { type CraftOption, CraftPcapng, octets } from './craft-capture.js';
import { openOctets, readOctets } from './read-all.js';

const SECONDS = 1_600_000_000n;
const MICROSECONDS = SECONDS * 1_000_000n;
const DATA = octets(60);

/** One section, one Ethernet interface, one frame; then whatever a test adds. */
function begun(littleEndian = true): CraftPcapng {
  return new CraftPcapng().section(littleEndian).interface().enhanced(MICROSECONDS, DATA);
}

const read = (craft: CraftPcapng) => readOctets(craft.bytes());
const problemsOf = (problems: ReadonlyMap<string, number>) => Object.fromEntries(problems);

describe.each([true, false])('Timestamps of a pcapng (little-endian: %s)', (littleEndian) => {
  const whole = SECONDS * 1_000_000_000n;

  test.each([
    ['microseconds, by default', undefined, MICROSECONDS + 123_456n, whole + 123_456_000n],
    ['seconds', 0, SECONDS, whole],
    ['10^-3', 3, SECONDS * 1000n + 999n, whole + 999_000_000n],
    ['10^-7, as Windows has them', 7, SECONDS * 10_000_000n + 1_234_567n, whole + 123_456_700n],
    ['nanoseconds', 9, whole + 123_456_789n, whole + 123_456_789n],
    ['10^-10, cut to nanoseconds', 10, whole * 10n + 1_234_567_899n, whole + 123_456_789n],
    ['10^-19', 19, 2n ** 63n, 922_337_203n],
    ['10^-127', 0x7f, 2n ** 63n, 0n],
    ['2^-0', 0x80, SECONDS, whole],
    ['2^-20', 0x94, (SECONDS << 20n) + 12_345n, whole + 11_773_109n],
    ['2^-32', 0xa0, (SECONDS << 32n) + 0x80000000n, whole + 500_000_000n],
    ['2^-127', 0xff, 2n ** 63n, 0n],
  ] as const)('in units of %s are exact', async (_name, resolution, units, expected) => {
    const craft = new CraftPcapng()
      .section(littleEndian)
      .interface(resolution === undefined ? {} : { resolution })
      .enhanced(units, DATA)
      .enhanced(units, DATA);
    const { frames } = await read(craft);
    expect(frames.map((frame) => frame.timeNs)).toEqual([expected, expected]);
  });

  test.each([-5n, 0n, 3_600n])('are moved by an offset of %d seconds', async (offsetSeconds) => {
    const craft = new CraftPcapng()
      .section(littleEndian)
      .interface({ offsetSeconds })
      .enhanced(MICROSECONDS, DATA);
    const { frames } = await read(craft);
    expect(frames[0]?.timeNs).toBe(whole + offsetSeconds * 1_000_000_000n);
  });

  test('with the largest offsets and values do not stop the reading', async () => {
    const craft = new CraftPcapng().section(littleEndian);
    craft
      .interface({ offsetSeconds: -(2n ** 63n) })
      .interface({ resolution: 0, offsetSeconds: 2n ** 63n - 1n });
    craft
      .enhanced(0n, DATA)
      .enhanced(2n ** 64n - 1n, DATA, { interfaceId: 1 })
      .enhanced(1n, DATA, { interfaceId: 1 });
    const { reader } = await openOctets(craft.bytes());
    let frames = 0;
    do while (reader.next()) frames++;
    while (await reader.fill());
    expect(frames).toBe(3);
  });

  test('going back across the 32-bit words of the timestamp stay exact', async () => {
    const units = [(7n << 32n) + 5n, (6n << 32n) + 0xffffffffn, 7n << 32n, (8n << 32n) + 1n];
    const craft = new CraftPcapng().section(littleEndian).interface({ resolution: 9 });
    for (const value of units) craft.enhanced(value, DATA);
    const { frames } = await read(craft);
    expect(frames.map((frame) => frame.timeNs)).toEqual(units);
  });
});

describe('Interfaces of a pcapng', () => {
  test('have a link type, a clock and a name each', async () => {
    const craft = new CraftPcapng().section();
    craft
      .interface({ name: 'eth0', snapLength: 96 })
      .interface({ linkType: 101, resolution: 9, name: 'tun\u001b[31m' });
    craft.enhanced(SECONDS * 1_000_000_000n + 7n, DATA, { interfaceId: 1 }).enhanced(MICROSECONDS, DATA);
    const { reader, frames } = await read(craft);
    expect(frames).toMatchObject([
      { linkType: 101, interfaceId: 1, timeNs: SECONDS * 1_000_000_000n + 7n },
      { linkType: 1, interfaceId: 0, timeNs: SECONDS * 1_000_000_000n },
    ]);
    expect(reader.interfaces).toMatchObject([
      { name: 'eth0', snapLength: 96, linkType: 1 },
      { name: 'tun\u001b[31m', snapLength: 0, linkType: 101 },
    ]);
  });

  test('are counted over all sections, in either byte order', async () => {
    const craft = begun(true).section(false).interface({ linkType: 101 }).interface({ linkType: 113 });
    craft.enhanced(MICROSECONDS, DATA, { interfaceId: 1 }).section(true).interface({ linkType: 0 });
    const { reader, frames } = await read(craft.simple(DATA));
    expect(frames).toMatchObject([
      { linkType: 1, interfaceId: 0 },
      { linkType: 113, interfaceId: 2 },
      { linkType: 0, interfaceId: 3 },
    ]);
    expect(reader.interfaces).toHaveLength(4);
  });

  test('tell the frames that they dropped, the last word counting', async () => {
    const craft = begun().interface().statistics(0, 5n).statistics(0, 12n).statistics(7, 1n);
    const { reader } = await read(craft);
    expect(reader.interfaces.map((each) => each.droppedFrames)).toEqual([12, null]);
    expect(problemsOf(reader.problems)).toEqual({ 'statistics-of-unknown-interface': 1 });
  });

  test('of another section are not known', async () => {
    const { reader, frames } = await read(begun().section().enhanced(MICROSECONDS, DATA));
    expect(frames).toHaveLength(1);
    expect(reader.endedEarly).toMatchObject({ code: 'interface-unknown', frameNumber: 2 });
  });

  test('beyond the limit are counted, and their frames are kept without a packet', async () => {
    const craft = new CraftPcapng().section();
    for (let index = 0; index < MAX_INTERFACES + 2; index++) craft.interface();
    craft.enhanced(MICROSECONDS, DATA, { interfaceId: MAX_INTERFACES + 1 });
    craft.enhanced(MICROSECONDS, DATA, { interfaceId: MAX_INTERFACES - 1 });
    const { reader, frames } = await read(craft);
    expect(frames.map((frame) => frame.linkType)).toEqual([NOT_A_PACKET, 1]);
    expect(reader.interfaces).toHaveLength(MAX_INTERFACES);
    expect(problemsOf(reader.problems)).toEqual({
      'too-many-interfaces': 2,
      'frame-of-dropped-interface': 1,
    });
  });
});

describe('Simple packets of a pcapng', () => {
  test('have no time', async () => {
    const { frames } = await read(begun().simple(DATA));
    expect(frames[1]).toMatchObject({ timeNs: null, capturedLength: 60, originalLength: 60, linkType: 1 });
  });

  test('are as long as the snapshot length of interface 0 lets them be', async () => {
    const craft = new CraftPcapng().section().interface({ snapLength: 20 }).simple(octets(20), 60);
    const { frames } = await read(craft);
    expect(frames[0]).toMatchObject({ capturedLength: 20, originalLength: 60 });
  });
});

describe('Records of a pcapng that are no packets', () => {
  const sysdigHeader = new Uint8Array(24);
  test.each([
    ['a custom block', 0x0bad, octets(12), 8],
    ['a custom block not to be copied', 0x40000bad, octets(12), 8],
    ['a journal entry', 9, new TextEncoder().encode('__REALTIME_TIMESTAMP=1600000000000000\nA=b\n'), 42],
    ['a sysdig event', 0x204, sysdigHeader, 0],
  ])('such as %s are frames, as in Wireshark', async (_name, type, body, captured) => {
    const { reader, frames } = await read(begun().block(type, body).enhanced(MICROSECONDS, DATA));
    expect(frames.map((frame) => frame.linkType)).toEqual([1, NOT_A_PACKET, 1]);
    expect(frames[1]).toMatchObject({ timeNs: null, interfaceId: -1, capturedLength: captured });
    expect(problemsOf(reader.problems)).toEqual({ 'not-a-packet': 1 });
  });

  test.each([
    ['names', 4, {}],
    ['secrets', 10, {}],
    ['an unknown type', 0x77, { 'block-unknown': 1 }],
    ['a local type', 0x80000001, { 'block-unknown': 1 }],
    ['a sysdig type that tshark 4.0 does not know', 0x208, { 'block-unknown': 1 }],
  ])('such as %s are skipped', async (_name, type, problems) => {
    const { reader, frames } = await read(begun().block(type, octets(30)).enhanced(MICROSECONDS, DATA));
    expect(frames).toHaveLength(2);
    expect(problemsOf(reader.problems)).toEqual(problems);
  });
});

describe('Comments of a pcapng', () => {
  test.each([true, false])('are kept with what they are about (little-endian: %s)', async (littleEndian) => {
    const craft = new CraftPcapng().section(littleEndian, [
      [4, 'dumpcap'],
      [1, 'of the section'],
    ]);
    craft.interface({ comment: 'of the interface' }).enhanced(MICROSECONDS, DATA);
    const options: CraftOption[] = [
      [2, Uint8Array.of(0, 0, 0, 1)],
      [1, 'first'],
      [1, 'zweiter ü\0 and no more'],
    ];
    craft.enhanced(MICROSECONDS, octets(61), { options });
    const { reader } = await read(craft);
    expect(reader.comments).toEqual([
      { target: 'section', frameNumber: null, text: 'of the section' },
      { target: 'interface', frameNumber: null, text: 'of the interface' },
      { target: 'frame', frameNumber: 2, text: 'first' },
      { target: 'frame', frameNumber: 2, text: 'zweiter ü' },
    ]);
  });

  test('are limited in length', async () => {
    const options: CraftOption[] = [[1, 'x'.repeat(MAX_COMMENT_BYTES + 1)]];
    const { reader } = await read(begun().enhanced(MICROSECONDS, DATA, { options }));
    expect(reader.comments[0]?.text).toHaveLength(MAX_COMMENT_BYTES);
    expect(problemsOf(reader.problems)).toEqual({ 'comments-cut': 1 });
  });

  test('are limited in number', async () => {
    const craft = begun();
    for (let index = 0; index < MAX_COMMENTS + 3; index++) {
      craft.enhanced(MICROSECONDS, DATA, { options: [[1, 'x']] });
    }
    const { reader } = await read(craft);
    expect(reader.comments).toHaveLength(MAX_COMMENTS);
    expect(problemsOf(reader.problems)).toEqual({ 'comments-dropped': 3 });
  });

  test('in options that run out of their block are counted, and the frame is kept', async () => {
    const craft = begun().enhanced(MICROSECONDS, DATA, {
      options: [[1, 'kept']],
    });
    craft.block(6, Uint8Array.of(...new Array(20).fill(0), 1, 0, 0xff, 0xff, 1, 2, 3, 4));
    const { reader, frames } = await read(craft);
    expect(frames).toHaveLength(3);
    expect(problemsOf(reader.problems)).toEqual({ 'options-invalid': 1 });
  });
});

describe('A block of a pcapng', () => {
  const body = octets(20);
  const packet = (captured: number) => {
    const header = new Uint8Array(20 + 60);
    new DataView(header.buffer).setUint32(12, captured, true);
    return header;
  };

  test.each([
    ['a length of 0', begun().block(0x77, body, 0), 'block-length-invalid'],
    ['a length of 8', begun().block(0x77, body, 8), 'block-length-invalid'],
    ['a length over 16 MiB', begun().block(0x77, body, (16 << 20) + 1), 'block-length-invalid'],
    [
      'a section header over 1 MiB',
      begun().block(0x0a0d0d0a, sectionBody(), (1 << 20) + 4),
      'block-length-invalid',
    ],
    ['two lengths that differ', begun().block(0x77, body, 32, 36), 'block-trailer-mismatch'],
    ['a packet longer than the block', begun().block(6, packet(61)), 'block-length-invalid'],
    ['a packet over 262,144 octets', begun().enhanced(0n, new Uint8Array(262_145)), 'record-too-long'],
    ['too few octets for a packet', begun().block(6, octets(16)), 'block-length-invalid'],
    ['too few octets for an interface', begun().block(1, octets(4)), 'block-length-invalid'],
    [
      'too few octets for a section',
      begun().block(0x0a0d0d0a, sectionBody().subarray(0, 8)),
      'block-length-invalid',
    ],
    [
      'an interface that was never described',
      begun().enhanced(0n, DATA, { interfaceId: 5 }),
      'interface-unknown',
    ],
    ['an interface never described, obsolete form', begun().obsolete(0n, DATA, 5), 'interface-unknown'],
    ['a simple packet cut below the snapshot length', begun().simple(DATA, 100), 'block-length-invalid'],
    ['a section of version 2', begun().section(true, [], [2, 0]), 'section-header-invalid'],
    ['a section without byte-order magic', begun().block(0x0a0d0d0a, octets(16)), 'section-header-invalid'],
  ])('with %s ends the reading there, as in tshark', async (_name, craft, code) => {
    const { reader, frames } = await read(craft.enhanced(MICROSECONDS, DATA));
    expect(frames).toHaveLength(1);
    expect(reader.endedEarly).toMatchObject({ code, frameNumber: 2, atOffset: begun().bytes().length });
  });

  test('whose length leaves out the padding is read, as in tshark, and counted', async () => {
    const craft = begun().block(0x77, octets(5), 17).enhanced(MICROSECONDS, DATA);
    const { reader, frames } = await read(craft);
    expect(frames).toHaveLength(2);
    expect(problemsOf(reader.problems)).toEqual({ 'block-unknown': 1, 'block-length-unaligned': 1 });
  });

  test('of 16 MiB is read', async () => {
    const { reader, frames } = await read(
      begun()
        .block(0x77, new Uint8Array((16 << 20) - 12))
        .simple(DATA),
    );
    expect(frames).toHaveLength(2);
    expect(reader.endedEarly).toBeNull();
  });

  test('that is a section of an unknown minor version is read and counted', async () => {
    const { reader, frames } = await read(begun().section(true, [], [1, 5]).interface().simple(DATA));
    expect(frames).toHaveLength(2);
    expect(problemsOf(reader.problems)).toEqual({ 'version-unusual': 1 });
  });
});

describe('The first section header of a pcapng', () => {
  test('of version 2 is refused', async () => {
    const craft = new CraftPcapng().section(true, [], [2, 0]);
    await expect(openOctets(craft.bytes())).rejects.toMatchObject({ code: 'bad-header' });
  });

  test('that is cut off is refused', async () => {
    const craft = new CraftPcapng().section();
    await expect(openOctets(craft.bytes().subarray(0, 27))).rejects.toMatchObject({ code: 'bad-header' });
  });
});

function sectionBody(): Uint8Array {
  return new CraftPcapng().section().bytes().subarray(8, 24);
}
