import type { Severity } from '../../rules/rule.js';
import { glyphsOf } from '../glyphs.js';
import type { Look } from '../look.js';
import type { Tone } from '../span.js';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'warning',
  info: 'notice',
};

/** Tone and sign of a severity: never the tone alone. */
export function severityTone(severity: Severity, look: Look): { readonly tone: Tone; readonly sign: string } {
  const tone = LEVELS[severity];
  return { tone, sign: glyphsOf(look)[tone] };
}
