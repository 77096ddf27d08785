/**
 * The rules over the flows of a survey: flows in, groups of matches and counts out.
 *
 * Flows are consumed in order, evicted ones before their rows are given back (`SurveyOptions.onEvict`), the rest at the
 * end. One cursor serves all rules; nothing is made on the heap for a flow in which no rule finds anything.
 */
import { ExchangeText } from '../http/exchange-row.js';
import { RULES } from '../rules/index.js';
import { probeShapeOf } from '../rules/patterns/empty-flow.js';
import { whyNoHttp } from '../rules/patterns/hidden-http.js';
import { FEWEST_PROBES, type ProbeSeries } from '../rules/probe-series.js';
import type { ExchangeRule, FlowRule, Match, Rule, SeriesRule, Unjudged, Verdict } from '../rules/rule.js';
import { ExchangeFacts } from '../survey/exchange-facts.js';
import { FlowFacts } from '../survey/flow-facts.js';
import type { Survey } from '../survey/survey.js';
import { ClientTable } from './client-table.js';
import type { Group } from './group.js';
import { GroupTable } from './group-table.js';
import { RuleTally } from './rule-tally.js';
import { SeriesTable, shortSeries } from './series-table.js';
import { ServiceTable } from './service-table.js';

/** A rule with its place in the list and its counts. */
interface Running<R extends Rule> {
  readonly rule: R;
  readonly index: number;
  readonly tally: RuleTally;
}

/** What a run over some of the flows has from the run over all: what a service is, and how regular its probes are. */
export interface WholeRun {
  readonly services: ServiceTable;
  readonly series: SeriesTable;
  readonly tallies: readonly RuleTally[];
}

/** One run of all rules over one survey. */
export class RuleRun {
  readonly rules: readonly Rule[];
  readonly tallies: readonly RuleTally[];
  readonly services: ServiceTable;
  readonly clients = new ClientTable();
  readonly series: SeriesTable;
  readonly groups = new GroupTable(this.clients);
  readonly flow: FlowFacts;
  readonly exchange: ExchangeFacts;
  /** Flows, and exchanges, that were consumed. */
  flowCount = 0;
  exchangeCount = 0;
  /** Flows whose shape was told, whatever it was. */
  shapedCount = 0;

  private readonly survey: Survey;
  private readonly whole: WholeRun | null;
  private readonly flowRules: Running<FlowRule>[] = [];
  private readonly exchangeRules: Running<ExchangeRule>[] = [];
  private readonly seriesRules: Running<SeriesRule>[] = [];
  private readonly seriesOfGroup = new Map<Group, number[]>();
  private nextFlow = 0;
  private isEvicting = false;

  /** @param whole the run over all flows, for a run over some of them */
  constructor(survey: Survey, rules: readonly Rule[] = RULES, whole: WholeRun | null = null) {
    if (rules.length > 32) throw new RangeError(`Expected at most 32 rules, got ${rules.length}`);
    this.survey = survey;
    this.whole = whole;
    this.services = whole?.services ?? new ServiceTable();
    this.rules = rules;
    this.tallies = rules.map((rule) => new RuleTally(rule));
    for (const [index, tally] of this.tallies.entries()) tally.error = whole?.tallies[index]?.error ?? null;
    this.flow = new FlowFacts(survey);
    const times = new FlowFacts(survey);
    this.series = new SeriesTable(this.clients, (flow) => times.at(flow).firstTimeNs);
    this.exchange = new ExchangeFacts(survey.exchanges, survey.texts);
    for (const [index, rule] of rules.entries()) this.sortIn(rule, index);
  }

  /** Begins where another run over the same survey is, which has not judged series yet. The other one goes on as it was. */
  beginAs(other: RuleRun): void {
    for (const [index, tally] of this.tallies.entries()) tally.copyFrom(other.tallies[index] as RuleTally);
    this.services.copyFrom(other.services);
    this.clients.copyFrom(other.clients);
    this.series.copyFrom(other.series);
    this.groups.copyFrom(other.groups);
    this.flowCount = other.flowCount;
    this.exchangeCount = other.exchangeCount;
    this.shapedCount = other.shapedCount;
    this.seriesOfGroup.clear();
    this.nextFlow = other.nextFlow;
  }

  /**
   * Takes the flows `first … end - 1`, which must follow those taken before.
   * @param masks receives bits of the rules found per flow; null for flows that are about to be evicted
   */
  consume(first: number, end: number, masks: Uint32Array | null = null): void {
    this.isEvicting = masks === null;
    for (let flow = Math.max(first, this.nextFlow); flow < end; flow++) {
      const mask = this.consumeFlow(flow);
      if (masks !== null) masks[flow - first] = mask;
    }
    this.nextFlow = Math.max(end, this.nextFlow);
  }

  /** Lets the series rules look, after the last flow. */
  judgeSeries(): void {
    const count = this.series.length;
    for (let series = 0; series < count; series++) {
      if (this.series.count(series) > 0) this.judgeOneSeries(series);
    }
  }

  /** Hands out all flows of the series that a group stands for. */
  eachFlowOfSeries(group: Group, take: (flow: number) => void): void {
    for (const series of this.seriesOfGroup.get(group) ?? []) this.series.eachFlow(series, take);
  }

  private sortIn(rule: Rule, index: number): void {
    const tally = this.tallies[index] as RuleTally;
    if (rule.scope === 'flow') this.flowRules.push({ rule, index, tally });
    else if (rule.scope === 'exchange') this.exchangeRules.push({ rule, index, tally });
    else this.seriesRules.push({ rule, index, tally });
  }

  /** Bits of the rules that matched. */
  private consumeFlow(number: number): number {
    const { flow, services, flowRules } = this;
    flow.at(number);
    if (!flow.wasCaptured) return 0;
    this.flowCount++;
    const service = services.of(flow);
    if (this.whole === null) services.addFlow(service, flow);
    let mask = 0;
    for (let i = 0; i < flowRules.length; i++) {
      const running = flowRules[i] as Running<FlowRule>;
      const match = this.checkFlow(running);
      if (match === null) continue;
      this.addMatch(running, service, match);
      mask |= 1 << running.index;
    }
    this.noteShape(service);
    return mask | this.consumeExchanges(service);
  }

  private checkFlow({ rule, tally }: Running<FlowRule>): Match | null {
    if (tally.error !== null) return null;
    try {
      return counted(tally, rule.check(this.flow));
    } catch (error) {
      tally.fail(error);
      return null;
    }
  }

  private noteShape(service: number): void {
    const { flow } = this;
    const shape = probeShapeOf(flow);
    if (shape === 'graceful' || shape === 'fin-answered-by-reset') {
      const client = this.clients.of(service, flow.clientAddress);
      this.series.add(client, shape, flow.flow, this.isEvicting ? flow.firstTimeNs : null);
    } else if (shape === null) {
      this.shapedCount++;
    } else {
      for (const { tally } of this.seriesRules) tally.addUnjudged(shape);
    }
  }

  private consumeExchanges(service: number): number {
    const { flow, exchange, exchangeRules } = this;
    let number = flow.firstExchange;
    if (number < 0) {
      this.noteNoExchange();
      return 0;
    }
    let mask = 0;
    let isAnswered = false;
    for (; number >= 0; number = exchange.at(number).nextExchange) {
      exchange.at(number);
      this.exchangeCount++;
      if (exchange.responseFrame !== 0) {
        isAnswered = true;
        this.noteResponse(service, number);
      }
      for (let i = 0; i < exchangeRules.length; i++) {
        const running = exchangeRules[i] as Running<ExchangeRule>;
        const match = this.checkExchange(running);
        if (match === null) continue;
        this.addMatch(running, service, match);
        mask |= 1 << running.index;
      }
    }
    if (flow.upgradeFrame !== 0 && whyNoHttp(flow) !== null) this.noteNoExchange();
    const isOther = !isAnswered && flow.serverSentData && this.whole === null;
    if (isOther && this.whyNoResponse() === null) {
      this.services.addOtherPayload(service);
    }
    return mask;
  }

  private noteResponse(service: number, exchange: number): void {
    if (this.whole !== null) return;
    const { exchanges } = this.survey;
    this.services.addResponse(
      service,
      exchanges.status(exchange),
      exchanges.text(exchange, ExchangeText.Server),
    );
  }

  private checkExchange({ rule, tally }: Running<ExchangeRule>): Match | null {
    if (tally.error !== null) return null;
    const reason = this.exchange.responseFrame === 0 ? this.whyNoResponse() : null;
    if (reason !== null) {
      tally.addUnjudged(reason);
      return null;
    }
    try {
      const verdict = rule.check(this.exchange);
      // The rule sees that a head was cut; only the flow tells by what.
      const isHole = verdict === 'cut-by-snaplen' && !this.flow.cutBySnaplen;
      return counted(tally, isHole ? 'octets-missing' : verdict);
    } catch (error) {
      tally.fail(error);
      return null;
    }
  }

  private whyNoResponse(): Unjudged | null {
    const { flow } = this;
    if (flow.serverSegments === 0) return 'one-direction';
    if (flow.cutBySnaplen) return 'cut-by-snaplen';
    return flow.serverOctetsMissing ? 'octets-missing' : null;
  }

  /** Payload in which no HTTP could be found may still have been HTTP. */
  private noteNoExchange(): void {
    const { flow } = this;
    const reason = whyNoHttp(flow) ?? (flow.cutBySnaplen ? 'cut-by-snaplen' : null);
    if (reason === null) return;
    for (const { tally } of this.exchangeRules) tally.addUnjudged(reason);
  }

  private addMatch({ rule, index }: Running<Rule>, service: number, match: Match): void {
    const client = this.clients.of(service, this.flow.clientAddress);
    this.groups.add(this.groups.of(rule, index, service, 0), match, this.flow, this.exchange, client);
  }

  private judgeOneSeries(series: number): void {
    // Most clients open one or two empty connections: lists too short for a period are all alike.
    const [table, place] = this.wholeSeries(series);
    const isShort = place < 0 || table.count(place) < FEWEST_PROBES;
    const probes = isShort ? shortSeries(this.series.shape(series)) : table.read(place);
    for (const running of this.seriesRules) {
      if (running.tally.error !== null) continue;
      try {
        const match = counted(running.tally, running.rule.check(probes));
        if (match !== null && !isShort) this.addSeries(running, series, match, probes);
      } catch (error) {
        running.tally.fail(error);
      }
    }
  }

  /** Where the series is with all its flows: a filter must not make a steady probe look irregular. */
  private wholeSeries(series: number): readonly [SeriesTable, number] {
    if (this.whole === null) return [this.series, series];
    const { series: own } = this;
    const table = this.whole.series;
    return [table, table.find(own.service(series), own.client(series), own.shape(series))];
  }

  private addSeries(
    { rule, index }: Running<SeriesRule>,
    series: number,
    match: Match,
    probes: ProbeSeries,
  ): void {
    const group = this.groups.of(rule, index, this.series.service(series), this.series.client(series));
    const known = this.seriesOfGroup.get(group);
    if (known === undefined) this.seriesOfGroup.set(group, [series]);
    else known.push(series);
    group.clientCount = group.service < 0 ? group.clientCount + 1 : 1;
    group.numbers.intervalMs = probes.rhythm.intervalMs;
    group.numbers.jitterMs = probes.rhythm.jitterMs;
    group.numbers.otherShapeCount = probes.otherShapeCount;
    const { firstKept } = this.survey.flows;
    this.series.eachFlow(series, (flow, timeNs) => {
      if (flow < firstKept) group.addEvictedFlow(match, flow, timeNs);
      else group.add(match, this.flow.at(flow), this.exchange);
    });
    const dropped = this.series.dropped(series);
    if (dropped !== null) group.addDroppedFlows(match, dropped);
  }
}

/** Counts a verdict; the match when it is one. */
function counted(tally: RuleTally, verdict: Verdict): Match | null {
  if (typeof verdict === 'string') {
    tally.addUnjudged(verdict);
    return null;
  }
  tally.judged++;
  return verdict;
}
