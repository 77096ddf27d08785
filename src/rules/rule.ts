/**
 * What a rule is: one file with its meaning, its knowledge, and one function that looks at facts.
 *
 * A rule of scope `flow` looks at one flow, of scope `exchange` at one HTTP exchange, of scope `series` at the flows of
 * one client to one service over time. `check` receives exactly the facts that `requires` names; another is a compile
 * error. It returns a match, `null` for "looked, not there", or the reason why it could not look.
 */
import type { ExchangeFactName, ExchangeFacts } from '../survey/exchange-facts.js';
import type { FlowFactName, FlowFacts } from '../survey/flow-facts.js';
import type { ProbeSeries, ProbeShape } from './probe-series.js';
import type { EvidenceNote } from './sentence-ids.js';
import type { ServiceFacts } from './service-facts.js';

/** How much a finding matters, worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** One of `SEVERITIES`. */
export type Severity = (typeof SEVERITIES)[number];

/** Why a rule could not judge a flow. */
export const UNJUDGED = [
  'no-tcp',
  'no-http',
  'mid-flow',
  'one-direction',
  'answer-not-captured',
  'tls',
  'http2',
  'cut-by-snaplen',
  'octets-missing',
  'foreign-reset',
  'frames-dropped',
  'too-few-flows',
  'no-match',
] as const;

/** One of `UNJUDGED`. */
export type Unjudged = (typeof UNJUDGED)[number];

/** The rule's pattern is there. One object per variant of a rule, shared by all its matches. */
export interface Match {
  /** Which form of the pattern was met; `view/` has a sentence for it. */
  readonly variant: string;
  /** How sure the pattern itself is, 0 … 1. */
  readonly confidence: number;
  readonly severity: Severity;
  /**
   * Of one flow it shows nothing: it stands where `concludes` makes a match of it in the light of the service, or beside matches
   * that stand alone. Elsewhere the flow could not be judged, for this reason.
   */
  readonly onlyTogether?: Unjudged;
}

/** What `check` answers. */
export type Verdict = Match | Unjudged | null;

/** Where a statement comes from. */
export interface Source {
  readonly title: string;
  /** Address of the document; absent for a measurement that the title describes. */
  readonly url?: string;
}

/** Something that can be done about a finding. */
export interface Remedy {
  readonly title: string;
  /** What to do, in order. */
  readonly steps: readonly string[];
  /** What to look out for before doing it. */
  readonly warning?: string;
  readonly source: Source;
}

/** Meaning and knowledge of a rule: text for people, without any fact of a capture. */
export interface RuleMeaning {
  /** Kebab-case, the name of the failing state; published in JSON. */
  readonly id: string;
  /** The state in a few words. */
  readonly title: string;
  /** Severity of the usual match. */
  readonly severity: Severity;
  /** The pattern on the wire, and why it matters. */
  readonly explains: string;
  /** What else gives the same frames. */
  readonly alsoLooksLike: readonly string[];
  /** What would settle which it is. */
  readonly toConfirm: readonly string[];
  readonly remedies: readonly Remedy[];
  readonly sources: readonly Source[];
  /** Every match that the rule can answer, by its variant. */
  readonly matches: Readonly<Record<string, Match>>;
  /** How far it looks in time or number, behind "it is not there": `within 1 s of the request`. */
  readonly limit?: string;
  /** The flows it finds may be probes: what their client gets elsewhere does not show that users were served. */
  readonly findsProbes?: boolean;
  /** It is about the capture itself: what the capture lacks does not make it less sure. */
  readonly judgesCapture?: boolean;
  /**
   * The last word on a finding, when the whole capture is known: another match, the reason why it cannot be judged after
   * all, or null to withdraw it. Absent: the match stands.
   */
  concludes?(match: Match, service: ServiceFacts): Verdict;
}

/** What shows a finding in one flow: which frames, and which values beside them. */
export interface ShownFacts<Fact> {
  readonly note: EvidenceNote;
  /** Facts that are frame numbers; 0 is left out. */
  readonly frames: readonly Fact[];
  /** Facts whose values go with the frames, under their own names. */
  readonly numbers: readonly Fact[];
  /** The flow's last request belongs to it: its frame, method, target and host are shown too. */
  readonly withLastRequest?: boolean;
}

/** Facts whose median over the flows of a finding is told, by the name it is told under. */
type Measures = Readonly<Record<string, FlowFactName>>;

/** A rule that looks at one flow. */
export interface FlowRule<Fact extends FlowFactName = FlowFactName> extends RuleMeaning {
  readonly scope: 'flow';
  readonly requires: readonly Fact[];
  readonly evidence: ShownFacts<FlowFactName>;
  readonly measures?: Measures;
  check(flow: Pick<FlowFacts, Fact>): Verdict;
}

/** A rule that looks at one HTTP exchange. */
export interface ExchangeRule<Fact extends ExchangeFactName = ExchangeFactName> extends RuleMeaning {
  readonly scope: 'exchange';
  readonly requires: readonly Fact[];
  readonly evidence: ShownFacts<ExchangeFactName>;
  /**
   * The status of the responses in which the pattern may be: it is asked for no others. Of those in which it is not, the outcome
   * says how many there were, and what their senders call themselves: somebody who looks for the pattern would stop at them.
   */
  readonly status: number;
  check(exchange: Pick<ExchangeFacts, Fact>): Verdict;
}

/** A rule that looks at the flows of one client to one service. */
export interface SeriesRule extends RuleMeaning {
  readonly scope: 'series';
  /** The only series of which it says something. */
  readonly shape: ProbeShape;
  readonly evidence: ShownFacts<FlowFactName>;
  readonly measures?: Measures;
  check(series: ProbeSeries): Verdict;
}

/** Any rule. */
export type Rule = FlowRule | ExchangeRule | SeriesRule;

/** Defines a flow rule. */
export function defineFlowRule<const Fact extends FlowFactName>(rule: FlowRule<Fact>): FlowRule {
  return inOneOrder(rule) as unknown as FlowRule;
}

/** Defines an exchange rule. */
export function defineExchangeRule<const Fact extends ExchangeFactName>(
  rule: ExchangeRule<Fact>,
): ExchangeRule {
  return inOneOrder(rule) as unknown as ExchangeRule;
}

/** Defines a series rule. */
export function defineSeriesRule(rule: SeriesRule): SeriesRule {
  return inOneOrder(rule) as unknown as SeriesRule;
}

/** Every property that any rule has. */
type RuleProperty = keyof FlowRule | keyof ExchangeRule | keyof SeriesRule;

const NO_RULE: Readonly<Record<RuleProperty, undefined>> = {
  id: undefined,
  scope: undefined,
  title: undefined,
  severity: undefined,
  explains: undefined,
  alsoLooksLike: undefined,
  toConfirm: undefined,
  remedies: undefined,
  sources: undefined,
  matches: undefined,
  limit: undefined,
  findsProbes: undefined,
  judgesCapture: undefined,
  concludes: undefined,
  shape: undefined,
  requires: undefined,
  evidence: undefined,
  measures: undefined,
  status: undefined,
  check: undefined,
};

/**
 * The rule with its properties in an order that is the same for all: V8 then compiles what handles rules once, and not again
 * for every rule that finds its first match.
 */
function inOneOrder(rule: object): object {
  return { ...NO_RULE, ...rule };
}
