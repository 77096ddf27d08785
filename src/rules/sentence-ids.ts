/**
 * The ids for which `view/` has to have a sentence: one per variant of a rule, one per kind of evidence.
 */

/** Variants of every rule, the usual one first. */
export const VARIANTS = {
  'fin-answered-by-reset': ['ack', 'no-ack', 'sequence-differs'],
  'health-check-reset': ['every-time', 'intermittent', 'for-a-time', 'no-ack', 'sequence-differs'],
  'graceful-health-check': ['every-time', 'with-resets'],
  'half-open-probe': ['reset-after-syn-ack'],
  'client-abort-probe': ['after-handshake', 'in-place-of-ack'],
  'httpsys-503': ['page', 'page-no-server-header', 'iis-6', 'page-passed-on', 'body-missing'],
  'request-answered-by-reset': ['at-once', 'slow'],
  'connection-refused': ['always', 'for-a-time', 'prohibited', 'unreachable'],
  'syn-unanswered': ['silent', 'given-up', 'host-silent', 'for-a-time', 'at-times'],
  'keep-alive-race': ['after-fin', 'after-fin-iis-timeout', 'after-reset'],
  'partial-capture': ['mid-flow', 'one-direction', 'cut-by-snaplen', 'octets-missing'],
} as const;

/** Id of a rule. */
export type RuleId = keyof typeof VARIANTS;

/** Notes of evidence: what the frames of one flow show. */
export const EVIDENCE_NOTES = [
  'fin-then-server-reset',
  'probe-reset',
  'probe-closed',
  'half-open-probe',
  'client-abort',
  'httpsys-503-page',
  'request-then-reset',
  'syn-then-reset',
  'syn-without-answer',
  'request-into-closed-connection',
  'what-was-captured',
] as const;

/** One of `EVIDENCE_NOTES`. */
export type EvidenceNote = (typeof EVIDENCE_NOTES)[number];
