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
    const recorded = this.known();
    const { framesDeleted, files, hasAllFrames } = recorded;
    if (!hasAllFrames) throw new FrameGone(keptInPart(recorded));
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
/** Frames of a recording with gaps have numbers of their own: what to do to see them. */
function keptInPart({ files, isFailedOnly, isOver }: RecordedNow): string {
  const why = isFailedOnly
    ? 'only connections that ended badly are recorded (--keep failed), and their frames are numbered anew'
    : 'some records of the capture cannot be recorded, and the others are numbered anew';
  if (!isOver) {
    const until = isFailedOnly ? '; they wait in memory for up to a minute' : '';
    return `${why}${until}: end the capture (S), then open the recording with tcpdx`;
  }
  const [first] = files;
  if (files.every(({ frames }) => frames === 0)) return `${why}; none was kept, as none ended badly`;
  const more = files.length > 1 ? ` and ${files.length - 1} more` : '';
  return `${why}: open the recording, tcpdx ${first?.path ?? ''}${more}`;
}

function leftTheRing(frame: number, first: number): string {
  return `frame ${frame} is gone: it has left the ring of files, which begins with frame ${first} now`;
}
