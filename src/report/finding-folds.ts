/**
 * Findings that differ only in their server, or in the client of a series, are told together when there are many: one block with a table in place of
 * hundreds that say the same.
 */
import type { Finding } from '../diagnosis/diagnosis.js';
import { endpointText } from '../view/endpoint.js';
import { clientText } from '../view/finding-place.js';
import { findingStatement } from '../view/finding-text.js';
import { counted } from '../view/number.js';
import { ownText, type SafeText, type Secrets, say } from '../view/safe-text.js';

/** Findings of one kind that are told one by one; with more of them they are told together. */
const MOST_APART = 5;

/** Findings that are told together: one, or many of a kind. */
export interface Fold {
  /** At least one, worst first. */
  readonly findings: readonly [Finding, ...Finding[]];
  /** Their numbers in the report, from 1, in the same order. */
  readonly numbers: readonly [number, ...number[]];
}

/** The findings as they are told, in the order of the first of each. */
export function foldFindings(findings: readonly Finding[]): Fold[] {
  const kinds = new Map<string, number>();
  for (const finding of findings) kinds.set(kindOf(finding), (kinds.get(kindOf(finding)) ?? 0) + 1);
  const folds: { findings: [Finding, ...Finding[]]; numbers: [number, ...number[]] }[] = [];
  const foldOfKind = new Map<string, number>();
  for (const [index, finding] of findings.entries()) {
    const kind = kindOf(finding);
    const isFolded = finding.server !== null && (kinds.get(kind) ?? 0) > MOST_APART;
    const fold = isFolded ? folds[foldOfKind.get(kind) ?? -1] : undefined;
    if (fold === undefined) {
      if (isFolded) foldOfKind.set(kind, folds.length);
      folds.push({ findings: [finding], numbers: [index + 1] });
    } else {
      fold.findings.push(finding);
      fold.numbers.push(index + 1);
    }
  }
  return folds;
}

/** The finding in a few sentences; of many how many there are, and what the first of them is. */
export function foldStatement(fold: Fold, secrets: Secrets): SafeText {
  const [first] = fold.findings;
  const statement = findingStatement(first, secrets);
  const servers = serversOf(fold);
  if (servers === null || fold.findings.length === 1) return statement;
  return say`This was seen on ${counted(flowsOf(fold), 'flow')} of ${servers}. The first of ${counted(fold.findings.length, 'finding')}: ${statement}`;
}

/** The first finding with the flows and times of all, and the first evidence of each. */
export function together(fold: Fold): Finding {
  const [first, ...others] = fold.findings;
  if (others.length === 0) return first;
  return {
    ...first,
    flowCount: flowsOf(fold),
    flows: fold.findings.flatMap(({ flows }) => flows),
    firstTimeNs: fold.findings.reduce(
      (least, { firstTimeNs }) => Math.min(least, firstTimeNs),
      first.firstTimeNs,
    ),
    lastTimeNs: fold.findings.reduce((most, { lastTimeNs }) => Math.max(most, lastTimeNs), first.lastTimeNs),
    evidence: fold.findings.flatMap(({ evidence }) => evidence.slice(0, 1)),
  };
}

/** Flows of all findings of the fold; one flow has one server and one client, so none is counted twice. */
export function flowsOf({ findings }: Fold): number {
  return findings.reduce((sum, { flowCount }) => sum + flowCount, 0);
}

/** The server, or how many there are; null for a finding that names none. */
export function serversOf(fold: Fold): SafeText | null {
  const [{ server }] = fold.findings;
  const servers = distinctServers(fold);
  if (servers > 1) return counted(servers, 'server');
  return server === null ? null : endpointText(server);
}

/** Whether a server alone does not tell which finding of the fold is meant: there are several of it, by client. */
export function isByClient(fold: Fold): boolean {
  return distinctServers(fold) < fold.findings.length;
}

function distinctServers({ findings }: Fold): number {
  return new Set(findings.map(({ server }) => (server === null ? '' : endpointText(server)))).size;
}

/** The client where all findings have the same one. */
export function clientOf({ findings: [first, ...others] }: Fold): SafeText {
  const { client } = first;
  if (others.length === 0) return clientText(first);
  const isOne = client !== null && others.every((other) => other.client?.address === client.address);
  return isOne ? endpointText({ ...client, port: null }) : ownText('several');
}

/** Everything but the server that the sentences of a finding depend on, and that is no count or time. */
function kindOf({ server, rule, variant, severity, confidence, loweredBy, numbers }: Finding): string {
  const { icmpMeaning, icmpBy } = numbers;
  const isMany = server === null;
  return [isMany, rule, variant, severity, confidence, loweredBy.join('+'), icmpMeaning, icmpBy].join();
}
