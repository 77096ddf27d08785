/** What matters most about a flow, in a few words: the worst finding, else what the flow lacks, else what it carried. */
import { ExchangeFacts } from '../../../survey/exchange-facts.js';
import { FlowFacts } from '../../../survey/flow-facts.js';
import type { SurveyRows } from '../../../survey/survey-rows.js';
import { findingName } from '../../../view/finding-name.js';
import { plain } from '../../../view/number.js';
import { join, ownText, packetText, type SafeText, say } from '../../../view/safe-text.js';
import type { Shared } from '../../shared.js';
import { type NumberedFinding, toldFindings } from './told-findings.js';

/** The words for a flow. */
export interface Annotation {
  /** Findings that are told, worst first. */
  readonly findings: readonly NumberedFinding[];
  /** Without a finding: what else there is to say; may be empty. */
  readonly words: readonly SafeText[];
  /** Nothing was found in a flow that was captured whole and ended as it should. */
  readonly isHealthy: boolean;
}

/** Exchanges of a flow whose status is looked at, and status codes that are told. */
const MOST_EXCHANGES = 8;
const MOST_STATUSES = 3;
const LONGEST_NAME = 60;

/** The annotation of a flow whose row is kept. */
export function annotationOf(flow: number, survey: SurveyRows, shared: Shared): Annotation {
  const findings = toldFindings(flow, shared);
  if (findings.length > 0) return { findings, words: [], isHealthy: false };
  const facts = new FlowFacts(survey).at(flow);
  const statuses = statusesOf(facts, survey);
  const lacks = lacksOf(facts);
  const isMuted = shared.findingsOf(flow).length > 0;
  const isJudged = shared.capture.kind === 'ready' && !isMuted;
  const isHealthy =
    isJudged &&
    lacks.length === 0 &&
    facts.teardown.startsWith('orderly') &&
    statuses.every((status) => status < 400);
  const words = [
    ...(isMuted ? [ownText('muted')] : []),
    ...(isHealthy ? [ownText('healthy')] : []),
    ...lacks,
    ...endWords(facts),
    ...carriedBy(facts, statuses, shared),
  ];
  return { findings, words, isHealthy };
}

/** `#1 FIN answered by RST +1`, `half: no server segments`, `healthy, 200`. */
export function annotationText({ findings, words }: Annotation): SafeText {
  const [worst] = findings;
  if (worst === undefined) return join(words, ', ');
  const name =
    worst.number === 0
      ? findingName(worst.finding)
      : say`#${plain(worst.number)} ${findingName(worst.finding)}`;
  return findings.length > 1 ? say`${name} +${plain(findings.length - 1)}` : name;
}

function lacksOf(facts: FlowFacts): SafeText[] {
  if (facts.serverSegments === 0) return [ownText('half: no server segments')];
  if (facts.clientSegments === 0) return [ownText('half: no client segments')];
  if (!facts.synSeen && !facts.synAckSeen) return [ownText('mid-flow')];
  return facts.clientOctetsMissing || facts.serverOctetsMissing ? [ownText('octets missing')] : [];
}

/** How a flow ended that did not end as it should, though no rule has a word for it. */
function endWords({ rstBy, teardown }: FlowFacts): SafeText[] {
  if (rstBy === null || !teardown.startsWith('reset-by-')) return [];
  return [ownText(`RST ${teardown.replace(/^reset-by-(?:client|server)-/, '').replaceAll('-', ' ')}`)];
}

function carriedBy(facts: FlowFacts, statuses: readonly number[], { secrets }: Shared): SafeText[] {
  const { sni, upgradeProtocol } = facts;
  if (sni !== null) return [say`TLS ${packetText(sni, secrets, LONGEST_NAME)}`];
  if (facts.isTls) return [ownText('TLS')];
  if (facts.isHttp2) return [ownText('HTTP/2')];
  const shown = statuses.slice(0, MOST_STATUSES).map(plain);
  const more = statuses.length > MOST_STATUSES ? [ownText('...')] : [];
  const words = shown.length === 0 ? [] : [join([...shown, ...more], ' ')];
  return upgradeProtocol === null ? words : [...words, packetText(upgradeProtocol, secrets, LONGEST_NAME)];
}

/** Status codes in order of appearance, each once. */
function statusesOf(facts: FlowFacts, survey: SurveyRows): number[] {
  const exchange = new ExchangeFacts(survey.exchanges, survey.texts);
  const statuses = new Set<number>();
  let at = facts.firstExchange;
  for (let seen = 0; at >= 0 && seen < MOST_EXCHANGES; seen++) {
    const { status, nextExchange } = exchange.at(at);
    if (status !== 0) statuses.add(status);
    at = nextExchange;
  }
  return [...statuses];
}
