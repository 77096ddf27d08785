/**
 * The rules over the flows of a survey: flows in, groups of matches and counts out.
 *
 * Flows are consumed in order, evicted ones before their rows are given back (`SurveyOptions.onEvict`), the rest at the
 * end. One cursor serves all rules; nothing is made on the heap for a flow in which no rule finds anything.
 */
import { ExchangeText } from '../http/exchange-row.js';
import { RULES } from '../rules/index.js';
import { type EmptyFlowForm, emptyFlowForm } from '../rules/patterns/empty-flow.js';
import { whyNoHttp } from '../rules/patterns/hidden-http.js';
import type { ProbeShape, ResetForm } from '../rules/probe-series.js';
import type { ExchangeRule, Match, Rule, Unjudged } from '../rules/rule.js';
import { ExchangeFacts } from '../survey/exchange-facts.js';
import { FlowFacts } from '../survey/flow-facts.js';
import type { Survey } from '../survey/survey.js';
import { ClientTable } from './client-table.js';
import { GoodAnswers } from './good-answers.js';
import { GroupTable } from './group-table.js';
import { RuleTally } from './rule-tally.js';
import { type RunningSeriesRule, SeriesRun } from './series-run.js';
import { SeriesTable } from './series-table.js';
import { NO_SERVICE, ServiceTable } from './service-table.js';
import { type RunningFlowRule, ShapeTable, type Step } from './shape-verdicts.js';
import { TeardownCounts } from './teardown-counts.js';

/** Bits of a mask of rules. */
const MOST_RULES = 16;

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
  readonly answers: GoodAnswers;
  readonly tallies: readonly RuleTally[];
}

/** One run of all rules over one survey. */
export class RuleRun {
  readonly rules: readonly Rule[];
  readonly tallies: readonly RuleTally[];
  readonly services: ServiceTable;
  readonly clients = new ClientTable();
  readonly series: SeriesTable;
  /** Of the flows whose rows are kept. */
  readonly answers: GoodAnswers;
  readonly groups = new GroupTable(this.clients);
  /** Of all flows that were consumed. */
  readonly teardowns = new TeardownCounts();
  readonly flow: FlowFacts;
  readonly exchange: ExchangeFacts;
  /** The rules about series, after the last flow. */
  readonly seriesRun: SeriesRun;
  /** Flows, and exchanges, that were consumed. */
  flowCount = 0;
  exchangeCount = 0;
  /** Flows whose shape was told, whatever it was. */
  shapedCount = 0;

  private readonly survey: Survey;
  private readonly whole: WholeRun | null;
  private readonly shapes: ShapeTable;
  private readonly exchangeRules: Running<ExchangeRule>[] = [];
  private readonly seriesRules: RunningSeriesRule[] = [];
  private nextFlow = 0;
  private isEvicting = false;

  /** @param whole the run over all flows, for a run over some of them */
  constructor(survey: Survey, rules: readonly Rule[] = RULES, whole: WholeRun | null = null) {
    if (rules.length > MOST_RULES)
      throw new RangeError(`Expected at most ${MOST_RULES} rules, got ${rules.length}`);
    this.survey = survey;
    this.whole = whole;
    this.services = whole?.services ?? new ServiceTable();
    this.answers = whole?.answers ?? new GoodAnswers();
    this.rules = rules;
    this.tallies = rules.map((rule) => new RuleTally(rule));
    for (const [index, tally] of this.tallies.entries()) tally.error = whole?.tallies[index]?.error ?? null;
    this.flow = new FlowFacts(survey);
    this.series = new SeriesTable(this.clients, new FlowFacts(survey));
    this.exchange = new ExchangeFacts(survey.exchanges, survey.texts);
    const flowRules: RunningFlowRule[] = [];
    for (const [index, rule] of rules.entries()) {
      const tally = this.tallies[index] as RuleTally;
      if (rule.scope === 'flow') flowRules.push({ rule, index, tally });
      else if (rule.scope === 'exchange') this.exchangeRules.push({ rule, index, tally });
      else this.seriesRules.push({ rule, index, tally });
    }
    this.shapes = new ShapeTable(flowRules);
    this.seriesRun = new SeriesRun(this, this.seriesRules, whole?.series ?? null);
  }

  /** Begins where another run over the same survey is, which has not judged series yet. The other one goes on as it was. */
  beginAs(other: RuleRun): void {
    for (const [index, tally] of this.tallies.entries()) tally.copyFrom(other.tallies[index] as RuleTally);
    this.services.copyFrom(other.services);
    this.clients.copyFrom(other.clients);
    this.series.copyFrom(other.series);
    this.groups.copyFrom(other.groups);
    this.answers.copyFrom(other.answers);
    this.teardowns.copyFrom(other.teardowns);
    this.flowCount = other.flowCount;
    this.exchangeCount = other.exchangeCount;
    this.shapedCount = other.shapedCount;
    this.seriesRun.clear();
    this.nextFlow = other.nextFlow;
  }

  /**
   * Takes the flows `first … end - 1`, which must follow those taken before.
   * @param masks receives bits of the rules found per flow; null for flows that are about to be evicted
   */
  consume(first: number, end: number, masks: Uint16Array | null = null): void {
    this.isEvicting = masks === null;
    for (let flow = Math.max(first, this.nextFlow); flow < end; flow++) {
      const mask = this.consumeFlow(flow);
      if (masks !== null) masks[flow - first] = mask;
    }
    this.shapes.count(this.teardowns);
    this.nextFlow = Math.max(end, this.nextFlow);
  }

  /** Bits of the rules that matched. */
  private consumeFlow(number: number): number {
    const { flow, services } = this;
    flow.at(number);
    if (!flow.wasCaptured) return 0;
    this.flowCount++;
    const service = services.of(flow);
    if (service === NO_SERVICE) return this.passOver();
    if (this.whole === null) services.addFlow(service, flow);
    const verdicts = this.shapes.take(flow);
    const mask = this.takeSteps(verdicts.steps, service);
    if (verdicts.teardown === undefined) this.teardowns.add(flow.teardown);
    this.noteForm(service, verdicts.probe === undefined ? emptyFlowForm(flow) : verdicts.probe);
    return mask | this.consumeExchanges(service);
  }

  /** The flow of a service of which nothing can be counted: no rule judges it. */
  private passOver(): number {
    if (this.whole === null) this.services.notKept++;
    this.teardowns.add(this.flow.teardown);
    return 0;
  }

  /** Bits of the flow rules that matched. */
  private takeSteps(steps: readonly Step[], service: number): number {
    let mask = 0;
    for (let i = 0; i < steps.length; i++) {
      const { running, match: known } = steps[i] as Step;
      const match = known === null ? this.checkFlow(running) : matchOfShape(running, known);
      if (match === null || !this.addMatch(running, service, match)) continue;
      mask |= 1 << running.index;
    }
    return mask;
  }

  private checkFlow({ rule, tally }: RunningFlowRule): Match | null {
    if (tally.error !== null) return null;
    try {
      return tally.count(rule.check(this.flow));
    } catch (error) {
      // What the rule said before counts.
      this.shapes.count(this.teardowns);
      tally.fail(error);
      return null;
    }
  }

  private noteForm(service: number, form: EmptyFlowForm): void {
    // Nobody asks: a close-up is judged by the rules about single flows.
    if (this.seriesRules.length === 0) return;
    switch (form) {
      case null:
        this.shapedCount++;
        return;
      case 'graceful':
        this.addProbe(service, 'graceful', 'ack');
        return;
      case 'ack':
      case 'no-ack':
      case 'sequence-differs':
        this.addProbe(service, 'fin-answered-by-reset', form);
        return;
      default:
        this.noteUnshaped(form);
    }
  }

  private addProbe(service: number, shape: ProbeShape, form: ResetForm): void {
    const { flow, clients } = this;
    const client = clients.of(service, flow.clientAddress);
    const isKept = this.series.add(client, shape, flow.flow, this.isEvicting ? flow.firstTimeNs : null);
    if (isKept) clients.noteForm(client, form);
  }

  private noteUnshaped(reason: Unjudged): void {
    for (const { rule, tally } of this.seriesRules) {
      // Whoever made the reset, the server did not answer that FIN with FIN.
      if (reason === 'foreign-reset' && rule.shape === 'graceful') tally.hasLooked = true;
      else tally.addUnjudged(reason);
    }
  }

  private consumeExchanges(service: number): number {
    const { flow, exchange, exchangeRules } = this;
    let number = flow.firstExchange;
    if (number < 0) {
      this.noteNoExchange();
      return 0;
    }
    const whyNoResponse = this.whyNoResponse();
    let mask = 0;
    let isAnswered = false;
    for (; number >= 0; number = exchange.at(number).nextExchange) {
      exchange.at(number);
      this.exchangeCount++;
      const hasResponse = exchange.responseFrame !== 0;
      if (hasResponse) {
        isAnswered = true;
        this.noteResponse(service, number);
      }
      for (let i = 0; i < exchangeRules.length; i++) {
        const running = exchangeRules[i] as Running<ExchangeRule>;
        const match = this.checkExchange(running, hasResponse ? null : whyNoResponse);
        if (match === null || !this.addMatch(running, service, match)) continue;
        mask |= 1 << running.index;
      }
    }
    if (flow.upgradeFrame !== 0 && whyNoHttp(flow) !== null) this.noteNoExchange();
    const isOther = !isAnswered && flow.serverSentData && this.whole === null;
    if (isOther && whyNoResponse === null) this.services.addOtherPayload(service);
    return mask;
  }

  private noteResponse(service: number, exchange: number): void {
    if (this.whole !== null) return;
    const { exchanges } = this.survey;
    const status = exchanges.status(exchange);
    this.services.addResponse(service, status, exchanges.text(exchange, ExchangeText.Server));
    const isGood = status >= 200 && status < 400;
    if (isGood && !this.isEvicting)
      this.answers.add(service, this.flow.clientAddress, exchanges.responseTimeNs(exchange));
  }

  /** @param whyNot why the exchange cannot be judged; null where it can */
  private checkExchange({ rule, tally }: Running<ExchangeRule>, whyNot: Unjudged | null): Match | null {
    if (tally.error !== null) return null;
    if (whyNot !== null) {
      tally.addUnjudged(whyNot);
      return null;
    }
    if (this.exchange.status !== rule.status) {
      tally.judged++;
      return null;
    }
    try {
      const verdict = rule.check(this.exchange);
      // The rule sees that a head was cut; only the flow tells by what.
      const isHole = verdict === 'cut-by-snaplen' && !this.flow.cutBySnaplen;
      if (verdict === null) {
        tally.addLookalike(this.survey.exchanges.text(this.exchange.exchange, ExchangeText.Server));
      }
      return tally.count(isHole ? 'octets-missing' : verdict);
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

  /** False where the match shows nothing alone, and there is no room to wait for others. */
  private addMatch(running: Running<Rule>, service: number, match: Match): boolean {
    const { rule, index } = running;
    if (match.onlyTogether !== undefined && !this.hasRoom(running, service, match.onlyTogether)) return false;
    const client = this.clients.of(service, this.flow.clientAddress);
    this.groups.add(this.groups.of(rule, index, service, 0), match, this.flow, this.exchange, client);
    return true;
  }

  /** Whether a match that shows nothing alone can wait for others; one that cannot counts as not judged. */
  private hasRoom({ index, tally }: Running<Rule>, service: number, reason: Unjudged): boolean {
    const hasRoom = this.groups.takesSuspicion(index, service);
    if (!hasRoom) tally.takeBack(reason, 1);
    return hasRoom;
  }
}

/** Counts a match of all flows of a shape, unless the rule has failed. */
function matchOfShape({ tally }: RunningFlowRule, match: Match): Match | null {
  if (tally.error !== null) return null;
  tally.judged++;
  return match;
}
