/** A capture of files behind the screens: read in a thread of its own. */
import type { Readable } from 'node:stream';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { notesIn } from '../report/frame-comments.js';
import type { CaptureService, ServiceHost } from '../tui/capture-service.js';
import type { CaptureState } from '../tui/shared.js';
import { CaptureFiles } from './capture-files.js';
import { bytesOf } from './files-progress.js';
import type { SurveyMessage } from './survey-messages.js';
import { SurveyThread } from './survey-thread.js';
import { SurveyedCapture } from './surveyed-capture.js';

/** How captures are read for the screen. */
export interface CaptureServiceOptions {
  readonly checksums?: boolean;
  /** What `-` stands for. */
  readonly standardInput?: Readable;
  /** The program of the thread; another than the usual one only in tests. */
  readonly program?: URL;
  /** A thread that reads these captures already. */
  readonly thread?: SurveyThread;
}

/** Starts reading captures. What is read, and why it cannot be, comes as `Shared.capture`. */
export function openCaptures(
  paths: readonly string[],
  host: ServiceHost,
  options: CaptureServiceOptions = {},
): CaptureService {
  return new ThreadedCapture(paths, host, options);
}

class ThreadedCapture extends SurveyedCapture {
  private readonly thread: SurveyThread;
  private bytesTotal: number | null = null;

  constructor(paths: readonly string[], host: ServiceHost, options: CaptureServiceOptions) {
    super(host);
    void bytesOf(paths).then((bytes) => {
      this.bytesTotal = bytes;
    });
    this.thread = options.thread ?? new SurveyThread(paths, options);
    this.thread.listen({
      onMessage: (message) => this.hear(message),
      onCrash: (reason) => this.takeCrash(reason),
    });
  }

  stopReading(): void {
    this.thread.stop();
  }

  protected only(expression: string, flows: Uint32Array): Promise<Diagnosis> {
    return this.thread.only(expression, flows);
  }

  protected closeThread(): Promise<void> {
    return this.thread.close();
  }

  private hear(message: SurveyMessage): void {
    if (this.isClosed) return;
    switch (message.kind) {
      case 'progress':
        this.takeProgress(message);
        break;
      case 'done':
        this.takeResult(message);
        break;
      case 'failed': {
        const { message: what, advice } = message;
        this.emit({ capture: { kind: 'failed', message: what, advice } });
      }
    }
  }

  private takeProgress({
    survey: shared,
    paths,
    bytesRead,
  }: Extract<SurveyMessage, { kind: 'progress' }>): void {
    const survey = this.takeSurvey(shared);
    this.files = new CaptureFiles(paths, survey);
    const { bytesTotal } = this;
    const progress = { bytesRead, bytesTotal, frames: survey.frames, flows: survey.flows.length };
    this.emit({ capture: { kind: 'reading', progress, survey } });
    this.lister.grow(survey);
  }

  private takeResult(message: Extract<SurveyMessage, { kind: 'done' }>): void {
    const { diagnosis, flowFindings, inputs, wasStopped } = message;
    const survey = this.takeSurvey(message.survey);
    const { findings } = this.takeJudged(diagnosis, flowFindings, true);
    this.files = new CaptureFiles(
      inputs.map(({ path }) => path),
      survey,
    );
    const capture: CaptureState = { kind: 'ready', survey, diagnosis, wasStopped };
    const read = notesIn(diagnosis, survey);
    const notes = read.size === 0 ? {} : { notes: new Map([...read, ...this.host.shared().notes]) };
    this.emit({ capture, findingsOf: (flow) => findings.at(flow), ...notes });
    this.lister.finish(survey, { findings: diagnosis.findings, flowFindings });
  }

  private takeCrash(reason: string): void {
    if (this.isClosed) return;
    if (this.judged !== null) {
      this.say('error', `the thread that read the capture broke down: ${reason}`);
      return;
    }
    this.emit({
      capture: {
        kind: 'failed',
        message: `Reading the capture broke down: ${reason}`,
        advice:
          'This is an error of this program. Try `tcpdx report` on the file, and a smaller part of it (editcap).',
      },
    });
  }
}
