/** Names of findings for a column of a list: two or three words, where the title is a sentence. */
import type { Finding } from '../diagnosis/diagnosis.js';
import type { RuleId } from '../rules/sentence-ids.js';
import { ownText, type SafeText } from './safe-text.js';

const NAMES: Readonly<Record<RuleId, string>> = {
  'fin-answered-by-reset': 'FIN answered by RST',
  'health-check-reset': 'health check reset',
  'graceful-health-check': 'health check',
  'half-open-probe': 'half-open check',
  'client-abort-probe': 'check reset by client',
  'httpsys-503': 'HTTP.sys 503',
  'request-answered-by-reset': 'request answered by RST',
  'connection-refused': 'refused',
  'syn-unanswered': 'SYN unanswered',
  'keep-alive-race': 'keep-alive race',
  'partial-capture': 'partly captured',
};

/** `FIN answered by RST`: at most 24 characters. */
export function findingName({ rule }: Pick<Finding, 'rule'>): SafeText {
  return ownText(Object.hasOwn(NAMES, rule) ? NAMES[rule as RuleId] : rule);
}
