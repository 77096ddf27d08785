/** What the export dialog asks for, written to a file: reports, flows, an annotated capture. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { STANDARD_INPUT } from '../capture/open-source.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import type { FlowFindings } from '../diagnosis/flow-findings.js';
import { flowRecords } from '../report/flow-record.js';
import { flowLines } from '../report/flows.js';
import { jsonReport } from '../report/json.js';
import { markdownReport } from '../report/markdown.js';
import { textReport } from '../report/text.js';
import { RULES } from '../rules/index.js';
import type { ExportRequest } from '../tui/effect.js';
import { counted } from '../view/number.js';
import { type Secrets, safeText, say } from '../view/safe-text.js';
import type { CaptureFiles } from './capture-files.js';
import { captureOctets, type WrittenCounts } from './export-capture.js';
import type { Pace } from './pace.js';
import { packageVersion } from './version.js';
import { checkTarget, type OutputTarget, writeOctetsToFile, writeToFile } from './write-output.js';

/** What files are made from. */
export interface ExportSource {
  readonly files: CaptureFiles;
  readonly diagnosis: Diagnosis;
  readonly findings: FlowFindings;
  /** Notes by flow number. */
  readonly notes: ReadonlyMap<number, string>;
  readonly secrets: Secrets;
  /** The diagnosis of some flows, given in order. */
  readonly only: (expression: string, flows: Uint32Array) => Promise<Diagnosis>;
}

const REPORTS = {
  'report-text': textReport,
  'report-markdown': markdownReport,
  'report-json': jsonReport,
} as const;

/**
 * Writes a file whole or not at all, never over a capture that was read. Returns what to tell the user. Throws `CliError`, what
 * `CaptureFiles.openAt` throws, and `Superseded`.
 */
export async function writeExport(request: ExportRequest, source: ExportSource, pace: Pace): Promise<string> {
  const { path, force, content } = request;
  const target: OutputTarget = { path, force, inputs: source.files.paths };
  await checkTarget(target);
  const { firstKept, length } = source.files.survey.flows;
  const flows = request.flows?.filter((flow) => flow >= firstKept && flow < length) ?? null;
  const written = safeText(path, 400);
  switch (content) {
    case 'flows-json':
      await writeToFile(target, flowsOf(flows, source));
      return say`${counted(flows?.length ?? length - firstKept, 'flow')} written to ${written}`;
    case 'capture': {
      const counts = await writeCapture(target, flows, source, pace);
      const leftOut =
        counts.leftOut === 0 ? '' : `; ${counted(counts.leftOut, 'record')} left out that hold no packet`;
      return `${say`${counted(counts.frames, 'frame')} written to ${written}`}${leftOut}`;
    }
    default: {
      const context = { version: packageVersion(), secrets: source.secrets, rules: RULES };
      const diagnosis = await withHashes(await diagnosisOf(flows, source));
      await writeToFile(target, [REPORTS[content](diagnosis, context)]);
      return say`the report was written to ${written}`;
    }
  }
}

function flowsOf(
  flows: readonly number[] | null,
  { files, findings, secrets }: ExportSource,
): Iterable<string> {
  const wanted = flows === null ? null : new Set(flows);
  const rulesOf = (flow: number) => findings.at(flow).map(({ rule }) => rule);
  return flowLines(flowRecords(files.survey, rulesOf, secrets, (flow) => wanted?.has(flow) ?? true));
}

async function writeCapture(
  target: OutputTarget,
  flows: readonly number[] | null,
  { files, diagnosis, findings, notes, secrets }: ExportSource,
  pace: Pace,
): Promise<WrittenCounts> {
  const counts: WrittenCounts = { frames: 0, comments: 0, leftOut: 0 };
  const { survey } = files;
  const findingsAt = (flow: number) => findings.at(flow);
  const annotated = { survey, findings: diagnosis.findings, findingsAt, notes, secrets };
  const what = { files, capture: diagnosis.capture, annotated, flows };
  await writeOctetsToFile(target, captureOctets(what, counts, pace));
  return counts;
}

function diagnosisOf(flows: readonly number[] | null, { diagnosis, only }: ExportSource): Promise<Diagnosis> {
  if (flows === null) return Promise.resolve(diagnosis);
  const ordered = Uint32Array.from(flows).sort();
  return only(`flow in {${ranges(ordered)}}`, ordered);
}

/** `1, 4..9` */
function ranges(numbers: Uint32Array): string {
  const texts: string[] = [];
  for (let from = 0; from < numbers.length; ) {
    let to = from;
    while (numbers[to + 1] === (numbers[to] as number) + 1) to++;
    texts.push(to === from ? `${numbers[from]}` : `${numbers[from]}..${numbers[to]}`);
    from = to + 1;
  }
  return texts.join(', ');
}

/**
 * The diagnosis with the SHA-256 of its files, which nobody waited for when they were read. That of a live capture has the name of its
 * interface, which may be that of any file.
 */
async function withHashes(diagnosis: Diagnosis): Promise<Diagnosis> {
  const { capture } = diagnosis;
  if (capture.live !== undefined) return diagnosis;
  const files = [];
  for (const file of capture.files) files.push({ ...file, sha256: file.sha256 ?? (await hashOf(file.name)) });
  return { ...diagnosis, capture: { ...capture, files } };
}

/** Null for a pipe, and for a file that cannot be read any more. */
async function hashOf(path: string): Promise<string | null> {
  if (path === STANDARD_INPUT) return null;
  const hash = createHash('sha256');
  try {
    // A pipe would be waited for.
    if (!(await stat(path)).isFile()) return null;
    for await (const octets of createReadStream(path)) hash.update(octets as Buffer);
    return hash.digest('hex');
  } catch {
    return null;
  }
}
