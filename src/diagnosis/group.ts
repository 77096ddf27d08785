/**
 * The matches of one rule at one service (for a series: of one client there), as they pile up. Bounded: the first flows
 * and samples are kept, the rest is counted.
 */
import type { Match, Rule } from '../rules/rule.js';
import type { ExchangeFacts } from '../survey/exchange-facts.js';
import type { FlowFactName, FlowFacts } from '../survey/flow-facts.js';
import type { Evidence } from './diagnosis.js';
import { evidenceOf } from './evidence.js';

/** Flow numbers kept of a finding. */
const MOST_FLOWS = 100;
/** Flows whose frames are kept as evidence. */
const MOST_EVIDENCE = 3;
/** Values from which a median is taken: the first ones. */
const MOST_SAMPLES = 1000;

/** First values of one fact. */
export interface Measure {
  /** Name of the median in the finding. */
  readonly name: string;
  readonly fact: FlowFactName;
  readonly samples: number[];
}

/** Matches of one rule at one service. */
export class Group {
  readonly rule: Rule;
  /** Place among all groups. */
  readonly number: number;
  /** Index of the rule, number of the service (-1: many, see `GroupTable`), and for a series the client's address id. */
  readonly ruleIndex: number;
  readonly service: number;
  readonly client: number;
  matchCount = 0;
  flowCount = 0;
  readonly flows: number[] = [];
  firstTimeNs = Number.POSITIVE_INFINITY;
  lastTimeNs = Number.NEGATIVE_INFINITY;
  clientCount = 0;
  firstClient = 0;
  firstClientPort = 0;
  /** Flows of which octets are missing, and of which payload was cut. */
  missingCount = 0;
  cutCount = 0;
  readonly matches = new Map<Match, number>();
  /** First values of the facts whose median the rule wants told. */
  readonly measures: readonly Measure[];
  readonly thinkTimesUs: number[] = [];
  readonly evidence: Evidence[] = [];
  /** Further values for the finding. */
  readonly numbers: Record<string, number | string | null> = {};
  private lastFlow = -1;

  constructor(rule: Rule, number: number, ruleIndex: number, service: number, client: number) {
    this.rule = rule;
    this.number = number;
    this.ruleIndex = ruleIndex;
    this.service = service;
    this.client = client;
    this.measures = measuresOf(rule);
  }

  /** A group of its own that is equal to this one. */
  copy(): Group {
    const copy = new Group(this.rule, this.number, this.ruleIndex, this.service, this.client);
    copy.matchCount = this.matchCount;
    copy.flowCount = this.flowCount;
    copy.flows.push(...this.flows);
    copy.firstTimeNs = this.firstTimeNs;
    copy.lastTimeNs = this.lastTimeNs;
    copy.clientCount = this.clientCount;
    copy.firstClient = this.firstClient;
    copy.firstClientPort = this.firstClientPort;
    copy.missingCount = this.missingCount;
    copy.cutCount = this.cutCount;
    for (const [match, times] of this.matches) copy.matches.set(match, times);
    for (const [index, { samples }] of this.measures.entries())
      copy.measures[index]?.samples.push(...samples);
    copy.thinkTimesUs.push(...this.thinkTimesUs);
    copy.evidence.push(...this.evidence);
    Object.assign(copy.numbers, this.numbers);
    copy.lastFlow = this.lastFlow;
    return copy;
  }

  /** Adds a match in the flow, and at the exchange, on which the cursors are. True when the flow is new to the group. */
  add(match: Match, flow: FlowFacts, exchange: ExchangeFacts): boolean {
    this.matchCount++;
    this.matches.set(match, (this.matches.get(match) ?? 0) + 1);
    if (this.rule.scope === 'exchange' && this.thinkTimesUs.length < MOST_SAMPLES) {
      addSample(this.thinkTimesUs, exchange.thinkTimeUs);
    }
    const isNew = flow.flow !== this.lastFlow;
    if (isNew) this.addFlow(flow, exchange);
    return isNew;
  }

  /** Notes a flow whose row was given back, so that only its number and time are left. */
  addEvictedFlow(match: Match, flow: number, timeNs: number): void {
    this.matchCount++;
    this.flowCount++;
    this.matches.set(match, (this.matches.get(match) ?? 0) + 1);
    if (this.flows.length < MOST_FLOWS) this.flows.push(flow);
    if (timeNs < this.firstTimeNs) this.firstTimeNs = timeNs;
    if (timeNs > this.lastTimeNs) this.lastTimeNs = timeNs;
  }

  /** Whether a further flow is more than a number to it. */
  get wantsFlows(): boolean {
    if (this.flows.length < MOST_FLOWS || this.evidence.length < MOST_EVIDENCE) return true;
    for (let i = 0; i < this.measures.length; i++) {
      if ((this.measures[i] as Measure).samples.length < MOST_SAMPLES) return true;
    }
    return false;
  }

  /** Notes flows of which nothing more than their count and times is to be told. Nothing of them is missing or was cut. */
  addCounted(match: Match, count: number, firstTimeNs: number, lastTimeNs: number): void {
    this.matchCount += count;
    this.flowCount += count;
    this.matches.set(match, (this.matches.get(match) ?? 0) + count);
    if (firstTimeNs < this.firstTimeNs) this.firstTimeNs = firstTimeNs;
    if (lastTimeNs > this.lastTimeNs) this.lastTimeNs = lastTimeNs;
  }

  /** The match met most of those that show something alone, if there are any; of equals the surest. */
  get mainMatch(): Match {
    const alone = ({ onlyTogether }: Match) => (onlyTogether === undefined ? 1 : 0);
    const [first] = [...this.matches].sort(
      ([a, aCount], [b, bCount]) => alone(b) - alone(a) || bCount - aCount || b.confidence - a.confidence,
    );
    if (first === undefined) throw new Error(`A group of ${this.rule.id} has no match`);
    return first[0];
  }

  private addFlow(flow: FlowFacts, exchange: ExchangeFacts): void {
    this.lastFlow = flow.flow;
    if (this.flowCount === 0) {
      this.firstClient = flow.clientAddress;
      this.firstClientPort = flow.clientPort;
    }
    this.flowCount++;
    if (this.flows.length < MOST_FLOWS) this.flows.push(flow.flow);
    if (flow.firstTimeNs < this.firstTimeNs) this.firstTimeNs = flow.firstTimeNs;
    if (flow.lastTimeNs > this.lastTimeNs) this.lastTimeNs = flow.lastTimeNs;
    if (flow.clientOctetsMissing || flow.serverOctetsMissing) this.missingCount++;
    if (flow.cutBySnaplen) this.cutCount++;
    this.addMeasures(flow);
    if (this.evidence.length < MOST_EVIDENCE) this.evidence.push(evidenceOf(this.rule, flow, exchange));
  }

  private addMeasures(flow: FlowFacts): void {
    for (let i = 0; i < this.measures.length; i++) {
      const { samples, fact } = this.measures[i] as Measure;
      if (samples.length < MOST_SAMPLES) addSample(samples, flow[fact]);
    }
  }
}

function addSample(samples: number[], value: unknown): void {
  if (typeof value === 'number' && Number.isFinite(value)) samples.push(value);
}

function measuresOf(rule: Rule): Measure[] {
  if (rule.scope === 'exchange') return [];
  return Object.entries(rule.measures ?? {}).map(([name, fact]) => ({ name, fact, samples: [] }));
}
