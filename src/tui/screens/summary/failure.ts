import type { Finding } from '../../../diagnosis/diagnosis.js';

/** Whether a finding counts as a failure: notes on probes that went well, or on the capture itself, do not. */
export function isFailure({ severity, rule }: Finding, muted: ReadonlySet<string>): boolean {
  return severity !== 'info' && !muted.has(rule);
}
