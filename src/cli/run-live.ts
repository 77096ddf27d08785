/** `tcpdx live` without a screen: starts the capture, prints findings as they are made, and the report at the end. */
import type { CaptureCounters, LinkState } from '../capture/live/capture-request.js';
import { startCapture } from '../capture/live/live-capture.js';
import { STANDARD_INPUT } from '../capture/open-source.js';
import type { CaptureFacts, Diagnosis, Finding, LiveFacts } from '../diagnosis/diagnosis.js';
import type { ReportContext } from '../report/context.js';
import { findingEvent } from '../report/live-events.js';
import { metricsText } from '../report/metrics.js';
import { RULES } from '../rules/index.js';
import { endpointText } from '../view/endpoint.js';
import { type SafeText, safeText, say } from '../view/safe-text.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { FindingHook } from './finding-hook.js';
import { type FindingChange, FindingLog } from './finding-log.js';
import { type Io, OutputClosed } from './io.js';
import { liveFacts } from './live-facts.js';
import type { LiveOptions } from './live-options.js';
import { LiveRecording } from './live-recording.js';
import {
  endedWell,
  type LiveLook,
  LiveSession,
  type LiveSource,
  type SessionResult,
} from './live-session.js';
import { LiveTeller, type ToldEnd } from './live-teller.js';
import { callAfter } from './long-timer.js';
import { type MetricsServer, serveMetrics } from './metrics-server.js';
import { dropPrivileges } from './privileges.js';
import { exitCodeOf } from './report.js';
import { keepHeapsSmall } from './small-heap.js';
import { standardInputSource } from './standard-input-source.js';
import { onStopSignals } from './stop-signals.js';
import { packageVersion } from './version.js';

const MS_PER_SECOND = 1000;

/** What is to be captured and told. */
export interface LiveOrder {
  /** As the user named it; `-` for standard input. */
  readonly interfaceName: string;
  readonly options: LiveOptions;
  /** Starts the capture: another one only in tests. */
  readonly start?: (order: LiveOrder, io: Io, stop: AbortSignal) => Promise<StartedSource>;
}

/** A source, and what is to be said of how it was chosen. */
export interface StartedSource {
  readonly source: LiveSource;
  readonly notes: readonly SafeText[];
}

/** What a run tells as it happens: `LiveTeller` prints it. */
export interface LiveListener {
  /** The capture began. */
  start(live: LiveFacts, notes: readonly SafeText[]): void;
  /** After every look, the first one in front of all frames. */
  looked?(look: LiveLook): void;
  changes(changes: readonly FindingChange[], capture: CaptureFacts): void;
  /** Something is wrong beside the capture. */
  warn(message: SafeText): void;
  end(end: ToldEnd): Promise<void>;
}

/** Captures until it is ended. Throws `CaptureError`, `CliError`. */
export async function runLive(order: LiveOrder, io: Io): Promise<ExitCode> {
  // A capture without an end makes objects with every look, and much of them garbage.
  keepHeapsSmall();
  const { source, notes } = await startUntilStopped(order, io);
  try {
    dropPrivileges(io.environment ?? {});
    const tellerOf = (context: ReportContext, stop: () => void) =>
      new LiveTeller(io, order.options.format, context, stop);
    return await new LiveRun(order, io.environment ?? {}, source, tellerOf).run(notes);
  } finally {
    source.stop();
  }
}

/** A signal in front of the first frame ends the program of capture as well: it has a process group of its own. */
async function startUntilStopped(order: LiveOrder, io: Io): Promise<StartedSource> {
  const stop = new AbortController();
  const takeBack = onStopSignals(() => stop.abort());
  try {
    return await (order.start ?? startSource)(order, io, stop.signal);
  } finally {
    takeBack();
  }
}

/** @param message what happened; null where the capture ended as it was asked to */
export function liveExitCode(
  message: string | null,
  diagnosis: Diagnosis,
  { failOn }: LiveOptions,
): ExitCode {
  return message === null ? exitCodeOf(diagnosis, failOn) : EXIT.damaged;
}

/**
 * Starts the program of capture, or takes standard input.
 * @param stop ends the program when it has not begun yet. Throws `CaptureError`.
 */
export async function startSource(
  { interfaceName, options }: LiveOrder,
  io: Io,
  stop: AbortSignal,
): Promise<StartedSource> {
  if (interfaceName === STANDARD_INPUT) {
    return { source: standardInputSource(io.stdin ?? process.stdin), notes: [] };
  }
  const request = {
    interfaceName,
    filter: options.filter ?? null,
    snapLength: options.snaplen ?? null,
    isPromiscuous: options.promiscuous,
    bufferMebibytes: options.buffer,
  };
  const source = await startCapture(request, options.backend, stop);
  const notes = source.passedOver.map(
    ({ backend, message }) => say`not with ${safeText(backend)}: ${safeText(message, 400)}`,
  );
  if (!options.promiscuous && source.isPromiscuous)
    notes.push(say`cap makes the interface promiscuous all the same`);
  return { source, notes };
}

/** One run. */
export class LiveRun {
  readonly session: LiveSession;
  recording: LiveRecording | null = null;
  private readonly order: LiveOrder;
  private readonly environment: NonNullable<Io['environment']>;
  private readonly source: LiveSource;
  private readonly context: ReportContext;
  private readonly teller: LiveListener;
  private readonly log = new FindingLog();
  private readonly hook: FindingHook | null;
  private latest: LiveLook | null = null;

  /** @param listenerOf makes what hears of it; is given what stops the run when nobody hears any more */
  constructor(
    order: LiveOrder,
    environment: NonNullable<Io['environment']>,
    source: LiveSource,
    listenerOf: (context: ReportContext, stop: () => void) => LiveListener,
  ) {
    const { options, interfaceName } = order;
    this.order = order;
    this.environment = environment;
    this.source = source;
    this.context = {
      version: packageVersion(),
      secrets: options.showSecrets === true ? 'shown' : 'masked',
      rules: RULES,
    };
    this.session = new LiveSession(source, {
      interfaceName,
      filter: options.filter ?? null,
      onLook: (look) => this.take(look),
    });
    this.teller = listenerOf(this.context, () => this.stopUnheard());
    this.hook =
      options.onFinding === undefined
        ? null
        : new FindingHook(options.onFinding, (message) => this.teller.warn(message));
  }

  async run(notes: readonly SafeText[]): Promise<ExitCode> {
    const { options } = this.order;
    const takeBack = onStopSignals(() => this.stop());
    const forgetDuration =
      options.duration === undefined
        ? null
        : callAfter(options.duration * MS_PER_SECOND, () => this.session.stop('duration'));
    let metrics: MetricsServer | null = null;
    try {
      if (options.metrics !== undefined) {
        metrics = await serveMetrics(options.metrics, () => this.metrics());
        notes = [...notes, say`metrics: http://127.0.0.1:${safeText(String(metrics.port))}/metrics`];
      }
      if (options.record) this.recording = await this.openRecording();
      this.teller.start(this.facts(null), notes);
      this.teller.looked?.(this.session.look());
      const result = await this.session.run(this.recording);
      this.tellChanges(result.diagnosis, true);
      const exitCode = await this.finish(result);
      await this.hook?.idle();
      return exitCode;
    } catch (error) {
      this.hook?.end();
      await this.recording?.abandon();
      // Nobody reads any more, as behind `| head`: nothing is wrong.
      if (error instanceof OutputClosed) return EXIT.done;
      throw error;
    } finally {
      metrics?.close();
      forgetDuration?.();
      takeBack();
    }
  }

  private openRecording(): Promise<LiveRecording> {
    const { interfaceName, options } = this.order;
    const application = `tcpdx ${packageVersion()}`;
    const { timeBase } = this.session.survey;
    return LiveRecording.open(interfaceName, options, timeBase, application, this.environment);
  }

  /** Asks for the end; a second time, nothing more is waited for. */
  stop(): void {
    if (this.isOver) this.hook?.end();
    this.session.stop('stopped');
  }

  private isOver = false;
  private isUnheard = false;

  /** Nobody hears any more, which every write that fails says anew: what is on its way is still recorded. */
  private stopUnheard(): void {
    if (!this.isUnheard) this.session.stop('stopped');
    this.isUnheard = true;
  }

  private take(look: LiveLook): void {
    this.latest = look;
    const fault = this.recording?.look(look) ?? null;
    if (fault !== null) this.teller.warn(fault);
    this.tellChanges(look.diagnosis, false);
    this.teller.looked?.(look);
    const { stopOn } = this.order.options;
    const isFound = stopOn !== undefined && look.diagnosis.findings.some(({ rule }) => rule === stopOn);
    if (isFound) this.session.stop('stop-on');
  }

  private tellChanges({ findings, capture }: Diagnosis, isLast: boolean): void {
    const changes = this.log.changes(findings, performance.now(), isLast);
    this.teller.changes(changes, capture);
    for (const { kind, finding } of changes) if (kind === 'new') this.callHook(finding, capture);
  }

  private callHook(finding: Finding, capture: Diagnosis['capture']): void {
    const server = finding.server === null ? '' : endpointText(finding.server);
    this.hook?.call(finding.rule, server, findingEvent('new', finding, capture, this.context));
  }

  private async finish({ diagnosis, end }: SessionResult): Promise<ExitCode> {
    this.isOver = true;
    const isAsked = endedWell(end.reason);
    const message = isAsked ? null : `${end.message}. ${end.advice}`;
    if (message !== null) this.teller.warn(safeText(message, 2000));
    await this.teller.end({ diagnosis, message, recorded: this.recording?.told() ?? [] });
    return liveExitCode(message, diagnosis, this.order.options);
  }

  private async metrics(): Promise<string> {
    const { survey } = this.session;
    const look = this.latest ?? this.session.look();
    return metricsText({
      diagnosis: look.diagnosis,
      live: this.facts(await this.session.counters()),
      rules: RULES,
      recorded: (await this.recording?.numbers()) ?? null,
      evictedFlows: survey.flows.firstKept,
      memoryBytes: process.memoryUsage.rss(),
    });
  }

  /** Where the frames went so far. */
  facts(counters: CaptureCounters | null): LiveFacts {
    return liveFacts({ ...this.known(), counters });
  }

  /** How the link is now. */
  linkState(): LinkState {
    return this.source.linkState?.() ?? 'unknown';
  }

  private known() {
    const { interfaceName, options } = this.order;
    const { backend, timesAre, interfaceName: systemName } = this.source;
    const analysed = this.session.survey.frames;
    const filter = options.filter ?? null;
    return { interfaceName, systemName, filter, backend, timesAre, analysed, endedBy: null };
  }
}
