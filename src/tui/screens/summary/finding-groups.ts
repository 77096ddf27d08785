/** Findings of one kind on many servers are one row of the summary, or a farm would fill it with the same words. */
import type { Finding } from '../../../diagnosis/diagnosis.js';
import { serverText } from '../../../view/finding-place.js';
import { counted } from '../../../view/number.js';
import { join, type SafeText, say } from '../../../view/safe-text.js';

/** Findings of one rule that matter as much. */
export interface FindingGroup {
  /** Place of the worst among all findings, from 1. */
  readonly rank: number;
  /** Worst first; never empty. */
  readonly findings: readonly [Finding, ...Finding[]];
}

/** Servers that are named. */
const MOST_NAMED = 3;

/** The groups, those with the worst findings first. */
export function findingGroups(findings: readonly Finding[], muted: ReadonlySet<string>): FindingGroup[] {
  const groups = new Map<string, { rank: number; findings: [Finding, ...Finding[]] }>();
  for (const [index, finding] of findings.entries()) {
    if (muted.has(finding.rule)) continue;
    const key = `${finding.severity} ${finding.rule}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { rank: index + 1, findings: [finding] });
    else group.findings.push(finding);
  }
  return [...groups.values()];
}

/** The servers of a group: `192.0.2.80:80`, `50 servers (192.0.2.1:80, 192.0.2.2:80, 192.0.2.3:80, ...)`. */
export function serversText(findings: readonly Finding[]): SafeText {
  const servers = [...new Set(findings.map(serverText))];
  const [first] = servers;
  if (first !== undefined && servers.length === 1) return first;
  const named = join(servers.slice(0, MOST_NAMED), ', ');
  const names = servers.length > MOST_NAMED ? say`${named}, ...` : named;
  return say`${counted(servers.length, 'server')} (${names})`;
}
