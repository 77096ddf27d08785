/**
 * The program of the thread that reads captures for the screen: surveys and judges them, tells how far it is, then answers
 * questions about some of the flows. Started by `SurveyThread`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { CaptureError } from '../capture/capture-error.js';
import { Diagnostician } from '../diagnosis/diagnose.js';
import { shareFlowFindings } from '../diagnosis/flow-findings.js';
import { shareSurvey } from '../survey/shared-survey.js';
import type { Survey } from '../survey/survey.js';
import { readCaptures } from './read-captures.js';
import type { OnlyAnswer, OnlyRequest, StopRequest, SurveyMessage, SurveyOrder } from './survey-messages.js';

const BETWEEN_MESSAGES_MS = 100;

const { paths, checksums, stop } = workerData as SurveyOrder;

/** Ends an input that is waited for. */
const stopping = new AbortController();

function tell(message: SurveyMessage | OnlyAnswer): void {
  parentPort?.postMessage(message);
}

/** Tells how far the reading is, at most ten times a second. */
class Teller {
  readonly paths: string[] = [];
  private toldMs = Number.NEGATIVE_INFINITY;

  beginFile(path: string): void {
    this.paths.push(path);
  }

  progress(bytesRead: number, survey: Survey): void {
    const nowMs = performance.now();
    if (nowMs - this.toldMs < BETWEEN_MESSAGES_MS) return;
    this.toldMs = nowMs;
    tell({
      kind: 'progress',
      survey: shareSurvey(survey, false),
      paths: this.paths,
      bytesRead,
    });
  }
}

async function survey(): Promise<Diagnostician> {
  let judge: Diagnostician | null = null;
  const judgeOf = (of: Survey) => {
    judge ??= new Diagnostician(of);
    return judge;
  };
  const teller = new Teller();
  const read = await readCaptures(paths, {
    hash: false,
    checksums,
    onEvict: (of, first, end) => judgeOf(of).consume(first, end),
    onFile: (path) => teller.beginFile(path),
    onProgress: (bytesRead, _total, of) => teller.progress(bytesRead, of),
    isStopped: () => Atomics.load(stop, 0) !== 0,
    stop: stopping.signal,
  });
  const diagnostician = judgeOf(read.survey);
  const diagnosis = diagnostician.finish({ files: read.files, readerProblems: [read.problems] });
  const { firstKept, length } = read.survey.flows;
  tell({
    kind: 'done',
    survey: shareSurvey(read.survey, true),
    diagnosis,
    flowFindings: shareFlowFindings(diagnostician, diagnosis.findings, firstKept, length),
    inputs: read.inputs,
    wasStopped: read.wasStopped,
  });
  return diagnostician;
}

function answer(judge: Diagnostician, { id, expression, flows }: OnlyRequest): void {
  const wanted = new Set(flows);
  tell({ kind: 'only', id, diagnosis: judge.only(expression, (flow) => wanted.has(flow)) });
}

const judged = survey();
parentPort?.on('message', (request: OnlyRequest | StopRequest) => {
  if (request.kind === 'stop') stopping.abort();
  // That the capture cannot be read is told below.
  else
    judged.then(
      (judge) => answer(judge, request),
      () => {},
    );
});

try {
  await judged;
} catch (error) {
  if (!(error instanceof CaptureError)) throw error;
  const { code, message, advice } = error;
  tell({ kind: 'failed', code, message, advice });
}
