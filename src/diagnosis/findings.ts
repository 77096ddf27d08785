/**
 * Groups of matches → findings: numbers, endpoints, confidence, and the order in which they are told.
 */
import type { Match, Unjudged } from '../rules/rule.js';
import { SEVERITIES } from '../rules/rule.js';
import type { Survey } from '../survey/survey.js';
import { addressText } from './address-text.js';
import { type Endpoint, type Finding, TEXT_SEPARATOR } from './diagnosis.js';
import { plainValue } from './evidence.js';
import { findingId } from './finding-id.js';
import type { Group } from './group.js';
import type { SecondLook } from './second-look.js';
import type { ServiceTable } from './service-table.js';

/** How much less sure a finding is for each thing that the capture could not show. */
const LOWERED = 0.8;

/** What findings are made from. */
export interface FindingContext {
  readonly survey: Survey;
  readonly services: ServiceTable;
  readonly look: SecondLook;
  /** Frames were dropped while the capture was taken. */
  readonly hasLost: boolean;
}

/** One finding. */
export function findingOf(group: Group, match: Match, context: FindingContext): Finding {
  const server = serverOf(group, context);
  const client = clientOf(group, context);
  const loweredBy = group.rule.judgesCapture === true ? [] : lackingOf(group, context.hasLost);
  const clientKey = group.rule.scope === 'series' ? (client?.address ?? '') : '';
  return {
    id: findingId(group.rule.id, server === null ? '' : `${server.address}|${server.port}`, clientKey),
    rule: group.rule.id,
    variant: match.variant,
    severity: match.severity,
    confidence: Math.round(match.confidence * LOWERED ** loweredBy.length * 100) / 100,
    loweredBy,
    server,
    client,
    clientCount: group.clientCount,
    flowCount: group.flowCount,
    flows: group.flows,
    firstTimeNs: group.firstTimeNs,
    lastTimeNs: group.lastTimeNs,
    numbers: numbersOf(group, context),
    evidence: group.evidence,
  };
}

/** Worst first: severity, confidence, number of flows, id. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    b.confidence - a.confidence ||
    b.flowCount - a.flowCount ||
    (a.id < b.id ? -1 : 1)
  );
}

function serverOf(group: Group, { survey, services }: FindingContext): Endpoint | null {
  const { service } = group;
  if (service < 0) return null;
  const address = addressText(survey.addresses, services.address(service), services.isIpv6(service));
  return { address, port: services.port(service) };
}

function clientOf(group: Group, { survey, services }: FindingContext): Endpoint | null {
  if (group.service < 0) return null;
  const isSeries = group.rule.scope === 'series';
  if (!isSeries && group.clientCount !== 1) return null;
  const id = isSeries ? group.client : group.firstClient;
  const address = addressText(survey.addresses, id, services.isIpv6(group.service));
  return { address, port: group.flowCount === 1 ? group.firstClientPort : null };
}

/**
 * What more than half of the flows lack: whole ones among them would show the pattern by themselves. And frames that the
 * recorder lost: which ones nobody can say.
 */
function lackingOf(group: Group, hasLost: boolean): Unjudged[] {
  const lacking: Unjudged[] = [];
  if (group.missingCount * 2 > group.flowCount) lacking.push('octets-missing');
  if (group.cutCount * 2 > group.flowCount) lacking.push('cut-by-snaplen');
  if (hasLost) lacking.push('frames-dropped');
  return lacking;
}

type Numbers = Record<string, number | string | null>;

function numbersOf(group: Group, context: FindingContext): Numbers {
  const numbers: Numbers = { count: group.matchCount };
  for (const [name, value] of Object.entries(group.numbers)) numbers[name] = plainValue(value);
  for (const { name, samples } of group.measures) if (samples.length > 0) numbers[name] = median(samples);
  if (group.thinkTimesUs.length > 0) numbers.medianThinkTimeUs = median(group.thinkTimesUs);
  addVariants(numbers, group);
  addFirstAnswer(numbers, group);
  if (group.service >= 0) addService(numbers, group, context);
  return numbers;
}

/** Matches of each variant: `countAck`, `countMidFlow`. */
function addVariants(numbers: Numbers, group: Group): void {
  for (const variant of Object.keys(group.rule.matches)) {
    let count = 0;
    for (const [match, times] of group.matches) if (match.variant === variant) count += times;
    if (count > 0) numbers[`count${pascalCase(variant)}`] = count;
  }
}

/** What answered in the first flow stands for all: the window and hop limit of its reset, or its ICMP error. */
function addFirstAnswer(numbers: Numbers, group: Group): void {
  const first = group.evidence[0]?.numbers;
  for (const name of ['rstWindow', 'rstHopLimit', 'icmpMeaning', 'icmpBy']) {
    if (first !== undefined && name in first) numbers[name] = first[name] ?? null;
  }
}

function addService(numbers: Numbers, group: Group, { survey, services, look }: FindingContext): void {
  const { service } = group;
  const counts = look.successes.get(group);
  numbers.successes = counts?.successes ?? null;
  if (group.rule.findsProbes === true) numbers.successesToProbe = counts?.successesToProbe ?? null;
  const texts = new Set(services.serverTexts(service).map((id) => survey.texts.latin1(id)));
  numbers.serverHeader = texts.size === 0 ? null : [...texts].join(TEXT_SEPARATOR);
  const responses = services.responses(service);
  numbers.responses = responses;
  numbers.status503Share = responses === 0 ? null : services.unavailable(service) / responses;
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] as number;
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

function pascalCase(text: string): string {
  return text.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
