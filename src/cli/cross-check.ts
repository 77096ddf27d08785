/**
 * The second opinion of `report --cross-check`: every capture that the second reader can read is read again by both
 * readers, frame by frame: number, time, lengths, and the octets of the frames that are evidence.
 */
import { TimeBase } from '../bytes/time.js';
import type { FrameReader } from '../capture/frame-reader.js';
import { openCapture } from '../capture/open-capture.js';
import { readWithPcapParser, type SecondFrame, whyNotApplicable } from '../capture/second-reader.js';
import type { CrossCheck, FileFacts, Finding } from '../diagnosis/diagnosis.js';
import type { StoredInput } from './read-captures.js';

type CheckedFile = CrossCheck['files'][number];

const READER = 'pcap-parser 0.2.1';

/** Frame numbers that are listed when they differ. */
const MOST_LISTED = 20;

/** Reads all inputs again and compares. Frame numbers of the result are those of the whole capture. */
export async function crossCheck(
  inputs: readonly StoredInput[],
  files: readonly FileFacts[],
  findings: readonly Finding[],
): Promise<CrossCheck> {
  const evidence = new Set(findings.flatMap((finding) => finding.evidence.flatMap(({ frames }) => frames)));
  const checked: CheckedFile[] = [];
  let before = 0;
  for (const [index, input] of inputs.entries()) {
    const frames = files[index]?.frames ?? 0;
    checked.push(await checkFile(input, { before, frames, evidence }));
    before += frames;
  }
  return { reader: READER, files: checked };
}

/** Where a file lies in the capture. */
interface Expected {
  /** Frames of the files in front of it. */
  readonly before: number;
  /** Frames that the first reading found. */
  readonly frames: number;
  /** Evidence frames of the whole capture. */
  readonly evidence: ReadonlySet<number>;
}

async function checkFile(input: StoredInput, expected: Expected): Promise<CheckedFile> {
  const reason = whyNotApplicable(input);
  if (reason !== null) return notApplicable(input.path, reason);
  try {
    const own = await openCapture(input.path, { timeBase: new TimeBase(), hash: false });
    try {
      return await compare(input, own, expected);
    } finally {
      await own.close();
    }
  } catch (error) {
    // The report stands without a second opinion; why there is none is told in it.
    return notApplicable(input.path, error instanceof Error ? error.message : String(error));
  }
}

/**
 * The package pushes frames and cannot be paused, our reader is pulled and may have to wait: what the package says of a
 * frame is kept as a few numbers until our reader comes to it.
 */
async function compare(input: StoredInput, own: FrameReader, expected: Expected): Promise<CheckedFile> {
  const { before, evidence } = expected;
  const second = new SecondFrames();
  const reading = await readWithPcapParser(input.path, (frame) =>
    second.add(frame, evidence.has(before + frame.number)),
  );
  const comparison = new Comparison(second, expected);
  do {
    while (own.next()) comparison.take(own.frame);
  } while (await own.fill());
  return comparison.result(input.path, reading.frames);
}

/** The frames of our reader against those of the second one. */
class Comparison {
  private readonly second: SecondFrames;
  private readonly expected: Expected;
  private readonly differingFrames: number[] = [];
  private readonly differingEvidenceFrames: number[] = [];
  private evidenceFrames = 0;
  private frames = 0;

  constructor(second: SecondFrames, expected: Expected) {
    this.second = second;
    this.expected = expected;
  }

  /** Takes the next frame of our reader. */
  take(own: OwnFrame): void {
    const { second, expected } = this;
    const inFile = ++this.frames;
    if (inFile > second.length) return;
    const number = expected.before + inFile;
    const isListed = this.differingFrames.length < MOST_LISTED;
    if (isListed && !second.isSameHead(inFile, own)) this.differingFrames.push(number);
    if (!expected.evidence.has(number)) return;
    this.evidenceFrames++;
    if (!second.isSameData(inFile, own)) this.differingEvidenceFrames.push(number);
  }

  /** The result, when both readers are through. */
  result(name: string, secondFrames: number): CheckedFile {
    const { frames, expected, differingFrames, differingEvidenceFrames, evidenceFrames } = this;
    const isSameCount = frames === secondFrames && frames === expected.frames;
    const isSame = isSameCount && differingFrames.length + differingEvidenceFrames.length === 0;
    return {
      name,
      outcome: isSame ? 'agrees' : 'disagrees',
      reason: null,
      frames: secondFrames,
      differingFrames,
      evidenceFrames,
      differingEvidenceFrames,
    };
  }
}

type OwnFrame = FrameReader['frame'];

/** What the second reader said of every frame: 24 octets a frame, and the octets of evidence frames. */
class SecondFrames {
  private columns = new Float64Array(4 * 1024);
  private firstSeconds = 0;
  private readonly data = new Map<number, Uint8Array>();
  /** Frames added. */
  length = 0;

  add(frame: SecondFrame, isEvidence: boolean): void {
    this.length = frame.number;
    if (frame.number === 1) this.firstSeconds = frame.timeSeconds;
    const at = (frame.number - 1) * 3;
    if (at + 3 > this.columns.length) this.grow();
    this.columns[at] = (frame.timeSeconds - this.firstSeconds) * 1e9 + frame.timeMicroseconds * 1e3;
    this.columns[at + 1] = frame.capturedLength;
    this.columns[at + 2] = frame.originalLength;
    if (isEvidence) this.data.set(frame.number, Uint8Array.from(frame.data));
  }

  isSameHead(number: number, own: OwnFrame): boolean {
    const at = (number - 1) * 3;
    const { columns } = this;
    return (
      columns[at] === own.timeNs &&
      columns[at + 1] === own.capturedLength &&
      columns[at + 2] === own.originalLength
    );
  }

  isSameData(number: number, own: OwnFrame): boolean {
    const data = this.data.get(number);
    const octets = own.bytes.subarray(own.at, own.at + own.capturedLength);
    return data !== undefined && Buffer.compare(data, octets) === 0;
  }

  private grow(): void {
    const larger = new Float64Array(this.columns.length * 2);
    larger.set(this.columns);
    this.columns = larger;
  }
}

function notApplicable(name: string, reason: string): CheckedFile {
  return {
    name,
    outcome: 'not-applicable',
    reason,
    frames: null,
    differingFrames: [],
    evidenceFrames: 0,
    differingEvidenceFrames: [],
  };
}
