/**
 * What stands behind the screens whatever the frames come from: lists, close-ups and files made of a survey that a thread tells
 * about, in slices between keys. What reads and writes them is loaded when it is first wanted, so that the first screen comes soon.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { CaptureError } from '../capture/capture-error.js';
import { healthyNeighbour } from '../closeup/healthy-neighbour.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { FlowFindings, type SharedFlowFindings } from '../diagnosis/flow-findings.js';
import { type SharedSurvey, SharedSurveyReader } from '../survey/shared-survey.js';
import type { CaptureService, ServiceHost } from '../tui/capture-service.js';
import type { ExportRequest } from '../tui/effect.js';
import type { FlowQuery } from '../tui/flow-view.js';
import type { CloseUpState, Message, PacketState, Shared } from '../tui/shared.js';
import { safeText } from '../view/safe-text.js';
import { type CaptureFiles, FrameGone, NotReadTwice } from './capture-files.js';
import { FlowLister } from './flow-lister.js';
import { CliError } from './io.js';
import { LatestWork } from './latest-work.js';
import type { Pace } from './pace.js';
import { FileExists } from './write-output.js';

/** Kinds of work of which the latest wins. */
type Kind = 'view' | 'close-up' | 'packet' | 'comparison' | 'export';

/** What was found, in the whole capture or in what there is of it so far. */
export interface Judged {
  readonly diagnosis: Diagnosis;
  readonly findings: FlowFindings;
  /** As the thread told it. */
  readonly flowFindings: SharedFlowFindings;
  /** Nothing will change any more. */
  readonly isFinal: boolean;
}

/** The part of a `CaptureService` that does not depend on where frames come from. */
export abstract class SurveyedCapture implements CaptureService {
  protected readonly host: ServiceHost;
  protected readonly lister: FlowLister;
  protected files: CaptureFiles | null = null;
  protected survey: SharedSurveyReader | null = null;
  protected judged: Judged | null = null;
  protected isClosed = false;
  private readonly work = new LatestWork<Kind>();
  private isWriting = false;
  private isRenewing = false;

  constructor(host: ServiceHost) {
    const emit = (changes: Partial<Shared>) => {
      if (!this.isClosed) host.emit(changes);
    };
    this.host = { emit, shared: () => host.shared() };
    this.lister = new FlowLister(this.host, this.work);
  }

  abstract stopReading(): void;

  /** A file stands still by itself. */
  pause(_isPaused: boolean): void {}

  /** The diagnosis of some flows, given in order. */
  protected abstract only(expression: string, flows: Uint32Array): Promise<Diagnosis>;

  /** Ends the thread. */
  protected abstract closeThread(): Promise<void>;

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
      const { survey, judged } = this;
      if (survey === null || judged === null) {
        this.emit({ comparison: { kind: 'failed', flow, message: NOT_YET } });
        return;
      }
      const healthy = await pace.run(healthyNeighbour(survey, (at) => judged.findings.at(at), flow));
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

  noticed(before: Shared, now: Shared): void {
    this.lister.noticed(before, now);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.closeThread();
    await this.work.close();
  }

  /** Takes how far the survey is. */
  protected takeSurvey(shared: SharedSurvey): SharedSurveyReader {
    if (this.survey === null) this.survey = new SharedSurveyReader(shared);
    else this.survey.update(shared);
    return this.survey;
  }

  /** Takes what was found. */
  protected takeJudged(diagnosis: Diagnosis, flowFindings: SharedFlowFindings, isFinal: boolean): Judged {
    const findings = new FlowFindings(flowFindings, diagnosis.findings);
    this.judged = { diagnosis, findings, flowFindings, isFinal };
    return this.judged;
  }

  /**
   * Reads the flow that is shown once more, without a word; what is shown stays where that fails.
   * @param onOver called when that is over, whatever came of it
   * @returns false where one is being read so already: then nothing was started
   */
  protected renewCloseUp(flow: number, afterMs: number, onOver: () => void): boolean {
    if (this.isRenewing) return false;
    this.isRenewing = true;
    this.work.start('close-up', async (pace) => {
      try {
        await wait(afterMs);
        pace.expectWanted();
        const closeUp = await this.closeUpOf(flow, pace);
        pace.expectWanted();
        if (closeUp.kind === 'ready') this.emit({ closeUp });
      } finally {
        this.isRenewing = false;
        onOver();
      }
    });
    return true;
  }

  /** Reads a flow from the files. */
  protected async closeUpOf(flow: number, pace: Pace): Promise<CloseUpState> {
    const failed = (message: string): CloseUpState => ({ kind: 'failed', flow, message });
    if (this.files === null) return failed(NOT_YET);
    try {
      const { readCloseUp } = await import('./read-close-up.js');
      const closeUp = await readCloseUp(this.files, flow, this.judged?.isFinal === true, pace);
      if (closeUp !== null) return { kind: 'ready', flow, closeUp };
      return failed(
        flow < this.files.survey.flows.length ? changedSince('flow', flow) : `there is no flow ${flow}`,
      );
    } catch (error) {
      return failed(messageOf(error));
    }
  }

  /** Writes a file. Returns what to tell the user. */
  private async written(request: ExportRequest, pace: Pace): Promise<string> {
    const { files, judged } = this;
    if (files === null || judged === null) throw new CliError(2, NOT_YET);
    const { secrets, notes } = this.host.shared();
    const only = (expression: string, flows: Uint32Array) => this.only(expression, flows);
    const { diagnosis, findings } = judged;
    const { writeExport } = await import('./write-export.js');
    const text = await writeExport(request, { files, diagnosis, findings, notes, secrets, only }, pace);
    const hasAllNotes = request.content === 'capture' && request.flows === null;
    if (hasAllNotes && this.host.shared().notes === notes) this.emit({ hasUnwrittenNotes: false });
    return text;
  }

  private async packetOf(frame: number, pace: Pace): Promise<PacketState> {
    const failed = (message: string): PacketState => ({ kind: 'failed', frame, message });
    if (this.files === null) return failed(NOT_YET);
    try {
      const { readPacket } = await import('./read-packet.js');
      const packet = await readPacket(this.files, frame, pace);
      if (packet !== null) return { kind: 'ready', frame, ...packet };
      return failed(
        frame <= this.files.survey.frames ? changedSince('frame', frame) : `there is no frame ${frame}`,
      );
    } catch (error) {
      return failed(messageOf(error));
    }
  }

  private tellWritten(request: ExportRequest, message: Message): void {
    this.emit({ message, written: { request, message } });
  }

  protected emit(changes: Partial<Shared>): void {
    this.host.emit(changes);
  }

  protected say(tone: Message['tone'], text: string): void {
    this.emit({ message: { tone, text: safeText(text, 1000) } });
  }
}

/** Why nothing was written: a file that is in the way can be replaced. */
function exportRefused(error: unknown): Message {
  const message = { text: safeText(messageOf(error), 1000), tone: 'error' } as const;
  return error instanceof FileExists ? { ...message, canReplace: true } : message;
}

const NOT_YET = 'the capture is still being read';

/** Why something that was read once is not found again. */
function changedSince(what: 'flow' | 'frame', number: number): string {
  return `${what} ${number} is not in the file any more, which was changed after it was read: quit, and open it anew`;
}

/** What to tell of an error of reading or writing; anything else is thrown on. */
function messageOf(error: unknown): string {
  if (error instanceof NotReadTwice) {
    return 'the capture came through a pipe, which is not kept: write it to a file and open that';
  }
  if (error instanceof FrameGone) return error.message;
  if (error instanceof CaptureError) return `${error.message}. ${error.advice}`;
  if (error instanceof CliError) return error.message;
  throw error;
}
