/** Inputs compressed with zstd. What only the program `zstd` can make is in `test/tools/zstd.test.ts`. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { XxHash64 } from '../../src/capture/xxhash64.js';
import { ScriptDecompressor, zstdDecompressor } from '../../src/capture/zstd-decompressor.js';
import { looksLikeZstd } from '../../src/capture/zstd-header.js';
import { ZstdSource } from '../../src/capture/zstd-source.js';
import { concat, octets } from './craft-capture.js';
import { skippableFrame, storedBlocks, zstdFrame, zstdStored } from './craft-zstd.js';
import { heldArrayBytes, READS_PER_LOOK } from './held-memory.js';
import { MemorySource } from './read-all.js';

/** `zstd -19 --check` 1.5.4 of `REQUESTS`. */
const COMPRESSED = Buffer.from(
  'KLUv/WTMCbUGAEKNIhaATRtQmMEC5nmYwYoru7t7h+TENHBCN1vHh4qJaruYt5VX9s9+fVzLPL09d/bq0j2aHXLqFdd4NePafKrdHZtz+9fc43fb4rui4Rmu5FXlxbaz/b2+vvr9Nba8vUPFZ2Yn6uptrvHx+w0EQMA8ErRUzLCoKXKEgpoiBAg+nEgUBREW0ywSISjGEUmoEZBgfv/P0JfmEthB4M8V/A7B/AGjGXeisBlMgNQECBozS0JaAswoQJKOiCadpESlBSFbfJEhJO/fjkw35rORlaP8F76prAJZdtiG',
  'base64',
);
const REQUESTS = Buffer.from(
  Array.from(
    { length: 60 },
    (_, i) => `GET /page${(i * 7919) % 1000} HTTP/1.1\r\nHost: host${i % 13}.example\r\n\r\n`,
  ).join(''),
);
const TEXT = Buffer.from('GET / HTTP/1.1\r\n\r\n'.repeat(20_000));
const RLE = { type: 1, size: 100_000, body: octets(1, 0x61) };
const RLE_TEXT = Buffer.alloc(100_000, 0x61);
const NOTHING = Buffer.alloc(0);

/** The decompressor in JavaScript is tested where Node.js has its own, too. */
const ENGINES = [
  ['this Node.js', zstdDecompressor],
  ['JavaScript', (frame) => new ScriptDecompressor(frame)],
] as const satisfies readonly (readonly [string, typeof zstdDecompressor])[];

/** All that a source delivers, and how it ends. */
async function read(stored: Uint8Array, engine: typeof zstdDecompressor) {
  const source = new ZstdSource(new MemorySource(stored), engine);
  const parts: Uint8Array[] = [];
  for (;;) {
    const part = new Uint8Array(100_000);
    const count = await source.read(part, 0, part.length);
    if (count === 0) break;
    parts.push(part.subarray(0, count));
  }
  await source.finish();
  return { content: Buffer.concat(parts), failure: source.failure };
}

function flipped(stored: Uint8Array, at: number, bits = 0x01): Uint8Array {
  const changed = Uint8Array.from(stored);
  changed[at < 0 ? stored.length + at : at] = (stored.at(at) as number) ^ bits;
  return changed;
}

describe.each(ENGINES)('zstd, decompressed by %s', (_, engine) => {
  const stored = zstdStored(TEXT);
  const behind = 'something follows the compressed data';
  const corrupt = 'the compressed data is corrupt';
  const cut = 'the compressed data is cut off';
  const invalid = 'a zstd frame has an invalid header';

  test.each<[string, Uint8Array, Buffer, string | null]>([
    ['one frame', COMPRESSED, REQUESTS, null],
    [
      'several frames',
      concat(COMPRESSED, stored, COMPRESSED),
      Buffer.concat([REQUESTS, TEXT, REQUESTS]),
      null,
    ],
    ['an empty frame', zstdStored(NOTHING), NOTHING, null],
    ['a frame that does not tell its size', zstdFrame(storedBlocks(TEXT)), TEXT, null],
    ['a block that repeats an octet', zstdFrame([RLE, RLE]), Buffer.alloc(200_000, 0x61), null],
    ['tiny blocks', zstdFrame(storedBlocks(TEXT.subarray(0, 99), 1)), TEXT.subarray(0, 99), null],
    [
      'an empty last block',
      zstdFrame([RLE, { type: 0, size: 0, body: NOTHING }]),
      Buffer.alloc(100_000, 0x61),
      null,
    ],
    [
      'frames to be skipped around it',
      concat(
        skippableFrame(octets(70_000)),
        COMPRESSED,
        skippableFrame(NOTHING),
        skippableFrame(octets(9), 15),
      ),
      REQUESTS,
      null,
    ],
    ['only frames to be skipped', skippableFrame(octets(3)), NOTHING, null],
    ['something else behind it', concat(COMPRESSED, octets(9)), REQUESTS, behind],
    ['too little behind it for a frame', concat(COMPRESSED, octets(3)), REQUESTS, cut],
    [
      'a frame to be skipped that is cut',
      concat(COMPRESSED, skippableFrame(octets(9)).subarray(0, 12)),
      REQUESTS,
      cut,
    ],
    ['a wrong checksum', flipped(COMPRESSED, -1), REQUESTS, corrupt],
    ['a size that is too large', zstdStored(TEXT, { contentBytes: TEXT.length + 1 }), TEXT, corrupt],
    ['a size that is too small', zstdStored(REQUESTS, { contentBytes: 5 }), REQUESTS, corrupt],
    ['a size of 4 GiB', zstdStored(REQUESTS, { contentBytes: 0xffffffff }), REQUESTS, corrupt],
    ['a dictionary', zstdStored(TEXT, { dictionary: 7 }), NOTHING, 'the compressed data needs a dictionary'],
    ['reserved bits', zstdStored(TEXT, { descriptor: 0x08 }), NOTHING, invalid],
    [
      'a window of 3.75 TiB',
      zstdStored(TEXT, { window: 0xff }),
      NOTHING,
      expect.stringMatching(/needs \d{13} octets/),
    ],
    [
      'a block of a reserved type',
      zstdFrame([{ type: 3, size: 0, body: NOTHING }]),
      NOTHING,
      'a zstd block has an invalid header',
    ],
    [
      'a block larger than 128 KiB',
      zstdFrame([{ ...RLE, size: 131_073 }]),
      NOTHING,
      'a zstd block has an invalid header',
    ],
    [
      'a block that is no block',
      zstdFrame([RLE, { type: 2, size: 9, body: octets(9, 0xff) }]),
      RLE_TEXT,
      corrupt,
    ],
  ])('with %s delivers all content before the end or the fault', async (_name, input, content, message) => {
    const result = await read(input, engine);
    expect(result.content.equals(content)).toBe(true);
    if (message === null) expect(result.failure).toBeNull();
    else expect(result.failure).toEqual({ code: 'compressed-data-broken', message });
  });

  test('cut off anywhere delivers a start of the content and then says so', async () => {
    const whole = REQUESTS.subarray(0, 300);
    const blocks = zstdFrame(storedBlocks(whole, 50));
    let most = 0;
    for (let length = 0; length < blocks.length; length++) {
      const { content, failure } = await read(blocks.subarray(0, length), engine);
      expect(content.equals(whole.subarray(0, content.length))).toBe(true);
      expect(content.length).toBeGreaterThanOrEqual(most);
      most = content.length;
      expect(failure?.message).toBe(cut);
    }
    expect(most).toBeGreaterThanOrEqual(whole.length - 50);
  });

  test('with any octet changed never passes off other content as whole', async () => {
    for (let at = 4; at < COMPRESSED.length; at++) {
      const { content, failure } = await read(flipped(COMPRESSED, at, 1 << (at % 8)), engine);
      expect(failure !== null || content.equals(REQUESTS), `octet ${at}`).toBe(true);
    }
  });

  test('needs bounded memory for a bomb', async () => {
    const bomb = zstdFrame(Array.from({ length: 1000 }, () => ({ ...RLE, size: 128 * 1024 })));
    const before = heldArrayBytes();
    const source = new ZstdSource(new MemorySource(bomb), engine);
    const target = new Uint8Array(64 * 1024);
    let most = 0;
    let total = 0;
    for (let count = 1, reads = 0; count > 0; total += count, reads++) {
      count = await source.read(target, 0, target.length);
      if (reads % READS_PER_LOOK === 0) most = Math.max(most, heldArrayBytes() - before);
    }
    expect([total, source.failure]).toEqual([1000 * 128 * 1024, null]);
    expect(most).toBeLessThan(32 << 20);
  });

  test('may be given up while it is decompressed', async () => {
    const source = new ZstdSource(new MemorySource(COMPRESSED), engine);
    const reading = source.read(new Uint8Array(10), 0, 10);
    await source.abandon();
    expect(await reading).toBeLessThanOrEqual(10);
    expect(await source.read(new Uint8Array(10), 0, 10)).toBe(0);
  });

  test('octets of any kind end as a fault and not otherwise', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (body) => {
        const input = zstdFrame([{ type: 2, size: body.length, body }, RLE]);
        const { failure } = await read(input, engine);
        expect([null, corrupt]).toContain(failure?.message ?? null);
      }),
      { numRuns: 200 },
    );
  });
});

test('zstd is told from the first four octets', () => {
  expect(looksLikeZstd(COMPRESSED)).toBe(true);
  expect(looksLikeZstd(skippableFrame(NOTHING, 15))).toBe(true);
  expect(looksLikeZstd(COMPRESSED.subarray(0, 3))).toBe(false);
  expect(looksLikeZstd(Uint8Array.of(0x60, 0x2a, 0x4d, 0x18))).toBe(false);
});

describe('xxHash', () => {
  const hash = (...pieces: Uint8Array[]) => {
    const xx = new XxHash64();
    for (const piece of pieces) xx.add(piece);
    return xx.low;
  };

  // The first two are of the xxHash project; the last is the checksum that zstd wrote.
  test.each([
    ['', 0x51d8e999],
    ['abc', 0xad770999],
    [REQUESTS.toString(), COMPRESSED.readUInt32LE(COMPRESSED.length - 4)],
  ])('of %j', (text, low) => {
    expect(hash(Buffer.from(text))).toBe(low);
  });

  test('does not depend on how the octets come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), fc.nat(200), (bytes, one, other) => {
        const [a, b] = [Math.min(one, other), Math.max(one, other)];
        expect(hash(bytes.subarray(0, a), bytes.subarray(a, b), bytes.subarray(b))).toBe(hash(bytes));
      }),
    );
  });
});
