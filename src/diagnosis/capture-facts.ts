/**
 * The capture in numbers: files, oddities, and sums over its flows or over some of them.
 */
import { ExchangeFacts } from '../survey/exchange-facts.js';
import { FlowFacts } from '../survey/flow-facts.js';
import type { Survey } from '../survey/survey.js';
import { checksumFacts } from './checksum-facts.js';
import type { CaptureFacts, FileFacts, LiveFacts, Totals } from './diagnosis.js';
import type { TeardownCounts } from './teardown-counts.js';

/** What is known of the input beside the survey. */
export interface DiagnosisInput {
  readonly files: readonly FileFacts[];
  /** Oddities met while reading the files (`FrameReader.problems`). */
  readonly readerProblems?: readonly ReadonlyMap<string, number>[];
  /** Of a capture that was taken while it was judged. */
  readonly live?: LiveFacts;
}

/**
 * What is known of the capture as a whole.
 * @param pending problems that would be counted if the survey ended now
 */
export function captureFacts(
  survey: Survey,
  { files, readerProblems = [], live }: DiagnosisInput,
  pending: ReadonlyMap<string, number> = new Map(),
): CaptureFacts {
  const problems = [
    ...summed([new Map(survey.problems.list().map(({ code, count }) => [code, count])), pending]),
    ...summed(readerProblems),
  ];
  const checksums = checksumFacts(survey);
  problems.sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
  return {
    files,
    frames: survey.frames,
    epochSeconds: survey.timeBase.epochSeconds,
    firstTimeNs: numberOrNull(survey.earliestTimeNs),
    lastTimeNs: numberOrNull(survey.latestTimeNs),
    problems,
    ...(live === undefined ? {} : { live }),
    ...(checksums === null ? {} : { checksums }),
  };
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function summed(counts: readonly ReadonlyMap<string, number>[]): { code: string; count: number }[] {
  const sums = new Map<string, number>();
  for (const ofOne of counts) {
    for (const [code, count] of ofOne) sums.set(code, (sums.get(code) ?? 0) + count);
  }
  return [...sums].map(([code, count]) => ({ code, count }));
}

/** Sums over all flows.
 * @param teardowns how they ended
 */
export function totalsOf(survey: Survey, teardowns: TeardownCounts): Totals {
  const { requests, responses, byStatus } = survey.httpTotals;
  const status: Record<string, number> = {};
  for (let code = 0; code < byStatus.length; code++) {
    const count = byStatus[code] as number;
    if (count > 0) status[String(code)] = count;
  }
  return {
    flows: survey.flows.length - survey.flows.quoted.size,
    segments: survey.segments,
    payloadBytes: survey.payloadBytes,
    requests,
    responses,
    status,
    teardowns: teardowns.all,
  };
}

/** Sums over flows that are added one by one. */
export class FilteredTotals {
  private readonly flow: FlowFacts;
  private readonly exchange: ExchangeFacts;
  private readonly sums = { flows: 0, segments: 0, payloadBytes: 0, requests: 0, responses: 0 };
  private readonly status = new Map<number, number>();

  constructor(survey: Survey) {
    this.flow = new FlowFacts(survey);
    this.exchange = new ExchangeFacts(survey.exchanges, survey.texts);
  }

  /** Adds a flow whose row is kept. */
  add(number: number): void {
    const { sums, exchange } = this;
    const flow = this.flow.at(number);
    if (!flow.wasCaptured) return;
    sums.flows++;
    sums.segments += flow.clientSegments + flow.serverSegments;
    sums.payloadBytes += flow.clientPayloadBytes + flow.serverPayloadBytes;
    for (let at = flow.firstExchange; at >= 0; at = exchange.at(at).nextExchange) {
      const { requestFrame, responseFrame, status } = exchange.at(at);
      if (requestFrame !== 0) sums.requests++;
      if (responseFrame === 0) continue;
      sums.responses++;
      this.status.set(status, (this.status.get(status) ?? 0) + 1);
    }
  }

  /**
   * The sums so far; codes in their order.
   * @param teardowns how the same flows ended
   */
  totals(teardowns: TeardownCounts): Totals {
    const status: Record<string, number> = {};
    for (const [code, count] of this.status) status[String(code)] = count;
    return { ...this.sums, status, teardowns: teardowns.all };
  }
}
