/**
 * Where a report goes: standard output, or a file that is there whole or not at all.
 *
 * A file is written under another name in its folder, flushed to the disk and then renamed. Nothing that exists is
 * replaced without `--force`; never an input, never what a symbolic link points to.
 */
import {
  access,
  constants,
  type FileHandle,
  link,
  lstat,
  open,
  realpath,
  rename,
  stat,
  unlink,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { isInUse, whenFree } from './file-in-use.js';
import { CliError, OutputClosed } from './io.js';

/** Characters gathered before a write. */
const WRITE_SIZE = 64 * 1024;

/** Where and how to write. */
export interface OutputTarget {
  /** Path of the file. */
  readonly path: string;
  /** Whether something that exists may be replaced. */
  readonly force: boolean;
  /** Paths that were read. */
  readonly inputs: readonly string[];
}

/** A file that is in the way, and that `--force` would replace. */
export class FileExists extends CliError {
  constructor(path: string) {
    super(2, `${path} exists; give --force to replace it`);
  }
}

/**
 * Writes to standard output, waiting where the reader is slow.
 * Throws `OutputClosed` when the reader has gone.
 */
export async function writeToStream(stream: Writable, parts: Iterable<string>): Promise<void> {
  for (const chunk of gathered(parts)) {
    await new Promise<void>((resolve, reject) => {
      stream.write(chunk, (error) => (error ? reject(asOutputError(error, stream)) : resolve()));
    });
  }
}

function asOutputError(error: NodeJS.ErrnoException, stream: Writable & { isTTY?: boolean }): Error {
  // Windows says EOF where POSIX says EPIPE; of a terminal that was closed Linux says EIO.
  const codes = [
    'EPIPE',
    'EOF',
    'ERR_STREAM_DESTROYED',
    'ECONNRESET',
    ...(stream.isTTY === true ? ['EIO'] : []),
  ];
  const isClosed = codes.includes(error.code ?? '');
  return isClosed ? new OutputClosed() : new CliError(3, `Writing the output failed: ${error.message}`);
}

/** Refuses a target before hours are spent on reading. Throws `CliError`. */
export async function checkTarget({ path, force, inputs }: OutputTarget): Promise<void> {
  await checkFolder(path);
  const existing = await lstat(path).catch(() => null);
  if (existing === null) return;
  if (existing.isSymbolicLink()) throw new CliError(2, `${path} is a symbolic link; name the file itself`);
  if (!existing.isFile()) throw new CliError(2, `${path} exists and is no file`);
  for (const input of inputs) {
    if (await isSameFile(path, input)) throw new CliError(2, `${path} is the capture ${input} itself`);
  }
  if (!force) throw new FileExists(path);
}

/** A folder in which nothing can be made is told before the reading, and without the name of a file that nobody gave. */
async function checkFolder(path: string): Promise<void> {
  if (path === '') throw new CliError(2, 'The path of the output is empty');
  const folder = dirname(path);
  const status = await stat(folder).catch((error: NodeJS.ErrnoException) => error.code);
  if (status === 'ENOENT') throw new CliError(3, `There is no folder ${folder} to write ${path} into`);
  if (typeof status === 'object' && !status.isDirectory()) throw new CliError(3, `${folder} is no folder`);
  if (!(await isWritable(folder))) throw new CliError(3, `No permission to write into the folder ${folder}`);
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch (error) {
    return !['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}

/** Writes the file whole or not at all. Throws `CliError`. */
export function writeToFile(target: OutputTarget, parts: Iterable<string>): Promise<void> {
  return writeWhole(target, gathered(parts));
}

/** The same for octets, which may come as they are made. */
export function writeOctetsToFile(target: OutputTarget, parts: AsyncIterable<Uint8Array>): Promise<void> {
  return writeWhole(target, parts);
}

async function writeWhole(
  target: OutputTarget,
  parts: Iterable<string> | AsyncIterable<Uint8Array>,
): Promise<void> {
  await checkTarget(target);
  const { path } = target;
  // Most output goes to standard output, and this takes milliseconds to load.
  const { randomBytes } = await import('node:crypto');
  // Not the whole name: with what is added to it, it may be longer than a file system allows.
  const beginning = basename(path).slice(0, 50);
  const temporary = join(dirname(path), `.${beginning}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    // 'wx': fails when the name exists, so that nobody can put a link there.
    const file = await open(temporary, 'wx', 0o600);
    try {
      for await (const part of parts) await file.writeFile(part);
      await giveUsualMode(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await checkTarget(target);
    await putInPlace(temporary, target);
  } catch (error) {
    await whenFree(() => unlink(temporary)).catch(() => {});
    if (error instanceof CliError || !isSystemError(error)) throw error;
    throw new CliError(3, `Writing ${path} failed: ${error.message}`, { cause: error });
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}

/** The mode that a file made the usual way would have. */
async function giveUsualMode(file: FileHandle): Promise<void> {
  await file.chmod(0o666 & ~process.umask());
}

/** Without `--force` a link is made and not a rename: it fails when something has come to be there meanwhile. */
async function putInPlace(temporary: string, { path, force }: OutputTarget): Promise<void> {
  if (force) return replace(temporary, path);
  try {
    await link(temporary, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new FileExists(path);
    // File systems without hard links, such as FAT.
    return replace(temporary, path);
  }
  await whenFree(() => unlink(temporary));
}

async function replace(temporary: string, path: string): Promise<void> {
  try {
    await whenFree(() => rename(temporary, path));
  } catch (error) {
    if (!isInUse(error)) throw error;
    const reason = 'another program has it open, or it is read-only';
    throw new CliError(3, `${path} cannot be replaced: ${reason}`, { cause: error });
  }
}

/** By device and inode, and by the real path where a file system numbers no files. */
async function isSameFile(a: string, b: string): Promise<boolean> {
  try {
    const [statusA, statusB] = await Promise.all([stat(a, { bigint: true }), stat(b, { bigint: true })]);
    if (statusA.ino !== 0n && statusA.ino === statusB.ino && statusA.dev === statusB.dev) return true;
    return (await realpath(a)) === (await realpath(b));
  } catch {
    return false;
  }
}

function* gathered(parts: Iterable<string>): Generator<string> {
  let text = '';
  for (const part of parts) {
    text += part;
    if (text.length < WRITE_SIZE) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
