/**
 * The program of the thread that captures for the screen: runs the capture, records, judges, tells how far it is, and answers
 * questions about some of the flows. Started by `LiveThread`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { CaptureError } from '../capture/capture-error.js';
import { type CaptureCounters, UNKNOWN_COUNTERS } from '../capture/live/capture-request.js';
import type { SinkSummary } from '../capture/live/frame-sink.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { shareFlowFindings } from '../diagnosis/flow-findings.js';
import { type ProbeStrip, ProbeStrips } from '../diagnosis/probe-strips.js';
import { shareSurvey } from '../survey/shared-survey.js';
import type { LiveGauges, RecordingGauges } from '../tui/live-state.js';
import { EXIT } from './exit-code.js';
import { FrameRate } from './frame-rate.js';
import { CliError } from './io.js';
import type {
  LiveFound,
  LiveMessage,
  LiveProgress,
  LiveRequest,
  LiveThreadOrder,
  RecordedNow,
} from './live-messages.js';
import type { LiveLook } from './live-session.js';
import type { ToldEnd } from './live-teller.js';
import { type LiveListener, LiveRun, startSource } from './run-live.js';
import type { OnlyAnswer, OnlyRequest } from './survey-messages.js';

/** At most so often is told how far the capture is; and so often when nothing comes, for the clock. */
const BETWEEN_MESSAGES_MS = 100;
const BETWEEN_QUIET_MS = 1000;
/** How often the capture program and the disk are asked. */
const BETWEEN_QUESTIONS_MS = 1000;

const { interfaceName, options, environment } = workerData as LiveThreadOrder;

function tell(message: LiveMessage | OnlyAnswer): void {
  parentPort?.postMessage(message);
}

/** Tells the thread of the screen what happens. */
class ScreenTeller implements LiveListener {
  private readonly runOf: () => LiveRun;
  private readonly rate = new FrameRate();
  private readonly strips = new ProbeStrips();
  private probes: readonly ProbeStrip[] = [];
  private readonly beganMs = performance.now();
  private counters: CaptureCounters = UNKNOWN_COUNTERS;
  private freeOctets: number | null = null;
  private mostOctets: number | null = null;
  private toldMs = Number.NEGATIVE_INFINITY;
  private toldFrames = -1;
  private readonly timers: NodeJS.Timeout[] = [];
  private endedMs: number | null = null;

  constructor(runOf: () => LiveRun) {
    this.runOf = runOf;
  }

  start(_: unknown, notes: Parameters<LiveListener['start']>[1]): void {
    tell({ kind: 'started', notes });
    this.timers.push(
      setInterval(() => this.tick(), BETWEEN_MESSAGES_MS),
      setInterval(() => void this.ask(), BETWEEN_QUESTIONS_MS),
    );
    void this.ask();
  }

  looked({ diagnosis, judgement }: LiveLook): void {
    this.probes = this.strips.take(this.runOf().session.survey);
    tell({ kind: 'look', ...this.found(diagnosis, judgement) });
  }

  changes(): void {}

  warn(text: Parameters<LiveListener['warn']>[0]): void {
    tell({ kind: 'warning', text });
  }

  async end({ diagnosis, message, recorded }: ToldEnd): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.endedMs = performance.now();
    const { judge, survey } = this.runOf().session;
    this.probes = this.strips.take(survey);
    const found = this.found(diagnosis, judge);
    const facts = diagnosis.capture.live ?? found.gauges.facts;
    tell({ kind: 'done', ...found, gauges: { ...found.gauges, facts }, message, told: recorded });
  }

  private tick(): void {
    const { frames } = this.runOf().session.survey;
    this.rate.note(performance.now(), frames);
    const isQuiet = frames === this.toldFrames;
    if (isQuiet && performance.now() - this.toldMs < BETWEEN_QUIET_MS) return;
    tell({ kind: 'progress', ...this.progress() });
  }

  private async ask(): Promise<void> {
    const { session, recording } = this.runOf();
    const [counters, numbers] = await Promise.all([session.counters(), recording?.numbers() ?? null]);
    this.counters = counters;
    this.freeOctets = numbers?.freeBytes ?? null;
    this.mostOctets = numbers?.mostBytes ?? null;
  }

  private found(diagnosis: Diagnosis, judge: Pick<LiveLook['judgement'], 'findingsAt'>): LiveFound {
    const { survey } = this.runOf().session;
    const { firstKept, length } = survey.flows;
    const flowFindings = shareFlowFindings(judge, diagnosis.findings, firstKept, length);
    return { ...this.progress(), diagnosis, flowFindings, probes: this.probes };
  }

  private progress(): LiveProgress {
    const { session, recording } = this.runOf();
    const { survey } = session;
    this.toldMs = performance.now();
    this.toldFrames = survey.frames;
    const recorded = recording === null ? null : recordedNow(recording.summary(), this.endedMs !== null);
    return { survey: shareSurvey(survey, this.endedMs !== null), gauges: this.gauges(), recorded };
  }

  private gauges(): LiveGauges {
    const run = this.runOf();
    const nowMs = this.endedMs ?? performance.now();
    const { epochSeconds } = run.session.survey.timeBase;
    return {
      elapsedMs: nowMs - this.beganMs,
      nowNs: epochSeconds === null ? null : Date.now() * 1e6 - epochSeconds * 1e9,
      framesPerSecond: this.endedMs === null ? this.rate.perSecond : 0,
      facts: run.facts(this.counters),
      recording: this.recordingGauges(run),
      link: run.linkState(),
    };
  }

  private recordingGauges({ recording }: LiveRun): RecordingGauges | null {
    if (recording === null) return null;
    const { files, deleted, fault } = recording.summary();
    return {
      paths: files.map(({ path }) => path),
      octets: files.reduce((sum, { octets }) => sum + octets, 0),
      mostOctets: this.mostOctets,
      freeOctets: this.freeOctets,
      deletedFrames: deleted,
      isFailedOnly: options.keep === 'failed',
      fault: fault?.code ?? null,
    };
  }
}

function recordedNow({ files, deleted, notRecordable }: SinkSummary, isOver: boolean): RecordedNow {
  return {
    framesDeleted: deleted,
    files,
    hasAllFrames: options.keep === 'all' && notRecordable === 0,
    isFailedOnly: options.keep === 'failed',
    isOver,
  };
}

async function capture(): Promise<void> {
  const io = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    stderrIsTerminal: false,
  };
  let run: LiveRun | null = null;
  const stop = new AbortController();
  const isToGo = new Promise<void>((resolve) => {
    parentPort?.on('message', (request: LiveRequest) => {
      if (request.kind === 'go') resolve();
      else if (run !== null) hear(run, request);
      else if (request.kind === 'stop') stop.abort();
    });
  });
  const { source, notes } = await startSource(
    { interfaceName, options },
    { ...io, environment },
    stop.signal,
  );
  // Where this thread breaks down, the capture program must not stay behind.
  process.on('uncaughtException', (error) => {
    source.stop();
    tell({ kind: 'broken', reason: error.message });
  });
  try {
    tell({ kind: 'begun' });
    // The main thread gives up privileges before anything that came over the wire is looked at.
    await isToGo;
    const runOf = () => run as LiveRun;
    run = new LiveRun({ interfaceName, options }, environment, source, () => new ScreenTeller(runOf));
    if (stop.signal.aborted) run.stop();
    await run.run(notes);
  } finally {
    source.stop();
  }
}

function hear(run: LiveRun, request: LiveRequest): void {
  if (request.kind === 'stop') run.stop();
  else if (request.kind === 'only') tell(answered(run, request));
}

function answered({ session }: LiveRun, { id, expression, flows }: OnlyRequest): OnlyAnswer {
  const wanted = new Set(flows);
  const matches = (flow: number) => wanted.has(flow);
  const judge = session.isOver ? session.judge : session.look().judgement;
  return { kind: 'only', id, diagnosis: judge.only(expression, matches) };
}

try {
  await capture();
  tell({ kind: 'idle' });
} catch (error) {
  if (error instanceof CaptureError) {
    tell({ kind: 'failed', message: error.message, advice: error.advice, exitCode: EXIT.unreadable });
  } else if (error instanceof CliError) {
    tell({ kind: 'failed', message: error.message, advice: '', exitCode: error.exitCode });
  } else throw error;
}
