/**
 * What changed between two looks: findings that are new, that grew, and that a rule took back because it knows more now.
 */
import type { Finding } from '../diagnosis/diagnosis.js';

/** A change of what is found. */
export interface FindingChange {
  readonly kind: 'new' | 'grown' | 'withdrawn';
  readonly finding: Finding;
}

/** How often one finding is told to have grown. */
const BETWEEN_GROWTHS_MS = 1000;

interface Told {
  readonly finding: Finding;
  readonly atMs: number;
}

/** Findings as they were told last, by id. */
export class FindingLog {
  private readonly told = new Map<string, Told>();

  /**
   * The changes since the last call, in the order of the findings.
   * @param isLast tells all growth, however short ago the last was told
   */
  changes(findings: readonly Finding[], nowMs: number, isLast = false): FindingChange[] {
    const changes: FindingChange[] = [];
    const ids = new Set<string>();
    for (const finding of findings) {
      ids.add(finding.id);
      const kind = this.kindOf(finding, nowMs, isLast);
      if (kind === null) continue;
      this.told.set(finding.id, { finding, atMs: nowMs });
      changes.push({ kind, finding });
    }
    for (const [id, { finding }] of this.told) {
      if (ids.has(id)) continue;
      this.told.delete(id);
      changes.push({ kind: 'withdrawn', finding });
    }
    return changes;
  }

  private kindOf(finding: Finding, nowMs: number, isLast: boolean): 'new' | 'grown' | null {
    const told = this.told.get(finding.id);
    if (told === undefined) return 'new';
    const isSame =
      told.finding.flowCount === finding.flowCount && told.finding.numbers.count === finding.numbers.count;
    if (isSame) return null;
    return isLast || nowMs - told.atMs >= BETWEEN_GROWTHS_MS ? 'grown' : null;
  }
}
