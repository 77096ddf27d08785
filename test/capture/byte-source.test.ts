import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { ByteSource } from '../../src/capture/byte-source.js';
import { openSource } from '../../src/capture/open-source.js';
import { concat, octets } from './craft-capture.js';
import { heldArrayBytes, READS_PER_LOOK } from './held-memory.js';
import { storedBy, temporaryFolder, WAYS_IN } from './ways-in.js';

const folder = temporaryFolder();
afterAll(folder.remove);

/** Pseudo-random octets: what gzip cannot shrink much. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    return state >>> 16;
  });
}

async function drain(source: ByteSource, size = 777): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const target = new Uint8Array(size + 2);
  for (;;) {
    const count = await source.read(target, 1, size);
    if (count === 0) return concat(...parts);
    parts.push(target.slice(1, 1 + count));
  }
}

function standardInput(stored: Uint8Array) {
  return { hash: false, standardInput: Readable.from([stored], { objectMode: false }) };
}

/** What every source promises. */
describe.each(WAYS_IN)('A source that reads $name', (way) => {
  const content = noise(200_000);

  test('gives all octets in order, whatever the size of a read', async () => {
    for (const size of [1, 7, 4096, 1 << 20]) {
      const short = size === 1 ? content.subarray(0, 3000) : content;
      const { path, ...options } = way.bring(short, folder.path);
      const source = await openSource(path, { hash: false, ...options });
      expect(Buffer.from(await drain(source, size)).equals(short)).toBe(true);
      expect(source.failure).toBeNull();
      await source.abandon();
    }
  });

  test('writes nowhere but into the range that it is given', async () => {
    const { path, ...options } = way.bring(content, folder.path);
    const source = await openSource(path, { hash: false, ...options });
    const target = new Uint8Array(100);
    const count = await source.read(target, 10, 5);
    expect(count).toBeLessThanOrEqual(5);
    expect(target.subarray(0, 10)).toEqual(new Uint8Array(10));
    expect(target.subarray(15)).toEqual(new Uint8Array(85));
    await source.abandon();
  });

  test('stays at its end', async () => {
    const { path, ...options } = way.bring(octets(10), folder.path);
    const source = await openSource(path, { hash: false, ...options });
    await drain(source);
    expect(await source.read(new Uint8Array(5), 0, 5)).toBe(0);
    await source.finish();
    expect(await source.read(new Uint8Array(5), 0, 5)).toBe(0);
  });

  test('says how it is compressed, how much it has read and how much there is', async () => {
    const { path, ...options } = way.bring(content, folder.path);
    const source = await openSource(path, { hash: false, ...options });
    await drain(source);
    const stored = storedBy(way, content).length;
    expect(source.compression).toBe(way.compression);
    expect(source.bytesRead).toBe(stored);
    expect(source.bytesTotal).toBe(way.sized ? stored : null);
    expect(source.sha256).toBeNull();
    await source.finish();
  });

  test('hashes the whole stored input even when only its start was read', async () => {
    const { path, ...options } = way.bring(content, folder.path);
    const source = await openSource(path, { hash: true, ...options });
    await source.read(new Uint8Array(10), 0, 10);
    await source.finish();
    await source.finish();
    const stored = storedBy(way, content);
    expect(source.sha256).toBe(createHash('sha256').update(stored).digest('hex'));
  });

  test('can be given up before its end', async () => {
    const { path, ...options } = way.bring(noise(1_000_000), folder.path);
    const source = await openSource(path, { hash: false, ...options });
    await source.read(new Uint8Array(10), 0, 10);
    await source.abandon();
    await source.abandon();
  });
});

describe('A gzip source', () => {
  const text = new TextEncoder().encode('GET / HTTP/1.1\r\nHost: example\r\n\r\n'.repeat(300));

  test.each([
    ['several members', concat(gzipSync(text), gzipSync(text)), concat(text, text), null],
    ['an empty member', gzipSync(new Uint8Array(0)), new Uint8Array(0), null],
    ['zero padding at the end', concat(gzipSync(text), new Uint8Array(512)), text, null],
    ['a name, a comment, extra octets and a header checksum', withAllHeaderParts(text), text, null],
    ['something else behind it', concat(gzipSync(text), octets(9, 0x20)), text, 'compressed-data-broken'],
    ['something else behind its padding', concat(gzipSync(text), octets(9)), text, 'compressed-data-broken'],
    ['a wrong checksum', withOctet(gzipSync(text), -5, 0xff), text, 'compressed-data-broken'],
    ['a wrong size', withOctet(gzipSync(text), -1, 0xff), text, 'compressed-data-broken'],
  ])('with %s delivers all content', async (_name, stored, content, failure) => {
    const source = await openSource('-', standardInput(stored));
    expect(Buffer.from(await drain(source)).equals(content)).toBe(true);
    expect(source.failure?.code ?? null).toBe(failure);
  });

  test('cut off anywhere delivers a start of the content and then reports it', async () => {
    const stored = gzipSync(noise(500));
    const whole = noise(500);
    let most = 0;
    for (let cut = 2; cut < stored.length; cut++) {
      const source = await openSource('-', standardInput(stored.subarray(0, cut)));
      const content = await drain(source);
      expect(Buffer.from(content).equals(whole.subarray(0, content.length))).toBe(true);
      expect(content.length).toBeGreaterThanOrEqual(most);
      most = content.length;
      expect(source.failure?.code).toBe('compressed-data-broken');
    }
    expect(most).toBe(500);
  });

  test.each([
    ['in its first mebibyte delivers all that comes before', 200_000, 0],
    ['after a mebibyte loses at most 16 KiB of what comes before', 2_000_000, 16 * 1024],
  ])('corrupt %s', async (_name, length, mayLose) => {
    const content = noise(length);
    const stored = gzipSync(content, { level: 0 });
    const last = lastStoredBlock(stored);
    const source = await openSource('-', standardInput(withOctet(stored, last.at, 0x06)));
    const delivered = await drain(source, 1 << 16);
    expect(delivered.length).toBeGreaterThanOrEqual(last.contentBefore - mayLose);
    expect(Buffer.from(delivered).equals(content.subarray(0, delivered.length))).toBe(true);
    expect(source.failure?.code).toBe('compressed-data-broken');
  });

  test('needs bounded memory for a bomb', async () => {
    const mebibytes = gzipSync(new Uint8Array(16 << 20));
    const bomb = concat(...Array.from({ length: 16 }, () => mebibytes));
    const before = heldArrayBytes();
    const source = await openSource('-', standardInput(bomb));
    const target = new Uint8Array(64 * 1024);
    let most = 0;
    let total = 0;
    for (let count = 1, reads = 0; count > 0; total += count, reads++) {
      count = await source.read(target, 0, target.length);
      if (reads % READS_PER_LOOK === 0) most = Math.max(most, heldArrayBytes() - before);
    }
    expect(total).toBe(256 << 20);
    expect(source.failure).toBeNull();
    expect(most).toBeLessThan(32 << 20);
  });
});

/** Where the header of the last block of an uncompressed member is, and the octets of content before it. */
function lastStoredBlock(stored: Uint8Array): { at: number; contentBefore: number } {
  const view = new DataView(stored.buffer, stored.byteOffset);
  let at = 10;
  let contentBefore = 0;
  while ((view.getUint8(at) & 1) === 0) {
    const length = view.getUint16(at + 1, true);
    contentBefore += length;
    at += 5 + length;
  }
  return { at, contentBefore };
}

function withOctet(stored: Uint8Array, at: number, difference: number): Uint8Array {
  const changed = stored.slice();
  const index = at < 0 ? stored.length + at : at;
  changed[index] = (changed[index] as number) ^ difference;
  return changed;
}

function withAllHeaderParts(content: Uint8Array): Uint8Array {
  const header = Uint8Array.of(0x1f, 0x8b, 8, 0x02 | 0x04 | 0x08 | 0x10, 0, 0, 0, 0, 0, 3);
  const extra = Uint8Array.of(3, 0, 1, 2, 3);
  const names = new TextEncoder().encode('a.pcap\0about it\0');
  const plain = gzipSync(content);
  return concat(header, extra, names, Uint8Array.of(1, 2), deflateRawSync(content), plain.subarray(-8));
}
