import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Compression } from '../../src/capture/byte-source.js';
import { zstdStored } from './craft-zstd.js';

/** A path to open, with what `-` stands for. */
interface Opened {
  readonly path: string;
  readonly standardInput?: Readable;
}

/** A way in which the same octets can reach the program. */
export interface WayIn {
  readonly name: string;
  readonly compression: Compression | null;
  /** Whether the stored size is known beforehand. */
  readonly sized: boolean;
  readonly bring: (octets: Uint8Array, folder: string) => Opened;
}

let counter = 0;

function fresh(folder: string): string {
  return join(folder, `input-${counter++}`);
}

function asFile(octets: Uint8Array, folder: string): Opened {
  const path = fresh(folder);
  writeFileSync(path, octets);
  return { path };
}

function asFifo(octets: Uint8Array, folder: string): Opened {
  const path = fresh(folder);
  spawnSync('mkfifo', [path]);
  const writer = createWriteStream(path);
  // A reader that stops early breaks the pipe: that is its right.
  writer.on('error', () => {});
  writer.end(octets);
  return { path };
}

function asStandardInput(octets: Uint8Array): Opened {
  return { path: '-', standardInput: Readable.from(chunksOf(octets, 1000), { objectMode: false }) };
}

function* chunksOf(octets: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size);
}

const PLAIN: readonly WayIn[] = [
  { name: 'a path', compression: null, sized: true, bring: asFile },
  { name: 'a FIFO', compression: null, sized: false, bring: asFifo },
  { name: 'standard input', compression: null, sized: false, bring: asStandardInput },
];

/** How octets are stored by each compression. */
const COMPRESS = { gzip: gzipSync, zstd: zstdStored } as const;

/** What a way in stores of octets. */
export function storedBy({ compression }: WayIn, octets: Uint8Array): Uint8Array {
  return compression === null ? octets : COMPRESS[compression](octets);
}

function compressed(way: WayIn, compression: Compression): WayIn {
  return {
    name: `${compression} from ${way.name}`,
    compression,
    sized: way.sized,
    bring: (octets, folder) => way.bring(COMPRESS[compression](octets), folder),
  };
}

function fifosExist(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'tcpdx-fifo-'));
  const made = spawnSync('mkfifo', [join(folder, 'try')]).status === 0;
  rmSync(folder, { recursive: true });
  if (!made) console.log('FIFOs are not tested: there is no mkfifo here');
  return made;
}

const available = fifosExist() ? PLAIN : PLAIN.filter((way) => way.name !== 'a FIFO');

/** Every way in that this machine has, plain and compressed. */
export const WAYS_IN: readonly WayIn[] = [
  ...available,
  ...available.map((way) => compressed(way, 'gzip')),
  ...available.map((way) => compressed(way, 'zstd')),
];

/** A folder that is removed after the tests; call in `beforeAll`/`afterAll`. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'tcpdx-capture-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
