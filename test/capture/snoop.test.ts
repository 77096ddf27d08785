import { describe, expect, test } from 'vitest';
import { foreignLinkType } from '../../src/capture/frame-reader.js';
import { octets } from './craft-capture.js';
import { craftSnoop } from './craft-snoop.js';
import { openOctets, readOctets } from './read-all.js';

const TIME_NS = 1_700_000_000_123_456_000n;

describe('Datalink types of snoop', () => {
  test.each([
    ['IEEE 802.3', 0, 1],
    ['token ring', 2, 6],
    ['Ethernet', 4, 1],
    ['FDDI', 8, 10],
    ['other', 9, 0],
    ['software loopback', 14, 0],
    ['Fibre Channel', 16, 122],
    ['classical IP over ATM', 18, 123],
    ['ipnet', 0x80000005, 226],
    ['HDLC, which has no LINKTYPE', 5, foreignLinkType(5)],
    ['InfiniBand, whose header is not that of LINKTYPE 242', 26, foreignLinkType(26)],
    ['an IPv4 tunnel', 0x80000001, foreignLinkType(0x80000001)],
    ['one that nobody assigned', 0xffffffff, foreignLinkType(0xffffffff)],
  ])('%s', async (_name, datalinkType, linkType) => {
    const { frames, reader } = await readOctets(
      craftSnoop([{ timeNs: TIME_NS, data: octets(4) }], { datalinkType }),
    );
    expect(frames).toMatchObject([{ linkType, interfaceId: 0 }]);
    expect(reader.interfaces).toMatchObject([{ linkType }]);
  });
});

describe('A record of snoop', () => {
  test('may be cut and may be padded as its writer likes', async () => {
    const first = { timeNs: TIME_NS, data: octets(8), captured: 3, originalLength: 60 };
    const { frames, reader } = await readOctets(craftSnoop([first, { timeNs: TIME_NS, data: octets(5) }]));
    expect(frames).toMatchObject([
      { capturedLength: 3, originalLength: 60, data: '000102' },
      { capturedLength: 5, originalLength: 5, data: '0001020304' },
    ]);
    expect(reader.endedEarly).toBeNull();
  });

  test('tells how many packets were lost before it; 0 tells nothing', async () => {
    const record = { timeNs: TIME_NS, data: octets(4) };
    const none = await readOctets(craftSnoop([record, record]));
    expect(none.reader.interfaces).toMatchObject([{ droppedFrames: null }]);
    const some = await readOctets(craftSnoop([record, { ...record, drops: 3 }, { ...record, drops: 12 }]));
    expect(some.reader.interfaces).toMatchObject([{ droppedFrames: 12 }]);
  });

  test('that was captured beyond its length on the wire is kept and counted', async () => {
    const { frames, reader } = await readOctets(
      craftSnoop([{ timeNs: TIME_NS, data: octets(8), originalLength: 4 }]),
    );
    expect(frames).toMatchObject([{ capturedLength: 8, originalLength: 4 }]);
    expect(reader.problems.get('captured-beyond-original-length')).toBe(1);
  });

  test.each([
    ['with a captured length beyond all frames', { captured: 262_145 }, 'record-too-long', 262_169],
    ['with a length on the wire beyond all frames', { originalLength: 262_145 }, 'record-too-long', 28],
    ['that is longer than any', { recordBytes: 0xffffffff }, 'record-too-long', 0xffffffff],
    ['that is shorter than its header and octets', { recordBytes: 27 }, 'record-length-invalid', 28],
    ['of length 0', { recordBytes: 0 }, 'record-length-invalid', 28],
  ])('%s ends the reading', async (_name, wrong, code, requiredBytes) => {
    const sound = { timeNs: TIME_NS, data: octets(4) };
    const { frames, reader } = await readOctets(craftSnoop([sound, { ...sound, ...wrong }, sound]));
    expect(frames).toHaveLength(1);
    expect(reader.endedEarly).toEqual({ atOffset: 44, frameNumber: 2, code, requiredBytes, actualBytes: 24 });
  });
});

describe('A snoop file', () => {
  test.each([
    [1, 'bad-header', /version 1/],
    [3, 'unsupported-format', /Surveyor/],
    [5, 'unsupported-format', /Surveyor/],
    [6, 'bad-header', /version 6/],
  ])('of version %i is refused', async (version, code, message) => {
    await expect(openOctets(craftSnoop([], { version }))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test('that ends inside its header is refused', async () => {
    for (let length = 8; length < 16; length++) {
      await expect(openOctets(craftSnoop([]).subarray(0, length))).rejects.toMatchObject({
        code: 'bad-header',
        message: expect.stringContaining(`${length}`),
      });
    }
  });
});
