/** What the screens ask for, done in this process: reading goes on between keys, piece by piece. */
import { CaptureError } from '../capture/capture-error.js';
import { STANDARD_INPUT } from '../capture/open-source.js';
import { Diagnostician } from '../diagnosis/diagnose.js';
import { compileFilter } from '../filter/filter.js';
import { RULES } from '../rules/index.js';
import { FlowFacts } from '../survey/flow-facts.js';
import type { Survey } from '../survey/survey.js';
import type { ExportRequest } from '../tui/effect.js';
import type { ReadingNews, Services, ViewRequest } from '../tui/services.js';
import type { CaptureState, CloseUpState, FlowView, Message, PacketState, Progress } from '../tui/shared.js';
import { filterFaultSentence } from '../view/filter-fault-text.js';
import { type SafeText, type Secrets, safeText, say } from '../view/safe-text.js';
import type { Io } from './io.js';
import { CliError } from './io.js';
import { exportParts, exportRefused } from './open-export.js';
import { readCaptures } from './read-captures.js';
import { readFlow } from './read-flow.js';
import { findFrame } from './show-frame.js';
import { writeToFile } from './write-output.js';

/** Keys are looked for this often while a capture is read. */
const TURN_MS = 12;

const NOT_AGAIN = 'Standard input cannot be read a second time; write the capture to a file first.';

/** What the services need. */
export interface CaptureServicesOptions {
  readonly paths: readonly string[];
  readonly io: Pick<Io, 'stdin'>;
  readonly secrets: Secrets;
  readonly copy: (text: string, what: SafeText) => Message;
}

/** A capture that was read and judged. */
interface Judged {
  readonly survey: Survey;
  readonly judge: Diagnostician;
  readonly capture: Extract<CaptureState, { kind: 'ready' }>;
}

/** Reads captures for the screens. */
export class CaptureServices implements Services {
  readonly copy: Services['copy'];
  private readonly options: CaptureServicesOptions;
  private judged: Judged | null = null;
  private isStopped = false;

  constructor(options: CaptureServicesOptions) {
    this.options = options;
    this.copy = options.copy;
  }

  async read(tell: (news: ReadingNews) => void): Promise<void> {
    try {
      await this.readAll(tell);
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
      tell({ capture: { kind: 'failed', message: error.message, advice: error.advice } });
    }
  }

  stopReading(): void {
    this.isStopped = true;
  }

  async viewFlows({ filter, order, markedOnly, marks }: ViewRequest): Promise<FlowView | Message> {
    const { judged } = this;
    const startedMs = performance.now();
    const compiled = filter === '' ? null : compileFilter(filter);
    if (compiled?.ok === false) return { text: filterFaultSentence(compiled.fault), tone: 'error' };
    if (judged === null) return viewOf({ filter, order, markedOnly }, [], 0, startedMs);
    const { survey, judge, capture } = judged;
    const matches =
      compiled?.filter.over({
        survey,
        findings: capture.diagnosis.findings,
        findingsAt: (flow) => judge.findingsAt(flow),
      }) ?? (() => true);
    const { firstKept, length } = survey.flows;
    const flows: number[] = [];
    for (let flow = firstKept; flow < length; flow++) {
      if (matches(flow) && (!markedOnly || marks.has(flow))) flows.push(flow);
    }
    if (order.isDescending) flows.reverse();
    return viewOf({ filter, order, markedOnly }, flows, length - firstKept, startedMs);
  }

  async readCloseUp(flow: number): Promise<CloseUpState> {
    const failed = (message: string): CloseUpState => ({ kind: 'failed', flow, message });
    return this.reading(failed, async () => {
      const { closeUp } = await readFlow(this.options.paths, flow, { onProgress: () => {} });
      return closeUp === null ? failed(`There is no flow ${flow}.`) : { kind: 'ready', flow, closeUp };
    });
  }

  async readPacket(frame: number): Promise<PacketState> {
    const failed = (message: string): PacketState => ({ kind: 'failed', frame, message });
    return this.reading(failed, async () => {
      const { document } = await findFrame(this.options.paths, frame, {});
      if (document === null) return failed(`There is no frame ${frame}.`);
      return { kind: 'ready', frame, tree: document.tree, octets: document.octets };
    });
  }

  async compare(flow: number): Promise<CloseUpState> {
    const healthy = this.healthyFlowBeside(flow);
    if (healthy !== null) return this.readCloseUp(healthy);
    return { kind: 'failed', flow, message: 'There is no flow without a finding to the same server.' };
  }

  async export(request: ExportRequest): Promise<Message> {
    const { paths, secrets } = this.options;
    if (this.judged === null) return { text: safeText('The capture is still being read'), tone: 'warning' };
    try {
      const { survey, judge, capture } = this.judged;
      const parts = exportParts(request, { survey, judge, diagnosis: capture.diagnosis, secrets });
      if (parts === null) return { text: safeText('Captures cannot be written yet'), tone: 'warning' };
      await writeToFile({ path: request.path, force: request.force, inputs: paths }, parts);
      return { text: say`${safeText(request.path)} was written`, tone: 'notice' };
    } catch (error) {
      if (error instanceof CliError) return exportRefused(error);
      throw error;
    }
  }

  private async readAll(tell: (news: ReadingNews) => void): Promise<void> {
    const { paths, io } = this.options;
    let judge: Diagnostician | null = null;
    const judgeOf = (survey: Survey) => {
      judge ??= new Diagnostician(survey, RULES);
      return judge;
    };
    let octets: Pick<Progress, 'bytesRead' | 'bytesTotal'> = { bytesRead: 0, bytesTotal: null };
    let turnMs = performance.now();
    const { survey, files, problems } = await readCaptures(paths, {
      hash: false,
      standardInput: io.stdin,
      onEvict: (survey, first, end) => judgeOf(survey).consume(first, end),
      onProgress: (bytesRead, bytesTotal) => {
        octets = { bytesRead, bytesTotal };
      },
      goOn: async (survey) => {
        if (performance.now() - turnMs < TURN_MS) return !this.isStopped;
        const progress = { ...octets, frames: survey.frames, flows: survey.flows.length };
        tell({ capture: { kind: 'reading', progress, survey } });
        await new Promise(setImmediate);
        turnMs = performance.now();
        return !this.isStopped;
      },
    });
    const judged = judgeOf(survey);
    const diagnosis = judged.finish({ files, readerProblems: [problems] });
    const capture = { kind: 'ready', survey, diagnosis, wasStopped: this.isStopped } as const;
    this.judged = { survey, judge: judged, capture };
    tell({ capture, findingsOf: (flow) => judged.findingsAt(flow) });
  }

  /** What can go wrong with the file since it was read. */
  private async reading<T>(failed: (message: string) => T, read: () => Promise<T>): Promise<T> {
    if (this.options.paths.includes(STANDARD_INPUT)) return failed(NOT_AGAIN);
    try {
      return await read();
    } catch (error) {
      if (error instanceof CaptureError) return failed(error.message);
      throw error;
    }
  }

  /** The nearest flow by its number to the same server that has no finding and was closed by both sides. */
  private healthyFlowBeside(flow: number): number | null {
    if (this.judged === null) return null;
    const { survey, judge } = this.judged;
    const { firstKept, length } = survey.flows;
    const facts = new FlowFacts(survey).at(flow);
    const { serverAddress, serverPort } = facts;
    for (let distance = 1; distance < length - firstKept; distance++) {
      for (const other of [flow - distance, flow + distance]) {
        if (other < firstKept || other >= length) continue;
        facts.at(other);
        const isSameServer = facts.serverAddress === serverAddress && facts.serverPort === serverPort;
        const isHealthy = facts.handshakeAckSeen && facts.clientFinCount > 0 && facts.serverFinCount > 0;
        if (isSameServer && isHealthy && judge.findingsAt(other).length === 0) return other;
      }
    }
    return null;
  }
}

function viewOf(
  request: Pick<FlowView, 'filter' | 'order' | 'markedOnly'>,
  flows: readonly number[],
  total: number,
  startedMs: number,
): FlowView {
  return { ...request, flows: Uint32Array.from(flows), total, tookMs: performance.now() - startedMs };
}
