/** Octets that claim to be a capture, through everything that the program does with one. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { CaptureError } from '../../src/capture/capture-error.js';
import type { FrameReader } from '../../src/capture/frame-reader.js';
import { openCaptureFrom } from '../../src/capture/open-capture.js';
import { packetTree } from '../../src/closeup/tree/packet-tree.js';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import type { Diagnosis, FileFacts } from '../../src/diagnosis/diagnosis.js';
import { flowRecords } from '../../src/report/flow-record.js';
import { flowLines, flowTable } from '../../src/report/flows.js';
import { jsonReport } from '../../src/report/json.js';
import { markdownReport } from '../../src/report/markdown.js';
import { type PacketDocument, packetDocumentText, packetJson } from '../../src/report/packet.js';
import { textReport } from '../../src/report/text.js';
import { Survey, type SurveyLimits } from '../../src/survey/survey.js';
import type { Secrets } from '../../src/view/safe-text.js';
import { MemorySource, PlacedMemorySource } from '../capture/read-all.js';
import { expectTiled } from '../closeup/tree/tree-laws.js';
import { CONTEXT } from '../report/hand-made.js';
import { expectSafe } from './unsafe.js';

/** Small, so that the tables of a few frames are full at times. */
const LIMITS: SurveyLimits = { flows: 4096, exchanges: 64, textBytes: 4096 };

/** Reads of the octets where they are to be read in other pieces than the first time, unless these would be tiny. */
const OTHER_READS = 1000;
const SMALLEST_CHUNK_BYTES = 13;

/** Frames of a capture that are shown in full. */
const SHOWN_FRAMES = 8;

/** How the octets are read. */
export interface Reading {
  readonly chunkBytes?: number;
  /** Whether they can be read at any place, as a file can. */
  readonly isPlaced?: boolean;
}

/** What became of the octets. */
export type Outcome = 'refused' | 'damaged' | 'read';

/** Reads, judges and tells. Throws for whatever is neither a result nor a `CaptureError`. */
export async function everything(octets: Uint8Array, reading: Reading = {}): Promise<Outcome> {
  const judged = await judgedOf(octets, reading);
  if (judged === null) return 'refused';
  const json = expectTold(judged);
  // Octets behind those of a frame are others when fewer are read at a time: nothing may depend on them.
  const isWhole = reading.chunkBytes === undefined || reading.chunkBytes >= octets.length;
  const pieceBytes = Math.max(SMALLEST_CHUNK_BYTES, Math.ceil(octets.length / OTHER_READS));
  const again = await judgedOf(octets, { ...reading, chunkBytes: isWhole ? pieceBytes : octets.length });
  if (again === null || jsonOf(again, 'shown') !== json) expect(again && jsonOf(again, 'shown')).toBe(json);
  await expectShown(octets, reading);
  return judged.hasEndedEarly ? 'damaged' : 'read';
}

/** What was read and judged. */
interface Judged {
  readonly diagnosis: Diagnosis;
  readonly survey: Survey;
  readonly findingsOfFlow: (flow: number) => string[];
  readonly hasEndedEarly: boolean;
}

/** Null where the octets are refused. */
async function judgedOf(octets: Uint8Array, reading: Reading): Promise<Judged | null> {
  const survey = new Survey({
    limits: LIMITS,
    checksums: true,
    onEvict: (_, first, end) => judge.consume(first, end),
  });
  const judge = new Diagnostician(survey);
  const reader = await opened(octets, reading, survey);
  if (reader === null) return null;
  await survey.read(reader, 0);
  survey.finish();
  const diagnosis = judge.finish({ files: [factsOf(reader, survey)], readerProblems: [reader.problems] });
  await reader.close();
  const findingsOfFlow = (flow: number) => judge.findingsOfFlow(flow);
  return { diagnosis, survey, findingsOfFlow, hasEndedEarly: reader.endedEarly !== null };
}

async function opened(
  octets: Uint8Array,
  { chunkBytes = octets.length, isPlaced = false }: Reading,
  { timeBase }: Pick<Survey, 'timeBase'>,
): Promise<FrameReader | null> {
  const source = isPlaced ? new PlacedMemorySource(octets, chunkBytes) : new MemorySource(octets, chunkBytes);
  try {
    return await openCaptureFrom(source, 'octets', timeBase);
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    expect(error.message).not.toBe('');
    expect(error.advice).not.toBe('');
    return null;
  }
}

function factsOf({ format, endedEarly, interfaces, comments }: FrameReader, survey: Survey): FileFacts {
  return {
    name: 'octets',
    sha256: null,
    format,
    frames: survey.frames,
    endedEarly,
    interfaces: interfaces.map((it) => ({
      linkType: it.linkType,
      snapLength: it.snapLength,
      name: it.name,
      droppedFrames: it.droppedFrames,
    })),
    comments,
  };
}

/** All documents, in both ways to treat secrets: safe characters, JSON by its schemas, and no rule that threw. */
function expectTold(judged: Judged): string {
  const { diagnosis, survey, findingsOfFlow } = judged;
  expect(diagnosis.rules.filter(({ outcome }) => outcome === 'error')).toEqual([]);
  let json = '';
  for (const secrets of ['masked', 'shown'] as const) {
    const context = { ...CONTEXT, secrets };
    for (const document of [textReport, markdownReport]) expectSafe(document(diagnosis, context));
    expectSafe([...flowTable(flowRecords(survey, findingsOfFlow, secrets))].join(''));
    json = jsonOf(judged, secrets);
    expectSafe(json);
    const [report = '', ...lines] = json.split(SEPARATOR);
    expectValid(isReport, report);
    for (const line of lines) expectValid(isFlow, line);
  }
  return json;
}

/** Between the report and the flows, and between flows. */
const SEPARATOR = '\n\n';

/** The report and the flows as JSON. */
function jsonOf({ diagnosis, survey, findingsOfFlow }: Judged, secrets: Secrets): string {
  const report = jsonReport(diagnosis, { ...CONTEXT, secrets });
  const flows = [...flowLines(flowRecords(survey, findingsOfFlow, secrets))].join('').trimEnd();
  return flows === '' ? report : report + SEPARATOR + flows.replaceAll('\n', SEPARATOR);
}

function validatorOf(schema: string) {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  return ajv.compile(JSON.parse(readFileSync(`schema/${schema}.schema.json`, 'utf8')));
}

const isReport = validatorOf('report');
const isFlow = validatorOf('flow');
const isFrame = validatorOf('frame');

/** A number that is none becomes null in JSON: the schemas tell. */
function expectValid(isValid: ValidateFunction, json: string): void {
  if (!isValid(JSON.parse(json))) expect(isValid.errors).toBeNull();
}

/** The first frames, as `show` tells them. */
async function expectShown(octets: Uint8Array, reading: Reading): Promise<void> {
  const survey = new Survey();
  const reader = await opened(octets, reading, survey);
  if (reader === null) throw new Error('Expected the octets to be read a second time as the first time');
  let number = 0;
  do {
    while (number < SHOWN_FRAMES && reader.next()) expectFrameShown(reader, ++number, survey);
  } while (number < SHOWN_FRAMES && (await reader.fill()));
  await reader.close();
}

function expectFrameShown(reader: FrameReader, number: number, { timeBase }: Survey): void {
  const { bytes, at, capturedLength, originalLength, linkType, timeNs, fileOffset, interfaceId } =
    reader.frame;
  const octets = bytes.slice(at, at + capturedLength);
  const tree = packetTree({ octets, linkType, originalLength });
  expectTiled(tree, capturedLength);
  const document: PacketDocument = {
    number,
    file: 'octets',
    numberInFile: number,
    fileOffset,
    epochSeconds: timeBase.epochSeconds,
    timeNs,
    linkType,
    originalLength,
    interfaceIndex: interfaceId < 0 ? null : interfaceId,
    interfaceName: reader.interfaces[interfaceId]?.name ?? null,
    comments: reader.comments.filter(({ frameNumber }) => frameNumber === number).map(({ text }) => text),
    octets,
    tree,
  };
  expectSafe(packetDocumentText(document, 'masked'));
  const json = packetJson(document, 'shown', CONTEXT.version);
  expectSafe(json);
  expectValid(isFrame, json);
}
