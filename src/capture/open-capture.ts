/**
 * The way in: a path (or standard input) in, a reader of its frames out.
 *
 * The format is told from the first octets, never from the name, so that pipes and compressed files work alike. What cannot be
 * read ends in a `CaptureError` that names the octets seen and says what to do.
 */
import type { Readable } from 'node:stream';
import type { TimeBase } from '../bytes/time.js';
import type { ByteSource } from './byte-source.js';
import { CaptureError } from './capture-error.js';
import type { FrameReader } from './frame-reader.js';
import { openNetmon } from './netmon.js';
import { looksLikeNetmon } from './netmon-header.js';
import { openPcapng } from './open-pcapng.js';
import { cannotRead, openSource, STANDARD_INPUT } from './open-source.js';
import { looksLikePcap, openPcap } from './pcap.js';
import { looksLikePcapng } from './pcapng-section.js';
import { ReadWindow } from './read-window.js';
import { looksLikeSnoop, openSnoop } from './snoop.js';
import { RECOGNITION_BYTES, whyNotReadable } from './unreadable-formats.js';

/** How a capture is opened. */
export interface OpenOptions {
  /** Shared by all files of one capture, and with their survey (`Survey.timeBase`): otherwise times have no date. */
  readonly timeBase: TimeBase;
  /** Whether `sha256` is wanted; `close` then reads the whole input. */
  readonly hash: boolean;
  /** What `-` stands for; the program's standard input where absent. */
  readonly standardInput?: Readable;
  /** Ends a FIFO where it is, as if its writer had closed it. */
  readonly stop?: AbortSignal;
}

interface Format {
  readonly name: string;
  /** Whether an input that begins with these octets (any number of them) is of this format. */
  readonly recognises: (first: Uint8Array) => boolean;
  /** Makes the reader; the first octets are in the window. May throw `CaptureError`. */
  readonly open: (window: ReadWindow, timeBase: TimeBase) => Promise<FrameReader>;
}

/** The formats that are read. A new one is a row here. */
const FORMATS: readonly Format[] = [
  { name: 'pcap', recognises: looksLikePcap, open: openPcap },
  { name: 'pcapng', recognises: looksLikePcapng, open: openPcapng },
  { name: 'snoop', recognises: looksLikeSnoop, open: openSnoop },
  { name: 'Network Monitor', recognises: looksLikeNetmon, open: openNetmon },
];

/**
 * Opens a capture file, FIFO or device; `-` is standard input. gzip and zstd are decompressed on the way.
 * Throws `CaptureError` with any code but those of a set of files.
 */
export async function openCapture(path: string, options: OpenOptions): Promise<FrameReader> {
  return openCaptureFrom(await openSource(path, options), path, options.timeBase);
}

/**
 * The same for octets that come from elsewhere, such as the output of a capture program.
 * @param name what the input is called in errors.
 * @param windowBytes size of the read window to begin with.
 */
export async function openCaptureFrom(
  source: ByteSource,
  name: string,
  timeBase: TimeBase,
  windowBytes?: number,
): Promise<FrameReader> {
  const window = new ReadWindow(source, windowBytes);
  try {
    return await (await recognise(window, name)).open(window, timeBase);
  } catch (error) {
    await source.abandon();
    throw error;
  }
}

async function recognise(window: ReadWindow, name: string): Promise<Format> {
  // One read after the other, so that a live pipe is recognised as soon as its file header has come.
  for (;;) {
    const first = window.bytes.subarray(window.at, window.end);
    const format = FORMATS.find((candidate) => candidate.recognises(first));
    if (format !== undefined) return format;
    if (first.length >= RECOGNITION_BYTES || !(await window.fill(RECOGNITION_BYTES))) break;
  }
  throw whyUnrecognised(window, name);
}

function whyUnrecognised(window: ReadWindow, path: string): CaptureError {
  const { compression, failure } = window.source;
  if (failure?.code === 'read-failed') return cannotRead(path, failure.message);
  const name = path === STANDARD_INPUT ? 'Standard input' : path;
  if (failure !== null) {
    return new CaptureError(
      'bad-header',
      `${name} is ${compression}, but only ${window.available} octets can be read from it: ${failure.message}`,
      `Test it with \`${compression} -t\` and copy it again.`,
    );
  }
  if (window.available > 0) return whyNotReadable(name, window.bytes.subarray(window.at, window.end));
  return new CaptureError(
    'empty',
    `${name} is empty`,
    'Check that the capture program was running and was allowed to capture.',
  );
}
