/**
 * The capture behind the screens: read in a thread of its own; lists, close-ups and files made here, in slices between keys.
 * What reads and writes them is loaded when it is first wanted, so that the first screen comes soon.
 */
import type { Readable } from 'node:stream';
import { CaptureError } from '../capture/capture-error.js';
import { healthyNeighbour } from '../closeup/healthy-neighbour.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { FlowFindings } from '../diagnosis/flow-findings.js';
import { notesIn } from '../report/frame-comments.js';
import { SharedSurveyReader } from '../survey/shared-survey.js';
import type { CaptureService, ServiceHost } from '../tui/capture-service.js';
import type { ExportRequest } from '../tui/effect.js';
import type { FlowQuery } from '../tui/flow-view.js';
import type { CaptureState, CloseUpState, Message, PacketState, Shared } from '../tui/shared.js';
import { safeText } from '../view/safe-text.js';
import { CaptureFiles, NotReadTwice } from './capture-files.js';
import { FlowLister } from './flow-lister.js';
import { CliError } from './io.js';
import { LatestWork } from './latest-work.js';
import type { Pace } from './pace.js';
import type { SurveyMessage } from './survey-messages.js';
import { bytesOf, SurveyThread } from './survey-thread.js';
import { FileExists } from './write-output.js';

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

/** Kinds of work of which the latest wins. */
type Kind = 'view' | 'close-up' | 'packet' | 'comparison' | 'export';

/** Starts reading captures. What is read, and why it cannot be, comes as `Shared.capture`. */
export function openCaptures(
  paths: readonly string[],
  host: ServiceHost,
  options: CaptureServiceOptions = {},
): CaptureService {
  return new ThreadedCapture(paths, host, options);
}

/** A capture that was read to its end. */
interface Finished {
  readonly diagnosis: Diagnosis;
  readonly findings: FlowFindings;
}

class ThreadedCapture implements CaptureService {
  private readonly host: ServiceHost;
  private readonly thread: SurveyThread;
  private readonly work = new LatestWork<Kind>();
  private readonly lister: FlowLister;
  private bytesTotal: number | null = null;
  private files: CaptureFiles | null = null;
  private survey: SharedSurveyReader | null = null;
  private finished: Finished | null = null;
  private isWriting = false;
  private isClosed = false;

  constructor(paths: readonly string[], host: ServiceHost, options: CaptureServiceOptions) {
    const emit = (changes: Partial<Shared>) => {
      if (!this.isClosed) host.emit(changes);
    };
    this.host = { emit, shared: () => host.shared() };
    this.lister = new FlowLister(this.host, this.work);
    void bytesOf(paths).then((bytes) => {
      this.bytesTotal = bytes;
    });
    this.thread = options.thread ?? new SurveyThread(paths, options);
    this.thread.listen({
      onMessage: (message) => this.hear(message),
      onCrash: (reason) => this.takeCrash(reason),
    });
  }

  viewFlows(query: FlowQuery): void {
    this.lister.ask(query);
  }

  readCloseUp(flow: number): void {
    this.work.start('close-up', async (pace) => {
      this.emit({ closeUp: { kind: 'reading', flow } });
      const closeUp = await this.closeUpOf(flow, pace);
      pace.expectWanted();
      this.emit({ closeUp });
    });
  }

  readPacket(frame: number): void {
    this.work.start('packet', async (pace) => {
      this.emit({ packet: { kind: 'reading', frame } });
      const packet = await this.packetOf(frame, pace);
      pace.expectWanted();
      this.emit({ packet });
    });
  }

  compare(flow: number): void {
    this.work.start('comparison', async (pace) => {
      this.emit({ comparison: { kind: 'reading', flow } });
      const { survey, finished } = this;
      if (survey === null || finished === null) {
        this.emit({ comparison: { kind: 'failed', flow, message: NOT_YET } });
        return;
      }
      const healthy = await pace.run(healthyNeighbour(survey, (at) => finished.findings.at(at), flow));
      const comparison: CloseUpState =
        healthy === null
          ? { kind: 'failed', flow, message: 'there is no healthy connection to the same server' }
          : await this.closeUpOf(healthy, pace);
      pace.expectWanted();
      this.emit({ comparison });
    });
  }

  write(request: ExportRequest): void {
    if (this.isWriting) {
      this.say('error', 'another file is still being written');
      return;
    }
    this.isWriting = true;
    this.work.start('export', async (pace) => {
      try {
        const text = await this.written(request, pace);
        this.tellWritten(request, { tone: 'notice', text: safeText(text, 1000) });
      } catch (error) {
        this.tellWritten(request, exportRefused(error));
      } finally {
        this.isWriting = false;
      }
    });
  }

  stopReading(): void {
    this.thread.stop();
  }

  noticed(before: Shared, now: Shared): void {
    this.lister.noticed(before, now);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.thread.close();
    await this.work.close();
  }

  private hear(message: Exclude<SurveyMessage, { kind: 'only' }>): void {
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
    const findings = new FlowFindings(flowFindings, diagnosis.findings);
    const paths = inputs.map(({ path }) => path);
    this.files = new CaptureFiles(paths, survey);
    this.finished = { diagnosis, findings };
    const capture: CaptureState = { kind: 'ready', survey, diagnosis, wasStopped };
    const read = notesIn(diagnosis, survey);
    const notes = read.size === 0 ? {} : { notes: new Map([...read, ...this.host.shared().notes]) };
    this.emit({ capture, findingsOf: (flow) => findings.at(flow), ...notes });
    this.lister.finish(survey, { findings: diagnosis.findings, flowFindings });
  }

  private takeSurvey(shared: Extract<SurveyMessage, { kind: 'done' }>['survey']): SharedSurveyReader {
    if (this.survey === null) this.survey = new SharedSurveyReader(shared);
    else this.survey.update(shared);
    return this.survey;
  }

  private takeCrash(reason: string): void {
    if (this.isClosed) return;
    if (this.finished !== null) {
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

  /** Writes a file. Returns what to tell the user. */
  private async written(request: ExportRequest, pace: Pace): Promise<string> {
    const { files, finished } = this;
    if (files === null || finished === null) throw new CliError(2, NOT_YET);
    const { secrets, notes } = this.host.shared();
    const only = (expression: string, flows: Uint32Array) => this.thread.only(expression, flows);
    const { diagnosis, findings } = finished;
    const { writeExport } = await import('./write-export.js');
    const text = await writeExport(request, { files, diagnosis, findings, notes, secrets, only }, pace);
    const hasAllNotes = request.content === 'capture' && request.flows === null;
    if (hasAllNotes && this.host.shared().notes === notes) this.emit({ hasUnwrittenNotes: false });
    return text;
  }

  private async closeUpOf(flow: number, pace: Pace): Promise<CloseUpState> {
    const failed = (message: string): CloseUpState => ({ kind: 'failed', flow, message });
    if (this.files === null) return failed(NOT_YET);
    try {
      const { readCloseUp } = await import('./read-close-up.js');
      const closeUp = await readCloseUp(this.files, flow, this.finished !== null, pace);
      return closeUp === null ? failed(`there is no flow ${flow}`) : { kind: 'ready', flow, closeUp };
    } catch (error) {
      return failed(messageOf(error));
    }
  }

  private async packetOf(frame: number, pace: Pace): Promise<PacketState> {
    const failed = (message: string): PacketState => ({ kind: 'failed', frame, message });
    if (this.files === null) return failed(NOT_YET);
    try {
      const { readPacket } = await import('./read-packet.js');
      const packet = await readPacket(this.files, frame, pace);
      return packet === null ? failed(`there is no frame ${frame}`) : { kind: 'ready', frame, ...packet };
    } catch (error) {
      return failed(messageOf(error));
    }
  }

  private tellWritten(request: ExportRequest, message: Message): void {
    this.emit({ message, written: { request, message } });
  }

  private emit(changes: Partial<Shared>): void {
    this.host.emit(changes);
  }

  private say(tone: Message['tone'], text: string): void {
    this.emit({ message: { tone, text: safeText(text, 1000) } });
  }
}

/** Why nothing was written: a file that is in the way can be replaced. */
function exportRefused(error: unknown): Message {
  const message = { text: safeText(messageOf(error), 1000), tone: 'error' } as const;
  return error instanceof FileExists ? { ...message, canReplace: true } : message;
}

const NOT_YET = 'the capture is still being read';

/** What to tell of an error of reading or writing; anything else is thrown on. */
function messageOf(error: unknown): string {
  if (error instanceof NotReadTwice) {
    return 'the capture came through a pipe, which is not kept: write it to a file and open that';
  }
  if (error instanceof CaptureError) return `${error.message}. ${error.advice}`;
  if (error instanceof CliError) return error.message;
  throw error;
}
