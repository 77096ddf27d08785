/**
 * A capture that is being taken, behind the screens: captured and judged in a thread of its own; segments and octets are read from
 * what is recorded, while it grows.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { FlowRow } from '../tcp/flow-row.js';
import type { ServiceHost } from '../tui/capture-service.js';
import type { LiveState } from '../tui/live-state.js';
import type { CloseUpState } from '../tui/shared.js';
import { join, safeText } from '../view/safe-text.js';
import { CliError } from './io.js';
import type { LiveFound, LiveMessage, LiveProgress, LiveThreadOrder } from './live-messages.js';
import { LiveThread, type LiveThreadOptions } from './live-thread.js';
import type { Pace } from './pace.js';
import { recordedFiles } from './recorded-files.js';
import { SurveyedCapture } from './surveyed-capture.js';

/** How long frames may take to the disk, with some to spare. */
const ON_DISK_MS = 300;

/** Time for the capture program to end where nobody waits for what it has left. */
const CLOSE_MS = 1000;

/** Flow that was read again, and how many segments of it were known then. */
const NOTHING_REFRESHED = { flow: -1, segments: 0 };

/** What came of a capture. */
export type LiveOutcome =
  | Extract<LiveMessage, { kind: 'done' | 'failed' }>
  /** The thread broke down. */
  | { readonly kind: 'crashed'; readonly reason: string };

/** How a capture is taken for the screen. */
export interface LiveServiceOptions extends LiveThreadOptions {
  /** Called when the capture program runs. Throws `CliError` when nothing may go on. */
  readonly dropPrivileges: () => void;
}

/** See above. */
export class LiveService extends SurveyedCapture {
  /** How it ended, once it has. */
  readonly outcome: Promise<LiveOutcome>;
  /** Everything that was started has ended. */
  readonly idle: Promise<void>;
  private readonly thread: LiveThread;
  private readonly dropPrivileges: () => void;
  private readonly filter: string | null;
  private readonly interfaceName: string;
  private resolveOutcome: (outcome: LiveOutcome) => void = () => {};
  private resolveIdle: () => void = () => {};
  private live: LiveState;
  /** What came while the view stands still. */
  private held: LiveProgress | null = null;
  private isPaused = false;
  private refreshed = NOTHING_REFRESHED;

  constructor(order: LiveThreadOrder, host: ServiceHost, options: LiveServiceOptions) {
    super(host);
    this.dropPrivileges = options.dropPrivileges;
    this.interfaceName = order.interfaceName;
    this.filter = order.options.filter ?? null;
    this.live = startingState(this.interfaceName, this.filter);
    this.outcome = new Promise((resolve) => {
      this.resolveOutcome = resolve;
    });
    this.idle = new Promise((resolve) => {
      this.resolveIdle = resolve;
    });
    this.thread = new LiveThread(order, options);
    this.thread.listen({
      onMessage: (message) => this.hear(message),
      onCrash: (reason) => this.takeCrash(reason),
    });
  }

  /** Files of the recording that are there. */
  get recordedPaths(): readonly string[] {
    return this.files?.paths ?? [];
  }

  /** Ends the capture; what was captured is judged. A second time, frames on their way are not waited for. */
  stopReading(): void {
    if (this.live.phase === 'ended') return;
    this.thread.post({ kind: 'stop' });
    this.emitLive({ phase: 'stopping' });
  }

  /** For who does not want to wait, once the end was asked for: ends programs of `--on-finding` as well when all was judged. */
  stopWaiting(): void {
    this.thread.post({ kind: 'stop' });
  }

  override pause(isPaused: boolean): void {
    this.isPaused = isPaused;
    this.emitLive({ isPaused });
    const { held } = this;
    this.held = null;
    if (!isPaused && held !== null) this.take(held);
  }

  protected only(expression: string, flows: Uint32Array): Promise<Diagnosis> {
    return this.thread.only(expression, flows);
  }

  /** The capture program is ended first: whose thread is gone goes on until its next frame. */
  protected async closeThread(): Promise<void> {
    if (this.live.phase !== 'ended') {
      this.thread.post({ kind: 'stop' });
      await Promise.race([this.outcome, wait(CLOSE_MS, undefined, { ref: false })]);
    }
    await this.thread.close();
  }

  /** What was captured a moment ago may not be on the disk yet. */
  protected override async closeUpOf(flow: number, pace: Pace): Promise<CloseUpState> {
    const first = await super.closeUpOf(flow, pace);
    if (first.kind !== 'failed' || this.live.phase === 'ended') return first;
    await wait(ON_DISK_MS);
    pace.expectWanted();
    return super.closeUpOf(flow, pace);
  }

  private hear(message: LiveMessage): void {
    if (this.isClosed && message.kind !== 'done') return;
    switch (message.kind) {
      case 'begun':
        this.begin();
        break;
      case 'started':
        this.emitLive({
          phase: this.live.phase === 'starting' ? 'running' : this.live.phase,
          warning: message.notes.length === 0 ? null : join(message.notes, '; '),
        });
        break;
      case 'progress':
      case 'look':
        this.takeNews(message);
        break;
      case 'warning':
        this.emitLive({ warning: message.text });
        break;
      case 'done':
        this.takeEnd(message);
        break;
      case 'failed':
        this.takeFailure(message);
        break;
      case 'broken':
        this.takeCrash(message.reason);
        break;
      case 'idle':
        this.resolveIdle();
    }
  }

  private begin(): void {
    try {
      this.dropPrivileges();
      this.thread.post({ kind: 'go' });
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      const { message, exitCode } = error;
      this.takeFailure({ kind: 'failed', message, advice: '', exitCode });
    }
  }

  /** While the view stands still only the gauges go on; a look is worth more than later progress. */
  private takeNews(news: LiveProgress): void {
    if (!this.isPaused) {
      this.take(news);
      return;
    }
    if (isFound(news) || this.held === null || !isFound(this.held)) this.held = news;
    else this.held = { ...this.held, ...news };
    this.emitLive({ gauges: news.gauges });
  }

  private take(news: LiveProgress): void {
    const survey = this.takeSurvey(news.survey);
    this.files = recordedFiles(news.recorded, survey);
    const [path] = this.files.paths;
    if (path !== undefined && path !== this.host.shared().paths[0])
      this.emit({ paths: this.files.paths.slice(0, 1) });
    this.live = { ...this.live, gauges: news.gauges };
    if (isFound(news)) {
      const { diagnosis, flowFindings, probes } = news;
      const { findings } = this.takeJudged(diagnosis, flowFindings, this.live.phase === 'ended');
      this.live = { ...this.live, probes };
      this.emit({
        live: this.live,
        capture: { kind: 'ready', survey, diagnosis, wasStopped: false },
        findingsOf: (flow) => findings.at(flow),
      });
      this.lister.grow(survey, { findings: diagnosis.findings, flowFindings });
    } else {
      this.emit({ live: this.live });
      this.lister.grow(survey);
    }
    this.refreshCloseUp();
  }

  private takeEnd(message: Extract<LiveMessage, { kind: 'done' }>): void {
    this.isPaused = false;
    this.held = null;
    const fault = message.message === null ? null : safeText(message.message, 2000);
    this.live = { ...this.live, phase: 'ended', isPaused: false, fault };
    // What was not on the disk when it was read is there now.
    this.refreshed = NOTHING_REFRESHED;
    this.take(message);
    this.readAgain();
    this.resolveOutcome(message);
  }

  /**
   * What could not be read while it went on is there now, or there is something else to be said of it; what is being read may have
   * been begun too early.
   */
  private readAgain(): void {
    const { closeUp, packet } = this.host.shared();
    if (closeUp !== null && closeUp.kind !== 'ready') this.readCloseUp(closeUp.flow);
    if (packet !== null && packet.kind !== 'ready') this.readPacket(packet.frame);
  }

  private takeFailure(message: Extract<LiveMessage, { kind: 'failed' }>): void {
    void this.thread.close();
    if (this.judged === null) {
      this.live = { ...this.live, phase: 'ended' };
      const { message: what, advice } = message;
      this.emit({ live: this.live, capture: { kind: 'failed', message: what, advice } });
    } else this.emitLive({ phase: 'ended', fault: safeText(`${message.message}. ${message.advice}`, 2000) });
    this.resolveOutcome(message);
    this.resolveIdle();
  }

  private takeCrash(reason: string): void {
    this.resolveIdle();
    if (this.live.phase === 'ended') return;
    const fault = `The thread that captured broke down: ${reason}`;
    const advice = 'This is an error of this program. What was recorded is kept: open the file.';
    if (this.judged === null) this.emit({ capture: { kind: 'failed', message: fault, advice } });
    this.emitLive({ phase: 'ended', fault: safeText(`${fault}. ${advice}`, 2000) });
    this.resolveOutcome({ kind: 'crashed', reason });
  }

  private emitLive(changes: Partial<LiveState>): void {
    this.live = { ...this.live, ...changes };
    this.emit({ live: this.live });
  }

  /** The flow that is looked at may have gone on; it is read again without a word, once for what there is now. */
  private refreshCloseUp(): void {
    const { closeUp } = this.host.shared();
    const { survey } = this;
    if (closeUp?.kind !== 'ready' || survey === null || closeUp.flow < survey.flows.firstKept) return;
    const { flow } = closeUp;
    const segments = segmentsOf(survey, flow);
    const isKnown = this.refreshed.flow === flow && this.refreshed.segments === segments;
    if (isKnown || segmentsOf(closeUp.closeUp.survey, 0) >= segments) return;
    // What came while it was read is read when that is over.
    if (this.renewCloseUp(flow, ON_DISK_MS, () => this.refreshCloseUp())) this.refreshed = { flow, segments };
  }
}

function isFound(news: LiveProgress): news is LiveFound {
  return 'diagnosis' in news;
}

function segmentsOf({ flows }: { readonly flows: { readonly rows: FlowRow['rows'] } }, flow: number): number {
  const row = new FlowRow(flows.rows).moveTo(flow);
  return row.segments(0) + row.segments(1);
}

/** What the screen shows in front of the first word of the thread. */
export function startingState(interfaceName: string, filter: string | null): LiveState {
  return {
    phase: 'starting',
    interfaceName,
    filter,
    gauges: null,
    probes: [],
    isPaused: false,
    warning: null,
    fault: null,
  };
}
