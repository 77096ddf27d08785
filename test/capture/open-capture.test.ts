import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { TimeBase } from '../../src/bytes/time.js';
import { CaptureError } from '../../src/capture/capture-error.js';
import { openCapture } from '../../src/capture/open-capture.js';
import { explained, isPipeOfWindows } from '../../src/capture/open-source.js';
import { concat, craftPcap, craftPcapng, octets } from './craft-capture.js';
import { craftNetmon } from './craft-netmon.js';
import { craftSnoop } from './craft-snoop.js';
import { zstdStored } from './craft-zstd.js';
import { openOctets } from './read-all.js';
import { temporaryFolder, WAYS_IN } from './ways-in.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const text = (content: string) => new TextEncoder().encode(content);
const open = (path: string, standardInput?: Readable) =>
  openCapture(path, { timeBase: new TimeBase(), hash: false, ...(standardInput && { standardInput }) });

/** The first octets of an event trace: no magic, but a buffer type and the marker of its first event. */
function etl(version: number): Uint8Array {
  const start = new Uint8Array(200).fill(0x11);
  start.set([4, 0], 0x36);
  start.set([version, 0xc0], 0x4a);
  return start;
}

describe('Opening what is not a capture', () => {
  test.each([
    [
      'a NetScaler trace',
      concat(octets(3), text('NetScaler V20 Performance Data\0'), octets(60)),
      'unsupported-format',
      /NetScaler trace/,
      /-traceformat PCAP/,
    ],
    ['a cut snoop header', craftSnoop([]).subarray(0, 15), 'bad-header', /15/, /again/],
    ['a cut Network Monitor header', craftNetmon([]).subarray(0, 71), 'bad-header', /71/, /again/],
    ['an event trace of 64 bits', etl(2), 'unsupported-format', /ETL/, /pktmon etl2pcap/],
    ['an event trace of 32 bits', etl(1), 'unsupported-format', /ETL/, /etl2pcapng/],
    ['a modified pcap', Uint8Array.of(0x34, 0xcd, 0xb2, 0xa1), 'unsupported-format', /modified/, /editcap/],
    [
      'a modified pcap, big-endian',
      Uint8Array.of(0xa1, 0xb2, 0xcd, 0x34),
      'unsupported-format',
      /modified/,
      /editcap/,
    ],
    ['lz4', Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 1), 'unsupported-format', /lz4/, /Decompress it first/],
    ['xz', Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), 'unsupported-format', /xz/, /Decompress it first/],
    ['bzip2', text('BZh91AY'), 'unsupported-format', /bzip2/, /Decompress it first/],
    ['a ZIP archive', Uint8Array.of(0x50, 0x4b, 3, 4, 0), 'unsupported-format', /ZIP/, /Unpack/],
    ['a hex dump', text('0000  d4 c3 b2 a1 02 00 04 00\n'), 'not-a-capture', /hex dump/, /text2pcap/],
    [
      'a hex dump with colons',
      text('00000000: d4c3 b2a1 0200 0400\n'),
      'not-a-capture',
      /hex dump/,
      /text2pcap/,
    ],
    [
      'text',
      text('10:00:00.1 IP 10.0.0.1.80 > 10.0.0.2.1024: Flags [R]\n'),
      'not-a-capture',
      /text/,
      /tcpdump -w/,
    ],
    ['anything else', Uint8Array.of(1, 2, 3, 0xff), 'not-a-capture', /01 02 03 ff/, /capinfos/],
    ['one octet', Uint8Array.of(0xd4), 'not-a-capture', /d4/, /capinfos/],
    ['nothing', new Uint8Array(0), 'empty', /empty/, /capture program/],
    ['a cut pcap header', craftPcap([]).subarray(0, 23), 'bad-header', /23/, /again/],
    [
      'a section header without byte order',
      concat(Uint8Array.of(10, 13, 13, 10), octets(80)),
      'bad-header',
      /magic/,
      /again/,
    ],
    ['gzip of nothing', gzipSync(new Uint8Array(0)), 'empty', /empty/, /capture program/],
    ['gzip of text', gzipSync(text('hello')), 'not-a-capture', /text/, /tcpdump -w/],
    ['zstd of nothing', zstdStored(new Uint8Array(0)), 'empty', /empty/, /capture program/],
    ['zstd of text', zstdStored(text('hello')), 'not-a-capture', /text/, /tcpdump -w/],
    ['zstd that is broken', zstdStored(craftPcap([])).subarray(0, 12), 'bad-header', /zstd/, /zstd -t/],
    ['gzip that is broken', gzipSync(craftPcap([])).subarray(0, 12), 'bad-header', /gzip/, /gzip -t/],
  ])('says that it is %s, and what to do', async (_name, stored, code, message, advice) => {
    for (const way of WAYS_IN.filter((each) => each.compression === null)) {
      const { path, standardInput } = way.bring(stored, folder.path);
      const error = await open(path, standardInput).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(CaptureError);
      expect(error).toMatchObject({
        code,
        message: expect.stringMatching(message),
        advice: expect.stringMatching(advice),
      });
    }
  });

  test('that is not there', async () => {
    await expect(open(join(folder.path, 'none.pcap'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(open(join(folder.path, 'none', 'none.pcap'))).rejects.toMatchObject({ code: 'not-found' });
  });

  test('that is a directory', async () => {
    await expect(open(folder.path)).rejects.toMatchObject({ code: 'is-directory' });
  });

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('that may not be read', async () => {
    const path = join(folder.path, 'secret.pcap');
    writeFileSync(path, craftPcap([]));
    chmodSync(path, 0);
    await expect(open(path)).rejects.toMatchObject({ code: 'no-permission' });
  });

  test('that another program keeps to itself, as Windows says it', () => {
    const error = Object.assign(new Error('EBUSY: resource busy or locked, open'), { code: 'EBUSY' });
    expect(explained('a.pcap', error)).toMatchObject({
      code: 'read-failed',
      message: 'Another program keeps a.pcap to itself',
    });
  });

  test.each([
    ['\\\\.\\pipe\\capture', 'win32', true],
    ['//./PIPE/capture', 'win32', true],
    ['\\\\?\\pipe\\capture', 'win32', true],
    ['\\\\server\\pipe\\lb.pcap', 'win32', false],
    ['C:\\pipe\\lb.pcap', 'win32', false],
    ['\\\\.\\pipe\\capture', 'linux', false],
  ])('that is a named pipe of Windows: %s on %s, %s', (path, platform, isPipe) => {
    expect(isPipeOfWindows(path, platform)).toBe(isPipe);
  });

  test('that breaks while its first octets are read', async () => {
    const failing = new Readable({ read: () => failing.destroy(new Error('EIO: i/o error, read')) });
    await expect(open('-', failing)).rejects.toMatchObject({
      code: 'read-failed',
      message: expect.stringContaining('EIO'),
    });
  });
});

test('A live pipe is recognised as soon as its header has come', async () => {
  const stream = new Readable({ read() {} });
  stream.push(craftPcap([]));
  const reader = await open('-', stream);
  expect(reader.format).toBe('pcap');
  expect(reader.next()).toBe(false);
  await reader.close();
});

test('A stream that breaks later is read up to there', async () => {
  const pcap = craftPcap([{ timeNs: 0n, data: octets(60) }]);
  let reads = 0;
  const stream = new Readable({
    read() {
      if (reads++ === 0) this.push(concat(pcap, octets(5)));
      else this.destroy(new Error('EIO'));
    },
  });
  const reader = await open('-', stream);
  expect(reader.next()).toBe(true);
  expect(reader.next()).toBe(false);
  expect(await reader.fill()).toBe(false);
  expect(reader.endedEarly).toMatchObject({ code: 'read-failed', frameNumber: 2, actualBytes: 5 });
});

describe('Any octets', () => {
  const frames = [
    { timeNs: 1_700_000_000_000_000_000n, data: octets(60) },
    { timeNs: 1_700_000_001_000_000_000n, data: octets(33) },
    { timeNs: 1_700_000_001_000_000_000n, data: octets(100) },
  ];
  const starts = [
    craftPcap(frames),
    craftPcap(frames, { littleEndian: false, nanoseconds: true }),
    craftPcapng(frames),
    craftPcapng(frames, false),
    craftSnoop(frames),
    craftNetmon(frames),
    craftNetmon(frames, { version: [2, 0], firstAt: 0x48 }),
    craftNetmon(frames, { version: [1, 1] }),
  ];
  const hostile = [0, 1, 3, 4, 7, 8, 11, 12, 0x7f, 0x80, 0xfe, 0xff];

  /** Reads to the end; anything but a CaptureError at the start or an early end is a failure of the test. */
  async function survive(stored: Uint8Array, isPlaced: boolean): Promise<void> {
    try {
      const { reader } = await openOctets(stored, { windowBytes: 64, isPlaced });
      let steps = 0;
      do {
        while (reader.next()) {
          const { at, capturedLength, bytes } = reader.frame;
          expect(at + capturedLength).toBeLessThanOrEqual(bytes.length);
          expect(++steps).toBeLessThan(1000);
        }
      } while (await reader.fill());
      await reader.close();
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
    }
  }

  test('with one octet changed to a hostile value are read or refused, never worse', async () => {
    for (const start of starts) {
      for (let at = 0; at < start.length; at++) {
        for (const value of hostile) {
          const mutated = start.slice();
          mutated[at] = value;
          await survive(mutated, value % 2 === 0);
        }
      }
    }
  });

  test('with pieces changed, doubled and taken out are read or refused, never worse', async () => {
    let state = 12345;
    const random = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state % below;
    };
    for (let round = 0; round < 4000; round++) {
      let mutated: Uint8Array = (starts[random(starts.length)] as Uint8Array).slice();
      for (let change = random(4); change >= 0; change--) {
        const from = random(mutated.length);
        const to = Math.min(mutated.length, from + random(40));
        const kind = random(3);
        if (kind === 0) mutated = concat(mutated.subarray(0, from), mutated.subarray(to));
        else if (kind === 1) mutated = concat(mutated.subarray(0, to), mutated.subarray(from));
        else
          for (let at = from; at < Math.min(to, from + 4); at++)
            mutated[at] = hostile[random(hostile.length)] as number;
        if (mutated.length === 0) mutated = octets(1);
      }
      await survive(mutated, round % 2 === 0);
    }
  });
});
