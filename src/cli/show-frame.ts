/** `tcpdx show FILE… --frame N`: walks to a frame without decoding those in front of it, and shows it. */
import { TimeBase } from '../bytes/time.js';
import { orderByFirstFrame } from '../capture/capture-set.js';
import type { EarlyEnd, FrameReader } from '../capture/frame-reader.js';
import { openCapture } from '../capture/open-capture.js';
import type { ReaderProblem } from '../capture/reader-problem.js';
import { packetTree } from '../closeup/tree/packet-tree.js';
import { type PacketDocument, packetDocumentText, packetJson } from '../report/packet.js';
import { earlyEndSentence } from '../view/early-end-text.js';
import { inputText } from '../view/input-text.js';
import { counted } from '../view/number.js';
import { problemText } from '../view/problem-text.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { CliError, type Io } from './io.js';
import { type OutputOptions, outputOf } from './output-options.js';
import { packageVersion } from './version.js';

/** Options of `tcpdx show --frame`. */
export interface ShowFrameOptions extends OutputOptions {
  /** From 1, over all files. */
  readonly frame: number;
  readonly json?: boolean;
  readonly showSecrets?: boolean;
}

/** What was found on the way to a frame. */
interface Found {
  /** Null when the capture has fewer frames. */
  readonly document: PacketDocument | null;
  /** Frames in all files, where the frame was not found. */
  readonly frames: number;
  /** Codes of what the readers could not keep of it. */
  readonly problems: readonly ReaderProblem[];
  /** Files that broke off before the frame was found. */
  readonly damages: readonly { readonly path: string; readonly end: EarlyEnd }[];
}

/**
 * Shows one frame. Throws `CaptureError` for a file that cannot be read, `CliError` for a frame that is not there.
 * Reads up to the frame only: damage behind it is not noticed.
 */
export async function showFrame(
  files: readonly string[],
  options: ShowFrameOptions,
  io: Io,
): Promise<ExitCode> {
  const output = outputOf(options, files, io);
  await output.check();
  const { document, frames, damages, problems } = await findFrame(files, options.frame, io);
  for (const { path, end } of damages) {
    io.stderr.write(`tcpdx: ${inputText(path, 2000)}: ${earlyEndSentence(end)}\n`);
  }
  if (document === null) {
    const message = `there is no frame ${options.frame}: the capture has ${counted(frames, 'frame')}`;
    if (damages.length === 0) throw new CliError(2, message);
    io.stderr.write(`tcpdx: ${message} that can be read\n`);
    return EXIT.damaged;
  }
  for (const code of problems) io.stderr.write(`tcpdx: ${problemText(code)}\n`);
  const secrets = options.showSecrets === true ? 'shown' : 'masked';
  await output.write([
    options.json === true
      ? packetJson(document, secrets, packageVersion())
      : packetDocumentText(document, secrets),
  ]);
  return damages.length > 0 ? EXIT.damaged : EXIT.done;
}

/** Walks to a frame. Throws `CaptureError` for a file that cannot be read. */
export async function findFrame(
  files: readonly string[],
  number: number,
  io: Pick<Io, 'stdin'>,
): Promise<Found> {
  const timeBase = new TimeBase();
  const damages: { path: string; end: EarlyEnd }[] = [];
  let before = 0;
  for (const path of await orderByFirstFrame(files)) {
    const standardInput = io.stdin === undefined ? {} : { standardInput: io.stdin };
    const reader = await openCapture(path, { timeBase, hash: false, ...standardInput });
    try {
      const walked = await walk(reader, number - before);
      const isThere = walked === number - before;
      if (reader.endedEarly !== null) damages.push({ path, end: reader.endedEarly });
      if (isThere) {
        const document = documentOf(path, reader, timeBase, number, walked);
        return { document, frames: number, problems: lossesOf(reader), damages };
      }
      before += walked;
    } finally {
      await reader.close();
    }
  }
  return { document: null, frames: before, problems: [], damages };
}

/** A comment on the frame may be among those that were not kept. */
function lossesOf({ problems }: FrameReader): ReaderProblem[] {
  return (['comments-dropped', 'comments-cut'] as const).filter((code) => problems.has(code));
}

/** Advances to the frame, or to the end. Returns how many frames were passed, the last one counted. */
async function walk(reader: FrameReader, wanted: number): Promise<number> {
  let frames = 0;
  do {
    while (reader.next()) {
      if (++frames === wanted) return frames;
    }
  } while (await reader.fill());
  return frames;
}

function documentOf(
  path: string,
  reader: FrameReader,
  timeBase: TimeBase,
  number: number,
  numberInFile: number,
): PacketDocument {
  const { frame } = reader;
  const { linkType, originalLength, timeNs, fileOffset, interfaceId } = frame;
  const octets = frame.bytes.slice(frame.at, frame.at + frame.capturedLength);
  const comments = reader.comments.filter((comment) => comment.frameNumber === numberInFile);
  return {
    number,
    file: path,
    numberInFile,
    fileOffset,
    epochSeconds: timeBase.epochSeconds,
    timeNs,
    linkType,
    originalLength,
    interfaceIndex: interfaceId < 0 ? null : interfaceId,
    interfaceName: reader.interfaces[interfaceId]?.name ?? null,
    comments: comments.map(({ text }) => text),
    octets,
    tree: packetTree({ octets, linkType, originalLength }),
  };
}
