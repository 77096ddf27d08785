import type { Severity } from '../rules/rule.js';
import { ownText, type SafeText } from './safe-text.js';

/** Sign and word of a severity: the sign says it without colour. */
const SEVERITY_WORDS: Readonly<Record<Severity, { readonly sign: string; readonly word: string }>> = {
  critical: { sign: '!!!', word: 'critical' },
  high: { sign: '!!', word: 'high' },
  medium: { sign: '!', word: 'medium' },
  low: { sign: '-', word: 'low' },
  info: { sign: 'i', word: 'info' },
};

/** The word of a severity. */
export function severityWord(severity: Severity): SafeText {
  return ownText(SEVERITY_WORDS[severity].word);
}

/** The sign of a severity: ASCII, at most three characters. */
export function severitySign(severity: Severity): SafeText {
  return ownText(SEVERITY_WORDS[severity].sign);
}

/** How sure a statement is, as a word: `almost certain`, `likely`, `possible`, `weak`. */
export function confidenceWord(confidence: number): SafeText {
  if (confidence >= 0.9) return ownText('almost certain');
  if (confidence >= 0.7) return ownText('likely');
  return ownText(confidence >= 0.45 ? 'possible' : 'weak');
}
