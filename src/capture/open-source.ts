import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { ByteSource, StoredSource } from './byte-source.js';
import { CaptureError } from './capture-error.js';
import { FileSource } from './file-source.js';
import { looksLikeGzip } from './gzip-header.js';
import { StreamSource } from './stream-source.js';
import { looksLikeZstd, MAGIC_BYTES } from './zstd-header.js';

/** The path that stands for standard input. */
export const STANDARD_INPUT = '-';

/** How an input is opened. */
export interface SourceOptions {
  /** Whether to compute the SHA-256 of the input as stored; `finish` then reads all of it. */
  readonly hash: boolean;
  /** What `-` stands for; the program's standard input where absent. */
  readonly standardInput?: Readable;
  /** Ends a FIFO where it is, as if its writer had closed it. Files are not waited for: who reads them need not go on. */
  readonly stop?: AbortSignal;
}

/**
 * Opens a path, or standard input, and decompresses it when it is gzip or zstd.
 * Throws `CaptureError`: 'not-found', 'no-permission', 'is-directory', 'not-a-capture' (a terminal), 'read-failed'.
 */
export async function openSource(path: string, options: SourceOptions): Promise<ByteSource> {
  const plain = path === STANDARD_INPUT ? openStandardInput(options) : await openPath(path, options);
  const stored = options.hash ? await hashed(plain) : plain;
  const first = await stored.peek(MAGIC_BYTES);
  if (stored.failure !== null) {
    await stored.abandon();
    throw cannotRead(path, stored.failure.message);
  }
  return decompressed(stored, first);
}

// What most inputs do not need takes milliseconds to load: node:crypto, node:zlib, node:net.

async function hashed(source: StoredSource): Promise<StoredSource> {
  const { HashedSource } = await import('./hashed-source.js');
  return new HashedSource(source);
}

async function decompressed(source: StoredSource, first: Uint8Array): Promise<ByteSource> {
  if (looksLikeGzip(first)) {
    const { GzipSource } = await import('./gzip-source.js');
    return new GzipSource(source);
  }
  if (looksLikeZstd(first)) {
    const { ZstdSource } = await import('./zstd-source.js');
    return new ZstdSource(source);
  }
  return source;
}

async function fifo(path: string, stop?: AbortSignal): Promise<Readable> {
  const { fifoStream } = await import('./fifo-stream.js');
  return fifoStream(path, stop);
}

/** The error for an input that cannot be read at all. */
export function cannotRead(path: string, reason: string): CaptureError {
  return new CaptureError(
    'read-failed',
    `Reading ${path === STANDARD_INPUT ? 'standard input' : path} failed: ${reason}`,
    'Copy the file to a local disk and read the copy.',
  );
}

function openStandardInput(options: SourceOptions): StoredSource {
  if (options.standardInput !== undefined) return new StreamSource(options.standardInput);
  if (!process.stdin.isTTY) return new StreamSource(process.stdin);
  throw new CaptureError(
    'not-a-capture',
    'Standard input is a terminal, not a capture',
    'Pipe a capture in, for example `tcpdump -U -w - | …`, or name a file.',
  );
}

async function openPath(path: string, { stop }: SourceOptions): Promise<StoredSource> {
  // To look whether it is there would be taken by its writer for the reader that it waits for.
  if (isPipeOfWindows(path, process.platform)) throw isNamedPipe(path);
  try {
    const status = statSync(path);
    if (status.isDirectory()) throw isDirectory(path);
    if (status.isFile()) return new FileSource(path);
    // Opening a FIFO waits for its writer: only streams do that off this thread.
    return new StreamSource(status.isFIFO() ? await fifo(path, stop) : createReadStream(path));
  } catch (error) {
    throw error instanceof CaptureError ? error : explained(path, error);
  }
}

/** Whether a path is in the folder of the named pipes of Windows. */
export function isPipeOfWindows(path: string, platform: string): boolean {
  return platform === 'win32' && /^[\\/]{2}[.?][\\/]pipe[\\/]/i.test(path);
}

/** The error for what the system says when a file cannot be opened. */
export function explained(path: string, error: unknown): CaptureError {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return notFound(path, error);
    case 'EACCES':
    case 'EPERM':
      return new CaptureError(
        'no-permission',
        `No permission to read ${path}`,
        'Change the permissions of the file, or run as a user who may read it.',
        { cause: error },
      );
    case 'EISDIR':
      return isDirectory(path);
    case 'EBUSY':
      return new CaptureError(
        'read-failed',
        `Another program keeps ${path} to itself`,
        'End the recording, or close the file there.',
        { cause: error },
      );
    default:
      return cannotRead(path, error instanceof Error ? error.message : String(error));
  }
}

function notFound(path: string, cause: unknown): CaptureError {
  if (path === '') {
    const advice = 'Check the command: a variable in it may be empty.';
    return new CaptureError('not-found', 'The name of a file is empty', advice, { cause });
  }
  // Node.js puts it in the place of octets of an argument that are no UTF-8: the file has another name.
  const advice = path.includes('\ufffd')
    ? 'Octets of its name are no UTF-8, which cannot be opened by name: rename it, or give it as standard input (-).'
    : 'Check the spelling of the path.';
  return new CaptureError('not-found', `There is no file ${path}`, advice, { cause });
}

function isNamedPipe(path: string): CaptureError {
  return new CaptureError(
    'read-failed',
    `${path} is a named pipe, which is not read by its name`,
    'Give its octets as standard input (-), or let its writer write a file.',
  );
}

function isDirectory(path: string): CaptureError {
  return new CaptureError('is-directory', `${path} is a directory`, 'Name the capture files in it.');
}
