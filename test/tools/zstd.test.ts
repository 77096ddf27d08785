/** Captures as the program `zstd` compresses them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ScriptDecompressor, zstdDecompressor } from '../../src/capture/zstd-decompressor.js';
import { ZstdSource } from '../../src/capture/zstd-source.js';
import { MemorySource } from '../capture/read-all.js';
import { runCli } from '../cli/run-cli.js';

const hasZstd = spawnSync('zstd', ['--version']).status === 0;
if (!hasZstd) console.log('Skipped: zstd, which is not installed (apt install zstd)');

const CAPTURE = readFileSync('captures/clean-http.pcap');
/** Text and noise by turns, so that all kinds of blocks come up. */
const MIXED = Buffer.concat(
  Array.from({ length: 40 }, (_, turn) =>
    turn % 3 === 2
      ? Buffer.from(Uint8Array.from({ length: 90_000 }, (__, i) => Math.imul(i + turn, 0x9e3779b1) >>> 11))
      : CAPTURE,
  ),
);
const OPTIONS: readonly (readonly string[])[] = [
  ['-1'],
  ['-3', '--no-check'],
  ['-19', '-T2', '--rsyncable'],
  ['--ultra', '-22'],
  ['-3', '--long=27'],
  ['-3', '--no-content-size'],
  ['--fast=5'],
];

function compressed(content: Uint8Array, options: readonly string[]): Buffer {
  return execFileSync('zstd', ['-q', '-c', ...options], {
    input: content,
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

async function read(stored: Uint8Array, engine: typeof zstdDecompressor): Promise<Buffer> {
  const source = new ZstdSource(new MemorySource(stored), engine);
  const parts: Uint8Array[] = [];
  for (let count = 1; count > 0; ) {
    const part = new Uint8Array(65_536);
    count = await source.read(part, 0, part.length);
    parts.push(part.subarray(0, count));
  }
  expect(source.failure).toBeNull();
  return Buffer.concat(parts);
}

describe.skipIf(!hasZstd)('What zstd compressed is read', () => {
  test.each(OPTIONS)('with %s %s', async (...options) => {
    for (const content of [CAPTURE, MIXED]) {
      const stored = compressed(content, options);
      expect((await read(stored, zstdDecompressor)).equals(content)).toBe(true);
      const script = await read(stored, (frame) => new ScriptDecompressor(frame));
      expect(script.equals(content)).toBe(true);
    }
  });

  test('and gives the report of the capture itself', async () => {
    const lines = async (input: Uint8Array) => (await runCli(['flows', '-', '--json'], { input })).stdout;
    const plain = await lines(CAPTURE);
    expect(plain.length).toBeGreaterThan(1000);
    expect(await lines(compressed(CAPTURE, ['-9']))).toBe(plain);
  });
});
