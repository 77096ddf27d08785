/** The files of a capture that is being taken, read while they grow: where in them the frames lie. */
import type { FramePlace } from '../survey/frame-places.js';
import type { SurveyRows } from '../survey/survey-rows.js';
import { CaptureFiles, FrameGone, type Places } from './capture-files.js';
import type { RecordedNow } from './live-messages.js';

/** Files to read frames from. @param recorded null where nothing is recorded */
export function recordedFiles(recorded: RecordedNow | null, survey: SurveyRows): CaptureFiles {
  const paths = (recorded?.files ?? []).map(({ path }) => path);
  return new CaptureFiles(paths, survey, new RecordedPlaces(recorded), (recorded?.framesDeleted ?? 0) + 1);
}

class RecordedPlaces implements Places {
  private readonly recorded: RecordedNow | null;

  constructor(recorded: RecordedNow | null) {
    this.recorded = recorded;
  }

  before(frame: number): FramePlace | null {
    const { framesDeleted, files, hasAllFrames } = this.known();
    if (!hasAllFrames) throw new FrameGone(KEPT_IN_PART);
    if (frame <= framesDeleted) throw new FrameGone(leftTheRing(frame, framesDeleted + 1));
    if (files.length === 0) return null;
    let file = 0;
    let framesBefore = framesDeleted;
    for (let next = 0; next < files.length; next++) {
      const frames = this.framesBeforeFile(next);
      if (frames >= frame) break;
      file = next;
      framesBefore = frames;
    }
    return { file, offset: 0, framesBefore, framesBeforeInFile: 0 };
  }

  framesBeforeFile(file: number): number {
    const { framesDeleted, files } = this.known();
    return files.slice(0, file).reduce((sum, { frames }) => sum + frames, framesDeleted);
  }

  private known(): RecordedNow {
    if (this.recorded === null) throw new FrameGone(NOT_RECORDED);
    return this.recorded;
  }
}

const NOT_RECORDED =
  'nothing is recorded (--no-record), so there is nothing to read segments and octets from';
const KEPT_IN_PART =
  'the recording holds a part of the frames only (--keep failed), and numbers them on its own: open it when the capture is over';

function leftTheRing(frame: number, first: number): string {
  return `frame ${frame} is gone: it has left the ring of files, which begins with frame ${first} now`;
}
