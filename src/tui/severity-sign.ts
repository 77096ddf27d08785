/** How much a finding matters, as a sign of one cell, a tone and a word: never by colour alone. */
import type { Severity } from '../rules/rule.js';
import { ownText, type SafeText } from '../view/safe-text.js';
import { severityWord } from '../view/severity.js';
import { type Glyphs, glyphsOf } from './glyphs.js';
import type { Look } from './look.js';
import type { Span, Tone } from './span.js';

const SIGNS: Readonly<
  Record<Severity, { readonly sign: 'error' | 'warning' | 'notice'; readonly tone: Tone }>
> = {
  critical: { sign: 'error', tone: 'error' },
  high: { sign: 'error', tone: 'error' },
  medium: { sign: 'warning', tone: 'warning' },
  low: { sign: 'notice', tone: 'notice' },
  info: { sign: 'notice', tone: 'notice' },
};

/** Cells of the longest sign and word. */
export const SEVERITY_CELLS = 11;

/** The sign of a severity, in its tone. */
export function severitySpan(severity: Severity, look: Look): Span {
  const { sign, tone } = SIGNS[severity];
  const glyphs: Glyphs = glyphsOf(look);
  return { text: ownText(glyphs[sign]), tone };
}

/** Sign and word of a severity, `SEVERITY_CELLS` wide. */
export function severityCell(severity: Severity, look: Look): Span {
  const { text, tone } = severitySpan(severity, look);
  const words = `${text} ${severityWord(severity)}`;
  return { text: words.padEnd(SEVERITY_CELLS) as SafeText, tone };
}
