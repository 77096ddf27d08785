/**
 * The rules about series of probes, when all flows are there.
 */
import { FEWEST_PROBES, type ProbeSeries } from '../rules/probe-series.js';
import type { Match, SeriesRule } from '../rules/rule.js';
import type { ExchangeFacts } from '../survey/exchange-facts.js';
import type { FlowFacts } from '../survey/flow-facts.js';
import type { Group } from './group.js';
import type { GroupTable } from './group-table.js';
import type { RuleTally } from './rule-tally.js';
import { type SeriesTable, shortSeries } from './series-table.js';

/** A rule about series with its place in the list of all rules and its counts. */
export interface RunningSeriesRule {
  readonly rule: SeriesRule;
  readonly index: number;
  readonly tally: RuleTally;
}

/** What the run of all rules has that those about series need. */
interface RunOfFlows {
  readonly series: SeriesTable;
  readonly groups: GroupTable;
  readonly flow: FlowFacts;
  readonly exchange: ExchangeFacts;
}

/** One run of the rules about series. */
export class SeriesRun {
  private readonly run: RunOfFlows;
  private readonly rules: readonly RunningSeriesRule[];
  private readonly whole: SeriesTable | null;
  private readonly seriesOfGroup = new Map<Group, number[]>();

  /** @param whole the series of all flows, where the run is over some of them */
  constructor(run: RunOfFlows, rules: readonly RunningSeriesRule[], whole: SeriesTable | null) {
    this.run = run;
    this.rules = rules;
    this.whole = whole;
  }

  /** Forgets what was judged. */
  clear(): void {
    this.seriesOfGroup.clear();
  }

  /** Lets the rules look, after the last flow. */
  judge(): void {
    const { series: table } = this.run;
    table.close();
    for (let series = 0; series < table.length; series++) {
      if (table.count(series) > 0) this.judgeOneSeries(series);
    }
  }

  /** Marks the flows of the series that a group stands for with the bit of its rule, where their rows are kept. */
  mark(group: Group, masks: Uint16Array, firstMasked: number): void {
    const { series: table } = this.run;
    const bit = 1 << group.ruleIndex;
    for (const series of this.seriesOfGroup.get(group) ?? []) {
      for (let flow = table.firstKept(series); flow >= 0; flow = table.nextKept(flow)) {
        masks[flow - firstMasked] = (masks[flow - firstMasked] as number) | bit;
      }
    }
  }

  private judgeOneSeries(series: number): void {
    // Most clients open one or two empty connections: lists too short for a period are all alike.
    const table = this.whole ?? this.run.series;
    const place = this.whole === null ? series : this.placeInWhole(table, series);
    const isShort = place < 0 || table.count(place) < FEWEST_PROBES;
    const probes = isShort ? shortSeries(this.run.series.shape(series)) : table.read(place);
    for (let i = 0; i < this.rules.length; i++) {
      const running = this.rules[i] as RunningSeriesRule;
      if (running.tally.error !== null) continue;
      try {
        const match = running.tally.count(running.rule.check(probes));
        if (match !== null && !isShort) this.addSeries(running, series, match, probes);
      } catch (error) {
        running.tally.fail(error);
      }
    }
  }

  /** Where the series is with all its flows: a filter must not make a steady probe look irregular. */
  private placeInWhole(whole: SeriesTable, series: number): number {
    const { series: own } = this.run;
    return whole.find(own.service(series), own.client(series), own.shape(series));
  }

  private addSeries(
    { rule, index }: RunningSeriesRule,
    series: number,
    match: Match,
    probes: ProbeSeries,
  ): void {
    const { series: table, groups } = this.run;
    const group = groups.of(rule, index, table.service(series), table.client(series));
    const known = this.seriesOfGroup.get(group);
    if (known === undefined) this.seriesOfGroup.set(group, [series]);
    else known.push(series);
    group.clientCount = group.service < 0 ? group.clientCount + 1 : 1;
    group.numbers.intervalMs = probes.rhythm.intervalMs;
    group.numbers.jitterMs = probes.rhythm.jitterMs;
    if (probes.rhythm.flowsPerInterval > 1) group.numbers.flowsPerInterval = probes.rhythm.flowsPerInterval;
    group.numbers.otherShapeCount = probes.otherShapeCount;
    if (probes.otherShapeWhen !== null) group.numbers.otherShapeWhen = probes.otherShapeWhen;
    table.eachEvicted(series, (flow, timeNs) => group.addEvictedFlow(match, flow, timeNs));
    this.addKeptFlows(group, series, match);
    const dropped = table.dropped(series);
    if (dropped !== null) group.addCounted(match, dropped.count, dropped.firstTimeNs, dropped.lastTimeNs);
  }

  /** Most flows are only counted: their rows, all over the memory, are not looked at again. */
  private addKeptFlows(group: Group, series: number, match: Match): void {
    const { flow, exchange, series: table } = this.run;
    const mustSeeAll = table.hasCutFlows(series);
    let left = table.keptCount(series);
    for (let number = table.firstKept(series); number >= 0; number = table.nextKept(number)) {
      if (!mustSeeAll && !group.wantsFlows) break;
      group.add(match, flow.at(number), exchange);
      left--;
    }
    if (left > 0) group.addCounted(match, left, table.keptFirstTimeNs(series), table.keptLastTimeNs(series));
  }
}
