/**
 * Several files of one capture, such as the ring buffer that `tcpdump -C` or `dumpcap -b` leaves.
 * In: the paths as given. Out: the same paths in the order in which they were captured. One file is open at a time.
 */
import { realpathSync, type StatsBase, statSync } from 'node:fs';
import { TimeBase } from '../bytes/time.js';
import { CaptureError } from './capture-error.js';
import { openCapture } from './open-capture.js';
import { STANDARD_INPUT } from './open-source.js';

/** Most files of one set. */
export const MAX_FILES = 65_535;

/** Frames looked at for one that carries a time. */
const PEEKED_FRAMES = 1000;

/**
 * The paths ordered by the time of each file's first frame. Files of equal time, and files without frames, keep their
 * places. A single path is returned unopened.
 * Throws `CaptureError`: 'too-many-files', 'pipe-not-alone' (standard input or a FIFO among several), 'same-file-twice',
 * and whatever `openCapture` throws for a file of the set.
 */
export async function orderByFirstFrame(paths: readonly string[]): Promise<string[]> {
  if (paths.length <= 1) return [...paths];
  refuseTooMany(paths);
  refusePipes(paths);
  refuseTwins(paths);
  const timeBase = new TimeBase();
  const dated: { path: string; place: number; timeNs: number }[] = [];
  for (const [place, path] of paths.entries()) {
    const timeNs = await firstTimeNs(path, timeBase);
    if (timeNs !== null) dated.push({ path, place, timeNs });
  }
  const ordered = [...paths];
  const byTime = dated.toSorted((a, b) => a.timeNs - b.timeNs);
  for (const [index, { place }] of dated.entries()) {
    ordered[place] = (byTime[index] as (typeof byTime)[number]).path;
  }
  return ordered;
}

async function firstTimeNs(path: string, timeBase: TimeBase): Promise<number | null> {
  const reader = await openCapture(path, { timeBase, hash: false });
  try {
    let looked = 0;
    do {
      while (reader.next()) {
        if (!Number.isNaN(reader.frame.timeNs)) return reader.frame.timeNs;
        if (++looked >= PEEKED_FRAMES) return null;
      }
    } while (await reader.fill());
    return null;
  } finally {
    await reader.close();
  }
}

function refuseTooMany(paths: readonly string[]): void {
  if (paths.length <= MAX_FILES) return;
  throw new CaptureError(
    'too-many-files',
    `${paths.length} files were given; at most ${MAX_FILES} are read as one capture`,
    'Join them first with `mergecap -a`.',
  );
}

function refusePipes(paths: readonly string[]): void {
  const pipe = paths.find(isPipe);
  if (pipe === undefined) return;
  throw new CaptureError(
    'pipe-not-alone',
    `${pipe === STANDARD_INPUT ? 'Standard input' : pipe} cannot be read together with other files`,
    'A pipe can be read only once: write it to a file first, or give it alone.',
  );
}

/** Whether a path can be read only once: standard input, a FIFO, a device. */
export function isPipe(path: string): boolean {
  if (path === STANDARD_INPUT) return true;
  const status = statOf(path);
  return status !== null && !status.isFile() && !status.isDirectory();
}

function refuseTwins(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const identity = identityOf(path);
    const twin = identity === null ? undefined : seen.get(identity);
    if (twin !== undefined) {
      throw new CaptureError(
        'same-file-twice',
        `${twin} and ${path} are the same file`,
        'Give every file once: its frames would be counted twice.',
      );
    }
    if (identity !== null) seen.set(identity, path);
  }
}

/** Device and inode, or the real path on file systems that number no files; null for a file that is not there. */
function identityOf(path: string): string | null {
  const status = statOf(path);
  if (status === null) return null;
  return status.ino === 0n ? realpathSync(path) : `${status.dev}:${status.ino}`;
}

/** Null for a path that cannot be looked at: opening it will say why. */
function statOf(path: string): StatsBase<bigint> | null {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return null;
  }
}
