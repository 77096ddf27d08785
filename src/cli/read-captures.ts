import type { Readable } from 'node:stream';
import { orderByFirstFrame } from '../capture/capture-set.js';
import type { FrameReader } from '../capture/frame-reader.js';
import { openCapture } from '../capture/open-capture.js';
import type { FileFacts } from '../diagnosis/diagnosis.js';
import { Survey, type SurveyOptions } from '../survey/survey.js';
import { bytesOf, FilesProgress } from './files-progress.js';

/** How captures are read. */
export interface ReadOptions {
  /** Whether the SHA-256 of every file is wanted. */
  readonly hash: boolean;
  /** What `-` stands for; the program's standard input where absent. */
  readonly standardInput?: Readable | undefined;
  /** Whether checksums are looked at; not where absent. */
  readonly checksums?: boolean;
  readonly onEvict?: SurveyOptions['onEvict'];
  /** Asked after every window of octets, so that others get their turn; false ends the reading as if the input ended there. */
  readonly goOn?: (survey: Survey) => Promise<boolean>;
  /** Told how far the reading is, over all files. */
  readonly onProgress: (bytesRead: number, bytesTotal: number | null, survey: Survey) => void;
  /** Told of every file that is about to be read, in their order. */
  readonly onFile?: (path: string) => void;
  /** Asked after every window of octets whether to end here; what was read is whole. */
  readonly isStopped?: () => boolean;
  /** Aborted with it, for an input that is waited for. */
  readonly stop?: AbortSignal;
}

/** How an input was stored: what decides whether it can be read a second time. */
export type StoredInput = Pick<FrameReader, 'format' | 'compression' | 'bytesTotal'> & {
  readonly path: string;
};

/** Captures that were read. */
export interface ReadCaptures {
  readonly survey: Survey;
  readonly files: readonly FileFacts[];
  readonly inputs: readonly StoredInput[];
  /** Oddities that the readers met, over all files. */
  readonly problems: ReadonlyMap<string, number>;
  /** `isStopped` said so before the end: told among the problems as well. */
  readonly wasStopped: boolean;
}

/**
 * Reads captures one after the other, in order of their first frames, as one: flows go on over files.
 * Throws `CaptureError` when one of them cannot be read at all.
 */
export async function readCaptures(paths: readonly string[], options: ReadOptions): Promise<ReadCaptures> {
  const { checksums = false, onEvict, onProgress, onFile, hash, standardInput, stop } = options;
  const { isStopped = () => false } = options;
  const progress = new FilesProgress(await bytesOf(paths));
  const survey = new Survey({
    checksums,
    onProgress: (bytesOfFile, _, of) => onProgress(progress.bytesRead(bytesOfFile), progress.bytesTotal, of),
    ...(onEvict === undefined ? {} : { onEvict }),
  });
  const files: FileFacts[] = [];
  const inputs: StoredInput[] = [];
  const problems = new Map<string, number>();
  let wasStopped = false;
  for (const [index, path] of (await orderByFirstFrame(paths)).entries()) {
    if (wasStopped) break;
    onFile?.(path);
    progress.beginFile();
    const reader = await openCapture(path, {
      timeBase: survey.timeBase,
      hash,
      ...(standardInput === undefined ? {} : { standardInput }),
      ...(stop === undefined ? {} : { stop }),
    });
    const framesBefore = survey.frames;
    try {
      await survey.read(reader, index, isStopped);
    } finally {
      await reader.close();
    }
    wasStopped = isStopped();
    files.push(fileFacts(path, reader, survey.frames - framesBefore, wasStopped));
    inputs.push({
      path,
      format: reader.format,
      compression: reader.compression,
      bytesTotal: reader.bytesTotal,
    });
    for (const [code, times] of reader.problems) problems.set(code, (problems.get(code) ?? 0) + times);
  }
  survey.finish();
  if (wasStopped) problems.set('reading-stopped', 1);
  return { survey, files, inputs, problems, wasStopped };
}

/** What is said of one input that was read. */
export function fileFacts(name: string, reader: FrameReader, frames: number, wasStopped: boolean): FileFacts {
  const { sha256, format, interfaces, comments } = reader;
  // A pipe is closed to end the reading: that it breaks off is not its fault.
  const endedEarly = wasStopped && reader.bytesTotal === null ? null : reader.endedEarly;
  return {
    name,
    sha256,
    format,
    frames,
    endedEarly,
    interfaces: interfaces.map((it) => ({
      linkType: it.linkType,
      snapLength: it.snapLength,
      name: it.name,
      droppedFrames: it.droppedFrames,
    })),
    comments: comments.map(({ target, frameNumber, text }) => ({ target, frameNumber, text })),
  };
}
