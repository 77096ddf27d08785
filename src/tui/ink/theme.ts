/**
 * Tones → attributes (SGR) of the terminal: its own sixteen colours on its own background, so that light and dark ones both
 * work. Without colours bold, dim and reverse remain. Nothing is told by an attribute alone.
 */
import type { Look } from '../look.js';
import type { Line, Span, Tone } from '../span.js';

const BOLD = 1;
const DIM = 2;
const REVERSE = 7;

/** Attributes of each tone. Colours of the dark half are left to those that are read on white as well. */
const SIXTEEN: Readonly<Record<Tone, readonly number[]>> = {
  plain: [],
  dim: [DIM],
  strong: [BOLD],
  title: [BOLD],
  error: [BOLD, 31],
  warning: [33],
  notice: [94],
  good: [32],
  client: [36],
  server: [35],
  evidence: [BOLD, 33],
  key: [BOLD],
  match: [30, 43],
};

const MONO: Readonly<Record<Tone, readonly number[]>> = {
  plain: [],
  dim: [DIM],
  strong: [BOLD],
  title: [BOLD],
  error: [BOLD],
  warning: [BOLD],
  notice: [],
  good: [],
  client: [],
  server: [],
  evidence: [BOLD],
  key: [BOLD],
  match: [BOLD, REVERSE],
};

/** What ends an attribute. */
const ENDS: ReadonlyMap<number, number> = new Map([
  [BOLD, 22],
  [DIM, 22],
  [REVERSE, 27],
]);

const FOREGROUND_END = 39;
const BACKGROUND_END = 49;

/** Every SGR parameter that a painted row can have. */
export const PALETTE: ReadonlySet<number> = new Set(
  [REVERSE, ...Object.values(SIXTEEN).flat(), ...Object.values(MONO).flat()].flatMap((attribute) => [
    attribute,
    endOf(attribute),
  ]),
);

/** A row as text with attributes; every attribute that begins in it ends in it. */
export function paintLine(line: Line, look: Look): string {
  return line.map((span) => paintSpan(span, look)).join('');
}

function paintSpan({ text, tone, isSelected }: Span, { colours }: Look): string {
  const attributes = (colours === 'none' ? MONO : SIXTEEN)[tone];
  const all = isSelected === true ? new Set([...attributes, REVERSE]) : attributes;
  let painted: string = text;
  for (const attribute of all) painted = `\x1b[${attribute}m${painted}\x1b[${endOf(attribute)}m`;
  return painted;
}

function endOf(attribute: number): number {
  return ENDS.get(attribute) ?? (attribute >= 40 && attribute < 50 ? BACKGROUND_END : FOREGROUND_END);
}
