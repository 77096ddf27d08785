/**
 * A surveyed capture, or some flows of it, as a pcapng with evidence and notes as comments of the frames.
 */
import { absoluteNs } from '../bytes/time.js';
import { type Frame, mayHaveComments, NOT_A_PACKET } from '../capture/frame-reader.js';
import { NOTE_PREFIX } from '../capture/pcapng-comments.js';
import { frameBlock, interfaceBlock, sectionBlock } from '../capture/pcapng-writer.js';
import { FlowFrames } from '../closeup/flow-frames.js';
import type { CaptureFacts, FileFacts } from '../diagnosis/diagnosis.js';
import { type AnnotatedCapture, FrameComments } from '../report/frame-comments.js';
import type { CaptureFiles } from './capture-files.js';
import type { Pace } from './pace.js';
import { packageVersion } from './version.js';

/** Octets gathered before a write. */
const WRITE_SIZE = 256 * 1024;
const FRAMES_PER_STEP = 256;
const LARGEST_LINK_TYPE = 0xffff;

/** What is written. */
export interface CaptureExport {
  readonly files: CaptureFiles;
  readonly capture: CaptureFacts;
  readonly annotated: AnnotatedCapture;
  /** Numbers of flows whose rows are kept; null for all frames, whatever they carry. */
  readonly flows: readonly number[] | null;
}

/** What was written, once all was. */
export interface WrittenCounts {
  frames: number;
  comments: number;
  /** Frames that no pcapng can hold: records that are no packets, and media that have no number of their own. */
  leftOut: number;
}

/** The file in pieces. Throws what `CaptureFiles.openAt` throws, and `Superseded`. @param counts are counted up */
export async function* captureOctets(
  what: CaptureExport,
  counts: WrittenCounts,
  pace: Pace,
): AsyncGenerator<Uint8Array> {
  const pieces = new Pieces();
  const firstInterface = writeHead(what, pieces);
  const frames = new ChosenFrames(what, counts, firstInterface);
  const chosen = await chooserOf(what, pace);
  let frameNumber = chosen === null ? what.files.firstFrame : chosen.first;
  const last = chosen === null ? what.capture.frames : chosen.last;
  while (frameNumber <= last) {
    const placed = await what.files.openAt(frameNumber, pace);
    if (placed === null) break;
    const { reader, file } = placed;
    const numberInFile = placed.framesBeforeInFile + 1 - frameNumber;
    if (mayHaveComments(reader)) reader.takeComments();
    try {
      do {
        while (frameNumber <= last && reader.next()) {
          const own = mayHaveComments(reader) ? reader.takeComments() : [];
          if (chosen === null || chosen.has(reader.frame, frameNumber)) {
            const texts = own
              .filter((it) => it.frameNumber === frameNumber + numberInFile)
              .map((it) => it.text);
            const block = frames.blockOf(reader.frame, frameNumber, file, texts);
            if (block !== null) pieces.push(block);
          }
          frameNumber++;
          if (pieces.length >= WRITE_SIZE) yield pieces.take();
          if (frameNumber % FRAMES_PER_STEP === 0 && pace.isDue) await pace.rest();
        }
      } while (frameNumber <= last && (await reader.fill()));
    } finally {
      await reader.close();
    }
  }
  yield pieces.take();
}

/** Writes what comes before the frames. Returns the index of each file's first interface. */
function writeHead({ capture }: CaptureExport, pieces: Pieces): number[] {
  const ofSource = capture.files.flatMap(({ comments }) =>
    comments.filter(({ target }) => target !== 'frame').map(({ text }) => text),
  );
  pieces.push(sectionBlock(`tcpdx ${packageVersion()}`, ofSource));
  // Readers that believe a limit would refuse frames that are longer.
  const isLimitBroken = capture.problems.some(({ code }) => code === 'captured-beyond-snap-length');
  const firstInterface: number[] = [];
  let count = 0;
  for (const { interfaces } of capture.files) {
    firstInterface.push(count);
    count += interfaces.length;
    for (const { linkType, snapLength, name } of interfaces) {
      const written = linkType > LARGEST_LINK_TYPE ? 0 : linkType;
      pieces.push(interfaceBlock({ linkType: written, snapLength: isLimitBroken ? 0 : snapLength, name }));
    }
  }
  return firstInterface;
}

/** Null for all frames. Where packets came in fragments, the capture is read once more to know which frames they were in. */
async function chooserOf(what: CaptureExport, pace: Pace): Promise<FlowFrames | null> {
  const { flows, files, capture } = what;
  if (flows === null) return null;
  const chosen = new FlowFrames(files.survey, flows);
  if (!capture.problems.some(({ code }) => code === 'ip-fragment')) return chosen;
  for (const file of files.paths.keys()) {
    const reader = await files.open(file);
    let frameNumber = files.places.framesBeforeFile(file);
    try {
      do {
        while (frameNumber < chosen.last && reader.next()) {
          chosen.lookAhead(reader.frame, ++frameNumber);
          if (frameNumber % FRAMES_PER_STEP === 0 && pace.isDue) await pace.rest();
        }
      } while (frameNumber < chosen.last && (await reader.fill()));
    } finally {
      await reader.close();
    }
  }
  return chosen;
}

/** Frames → blocks. */
class ChosenFrames {
  private readonly what: CaptureExport;
  private readonly counts: WrittenCounts;
  private readonly firstInterface: readonly number[];
  private readonly comments: FrameComments;
  private readonly isTold: (flow: number) => boolean;
  private lastTimeNs: number;

  constructor(what: CaptureExport, counts: WrittenCounts, firstInterface: readonly number[]) {
    this.what = what;
    this.counts = counts;
    this.firstInterface = firstInterface;
    this.comments = new FrameComments(what.annotated);
    const wanted = what.flows === null ? null : new Set(what.flows);
    this.isTold = wanted === null ? () => true : (flow) => wanted.has(flow);
    this.lastTimeNs = what.capture.firstTimeNs ?? 0;
  }

  /** Null for a frame that cannot be written. */
  blockOf(frame: Frame, frameNumber: number, file: number, ofSource: readonly string[]): Uint8Array | null {
    const { capture } = this.what;
    const facts = capture.files[file] as FileFacts;
    // A frame without a time was captured after the one in front of it, as in the survey.
    if (!Number.isNaN(frame.timeNs)) this.lastTimeNs = frame.timeNs;
    const ours = this.comments.of(frameNumber, this.isTold);
    const isWritable =
      frame.linkType !== NOT_A_PACKET &&
      frame.linkType <= LARGEST_LINK_TYPE &&
      facts.interfaces[frame.interfaceId]?.linkType === frame.linkType;
    if (!isWritable) {
      this.counts.leftOut++;
      return null;
    }
    // A note that was read with the file is among ours, as it is now.
    const kept = ofSource.filter((text) => !text.startsWith(NOTE_PREFIX) && !ours.includes(text));
    this.counts.frames++;
    this.counts.comments += ours.length;
    return frameBlock({
      interfaceIndex: (this.firstInterface[file] as number) + frame.interfaceId,
      timeNs: unsigned(absoluteNs(capture.epochSeconds ?? 0, this.lastTimeNs)),
      octets: frame.bytes.subarray(frame.at, frame.at + frame.capturedLength),
      originalLength: frame.originalLength,
      comments: [...kept, ...ours],
    });
  }
}

/** A pcapng has no times before 1970. */
function unsigned(timeNs: bigint): bigint {
  return timeNs < 0n ? 0n : timeNs;
}

/** Octets gathered to pieces of a useful size. */
class Pieces {
  length = 0;
  private blocks: Uint8Array[] = [];

  push(block: Uint8Array): void {
    this.blocks.push(block);
    this.length += block.length;
  }

  take(): Uint8Array {
    const piece = Buffer.concat(this.blocks);
    this.blocks = [];
    this.length = 0;
    return piece;
  }
}
