/**
 * Versions of Alteon OS for which a report of 2008 says how a TCP health check of IIS 7.0 goes.
 *
 * The source names two versions that worked and four in which the fix is contained. It does not name the version that
 * failed. Fixes are per branch, the first two numbers: 24.0.3 is larger than 23.2.9 and does not have the fix.
 */
import { SOURCES } from './sources.js';

/** Versions on which the check was tried and worked. */
export const TESTED_GOOD_VERSIONS = ['23.0.2', '22.0.7'] as const;

/** First version of a branch that has the fix. */
export interface FixedVersion {
  readonly version: string;
  /** Day of its release, where the source gives it. */
  readonly released: string | null;
}

/** First fixed version of each branch that the source names. */
export const FIXED_VERSIONS: readonly FixedVersion[] = [
  { version: '23.2.9', released: '2009-02-18' },
  { version: '24.0.5', released: null },
  { version: '25.0.1', released: null },
  { version: '26.0.0', released: null },
];

/** The version that failed, as far as the source says: it does not. */
export const AFFECTED_VERSION = null;

/** Where the versions come from. */
export const ALTEON_VERSIONS_SOURCE = SOURCES.alteonBlog;

/** What the source says about a version. */
export type AlteonVerdict =
  | 'tested-good'
  | 'fixed-or-later-in-branch'
  | 'before-fix-in-branch'
  | 'not-stated';

const VERSION = /^(\d+)\.(\d+)\.(\d+)(?:\.\d+)*$/;

/** What the source says about a version of Alteon OS such as `24.0.3`. A later branch is not stated. */
export function alteonVerdict(version: string): AlteonVerdict {
  const parts = partsOf(version);
  if (parts === null) return 'not-stated';
  if (TESTED_GOOD_VERSIONS.some((good) => isEqual(partsOf(good), parts))) return 'tested-good';
  const fix = FIXED_VERSIONS.map((fixed) => partsOf(fixed.version)).find(
    (fixed) => fixed !== null && fixed[0] === parts[0] && fixed[1] === parts[1],
  );
  if (fix === undefined || fix === null) return 'not-stated';
  return parts[2] >= fix[2] ? 'fixed-or-later-in-branch' : 'before-fix-in-branch';
}

type Parts = readonly [number, number, number];

function partsOf(version: string): Parts | null {
  const match = VERSION.exec(version.trim());
  return match === null ? null : [Number(match[1]), Number(match[2]), Number(match[3])];
}

function isEqual(a: Parts | null, b: Parts): boolean {
  return a !== null && a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}
