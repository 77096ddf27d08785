/**
 * One flow of a surveyed capture in full: of its files only the part between the flow's first and its last frame is read.
 */
import type { FrameReader } from '../capture/frame-reader.js';
import type { CloseUp } from '../closeup/close-up.js';
import { FlowReading } from '../closeup/flow-reading.js';
import type { SurveyRows } from '../survey/survey-rows.js';
import { FlowFlag } from '../tcp/flow-flag.js';
import { FlowRow } from '../tcp/flow-row.js';
import type { CaptureFiles } from './capture-files.js';
import type { Pace } from './pace.js';

/** Frames decoded between two looks at the clock. */
const FRAMES_PER_STEP = 256;

/** What the survey knows of a flow, apart from rows that may change while the capture is being read. */
interface KnownFlow {
  readonly flow: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  /** The last frame of the flow or of an ICMP error about it. */
  readonly lastToRead: number;
  readonly firstTimeNs: number;
  readonly isReuse: boolean;
  readonly segments: number;
  readonly payloadBytes: number;
}

/**
 * Reads a flow; null when the capture has none of this number. Throws what `CaptureFiles.openAt` throws, and `Superseded`.
 * @param isFinished the survey will not change any more
 */
export async function readCloseUp(
  files: CaptureFiles,
  flow: number,
  isFinished: boolean,
  pace: Pace,
): Promise<CloseUp | null> {
  const { firstKept, length } = files.survey.flows;
  if (flow < 0 || flow >= length) return null;
  if (flow >= firstKept) {
    const known = knownFlow(files.survey, flow);
    const closeUp = await readPart(files, known, pace);
    const isAllThereIs = !isFinished || files.firstFrame > 1;
    if (closeUp !== null && (isAllThereIs || isWhole(closeUp, known))) return closeUp;
  }
  // Of an evicted flow no place is known, and fragments of a flow's first segment may lie in front of its first frame.
  return readAll(files, flow, pace);
}

function knownFlow(survey: SurveyRows, flow: number): KnownFlow {
  const row = new FlowRow(survey.flows.rows).moveTo(flow);
  const { firstFrame, lastFrame, firstTimeNs } = row;
  const errors = row.extra === 0 ? [] : survey.icmp.ofFlow(flow).map(({ frame }) => frame);
  return {
    flow,
    firstFrame,
    lastFrame,
    lastToRead: Math.max(lastFrame, ...errors),
    firstTimeNs,
    isReuse: row.has(FlowFlag.TupleReused),
    segments: row.segments(0) + row.segments(1),
    payloadBytes: row.payloadBytes(0) + row.payloadBytes(1),
  };
}

async function readPart(files: CaptureFiles, known: KnownFlow, pace: Pace): Promise<CloseUp | null> {
  const { survey } = files;
  const { firstFrame, lastToRead, firstTimeNs, isReuse } = known;
  const placed = await files.openAt(firstFrame, pace);
  if (placed === null) return null;
  const reading = newReading(known.flow);
  const { epochSeconds } = survey.timeBase;
  reading.beginAt({ firstFrame, firstTimeNs, isReuse, captureStartNs: survey.firstTimeNs, epochSeconds });
  await readTo(reading, placed.reader, placed.file, lastToRead, pace);
  const lastFile = files.fileOf(lastToRead) ?? placed.file;
  for (let file = placed.file + 1; file <= lastFile && reading.frames < lastToRead; file++) {
    await readTo(reading, await files.open(file), file, lastToRead, pace);
  }
  return reading.finish();
}

/** What was read agrees with what the survey counted. */
function isWhole({ survey }: CloseUp, known: KnownFlow): boolean {
  const row = new FlowRow(survey.flows.rows).moveTo(0);
  return (
    row.firstFrame === known.firstFrame &&
    row.lastFrame === known.lastFrame &&
    row.segments(0) + row.segments(1) === known.segments &&
    row.payloadBytes(0) + row.payloadBytes(1) === known.payloadBytes
  );
}

async function readAll(files: CaptureFiles, flow: number, pace: Pace): Promise<CloseUp | null> {
  // Frames are numbered from the first one on: it must be there.
  files.fileOf(1);
  const reading = newReading(flow);
  reading.timeBase.epochSeconds = files.survey.timeBase.epochSeconds;
  for (const file of files.paths.keys()) {
    await readTo(reading, await files.open(file), file, Number.POSITIVE_INFINITY, pace);
  }
  return reading.finish();
}

/** Reads to a frame, or to the end of the file, and closes it. */
async function readTo(
  reading: FlowReading,
  reader: FrameReader,
  file: number,
  lastFrame: number,
  pace: Pace,
): Promise<void> {
  try {
    do {
      while (reading.frames < lastFrame && reading.takeSome(reader, file, FRAMES_PER_STEP)) {
        if (pace.isDue) await pace.rest();
      }
      if (pace.isDue) await pace.rest();
    } while (reading.frames < lastFrame && (await reader.fill()));
  } finally {
    await reader.close();
  }
}

function newReading(flow: number): FlowReading {
  return new FlowReading(flow, Math.floor(Math.random() * 0x1_0000_0000));
}
