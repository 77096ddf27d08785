/**
 * The files of a capture that was surveyed, read a second time: a reader at the frame that is wanted, without reading what lies
 * before it where the survey knows a place near it.
 */
import { statSync } from 'node:fs';
import { TimeBase } from '../bytes/time.js';
import type { FrameReader } from '../capture/frame-reader.js';
import { openCapture } from '../capture/open-capture.js';
import { STANDARD_INPUT } from '../capture/open-source.js';
import { canResume } from '../capture/resume.js';
import type { FramePlace } from '../survey/frame-places.js';
import type { SurveyRows } from '../survey/survey-rows.js';
import type { Pace } from './pace.js';

/** A pipe was read once, and what came through it is not kept. */
export class NotReadTwice extends Error {
  override readonly name = 'NotReadTwice';
}

/** A frame that was captured, and is in no file (any more). */
export class FrameGone extends Error {
  override readonly name = 'FrameGone';
}

/** Where in files frames lie. */
export interface Places {
  /** The last known place that does not lie behind a frame (from 1, over all files); null where there is none. */
  before(frame: number): FramePlace | null;
  /** Frames in front of a file. */
  framesBeforeFile(file: number): number;
}

/** A reader and how many frames of the capture lie in front of the one that comes next. */
export interface PlacedReader {
  readonly reader: FrameReader;
  readonly file: number;
  readonly framesBefore: number;
  /** The same within the file. */
  readonly framesBeforeInFile: number;
}

/** Frames walked over between two looks at the clock. */
const FRAMES_PER_STEP = 1024;

/** Files in the order in which they were read, and what is known of them. */
export class CaptureFiles {
  readonly paths: readonly string[];
  readonly survey: SurveyRows;
  readonly places: Places;
  /** The first frame that is in a file. */
  readonly firstFrame: number;

  /** @param places as the survey knows them, where the files are those that it read */
  constructor(paths: readonly string[], survey: SurveyRows, places: Places = survey.places, firstFrame = 1) {
    this.paths = paths;
    this.survey = survey;
    this.places = places;
    this.firstFrame = firstFrame;
  }

  /** The file in which a frame lies; null where it lies in none. Throws `FrameGone`. */
  fileOf(frame: number): number | null {
    return this.places.before(frame)?.file ?? null;
  }

  /**
   * A reader of which the next frame is the given one (from 1, over all files), null where there is none. Throws `CaptureError`
   * for a file that is gone, `NotReadTwice` for a pipe, `FrameGone` for a frame that is in no file any more. The caller closes it.
   */
  async openAt(frame: number, pace: Pace): Promise<PlacedReader | null> {
    const place = this.places.before(frame);
    if (place === null) return null;
    const { file, offset } = place;
    const reader = await this.open(file);
    try {
      let { framesBefore, framesBeforeInFile } = place;
      if (offset > 0 && !(await resume(reader, offset, framesBeforeInFile))) {
        framesBefore -= framesBeforeInFile;
        framesBeforeInFile = 0;
      }
      const missing = frame - 1 - framesBefore;
      if (await walk(reader, missing, pace)) {
        return { reader, file, framesBefore: frame - 1, framesBeforeInFile: framesBeforeInFile + missing };
      }
    } catch (error) {
      await reader.close();
      throw error;
    }
    await reader.close();
    return null;
  }

  /** A reader of one file from its beginning. Throws as `openAt`. */
  async open(file: number): Promise<FrameReader> {
    const path = this.paths[file];
    if (path === undefined) throw new RangeError(`Expected file ${file} to be one of ${this.paths.length}`);
    // Opening a pipe again would wait for a writer that never comes.
    if (path === STANDARD_INPUT || !isFileOrGone(path)) throw new NotReadTwice();
    const timeBase = new TimeBase();
    timeBase.epochSeconds = this.survey.timeBase.epochSeconds;
    return openCapture(path, { timeBase, hash: false });
  }
}

/** A path that is gone is for `openCapture` to explain. */
function isFileOrGone(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
}

/** Goes on at a place that is known. False: the reader cannot, and is where it was. */
async function resume(reader: FrameReader, offset: number, framesBefore: number): Promise<boolean> {
  if (!canResume(reader)) return false;
  // What describes the frames lies in front of the first one.
  while (!reader.next()) if (!(await reader.fill())) return false;
  reader.resumeAt(offset, framesBefore);
  await reader.fill();
  return true;
}

/** Passes frames. False: there are fewer. */
async function walk(reader: FrameReader, frames: number, pace: Pace): Promise<boolean> {
  for (let passed = 0; passed < frames; ) {
    if (reader.next()) passed++;
    else if (!(await reader.fill())) return false;
    if (passed % FRAMES_PER_STEP === 0 && pace.isDue) await pace.rest();
  }
  return true;
}
