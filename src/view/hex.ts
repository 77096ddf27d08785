/**
 * Octets as a hex dump: sixteen a row in two groups, and beside them what is printable ASCII. Pure, and safe to print: no
 * octet reaches the output as itself unless it is a printable ASCII character.
 */
import type { SafeText } from './safe-text.js';

/** Octets `at … at + length`. */
export interface OctetRange {
  readonly at: number;
  readonly length: number;
}

/** A piece of a row that is all highlighted or not at all. */
export interface HexSpan {
  readonly text: SafeText;
  readonly isHighlighted: boolean;
}

/** Sixteen octets or as many as were asked for, or what is left of them. */
export interface HexRow {
  /** Offset of the first octet. */
  readonly at: number;
  /** `00 50 56 …`, as wide in every row. */
  readonly hex: readonly HexSpan[];
  /** `·PV···`, one character per octet, a blank between the groups. */
  readonly text: readonly HexSpan[];
}

/** What is special in a dump. */
export interface HexOptions {
  /** Octets to be told from the others. */
  readonly highlight?: OctetRange;
  /** Octets that are not shown: `**` stands for each. */
  readonly hidden?: readonly OctetRange[];
  /** Octets of a row, a multiple of 8; 16 when absent. */
  readonly perRow?: number;
}

const ROW = 16;
const GROUP = 8;
const UNPRINTABLE = '·';
const FIRST_PRINTABLE = 0x20;
const LAST_PRINTABLE = 0x7e;

/** The rows of a dump; none for no octets. */
export function hexRows(octets: Uint8Array, options: HexOptions = {}): HexRow[] {
  const rows: HexRow[] = [];
  const { perRow = ROW } = options;
  for (let at = 0; at < octets.length; at += perRow) rows.push(hexRow(octets, at, options));
  return rows;
}

/**
 * The dump as lines: `0010  00 28 1a 2c …   ·(·,@···`. Highlighting is not visible in them.
 * @param firstOffset offset under which the first octet is told
 */
export function hexLines(
  octets: Uint8Array,
  {
    firstOffset = 0,
    ...options
  }: Pick<HexOptions, 'hidden' | 'perRow'> & { readonly firstOffset?: number } = {},
): SafeText[] {
  const digits = Math.max(4, (firstOffset + octets.length - 1).toString(16).length);
  return hexRows(octets, options).map(({ at, hex, text }) => {
    const offset = (firstOffset + at).toString(16).padStart(digits, '0');
    return `${offset}  ${joined(hex)}   ${joined(text)}`.trimEnd() as SafeText;
  });
}

function joined(spans: readonly HexSpan[]): string {
  return spans.map(({ text }) => text).join('');
}

/** The row that begins at an octet. */
export function hexRow(
  octets: Uint8Array,
  at: number,
  { highlight, hidden = [], perRow = ROW }: HexOptions,
): HexRow {
  const hex = new Spans();
  const text = new Spans();
  for (let i = 0; i < perRow; i++) {
    const isLit = isIn(at + i, highlight);
    // A separator is highlighted only between two octets that are.
    const isGapLit = isLit && isIn(at + i - 1, highlight);
    if (i > 0) hex.add(i % GROUP === 0 ? '  ' : ' ', isGapLit);
    const octet = octets[at + i];
    if (octet === undefined) {
      hex.add('  ', false);
      continue;
    }
    if (i > 0 && i % GROUP === 0) text.add(' ', isGapLit);
    const isHidden = hidden.some((range) => isIn(at + i, range));
    hex.add(isHidden ? '**' : octetText(octet), isLit);
    text.add(isHidden ? '*' : shown(octet), isLit);
  }
  return { at, hex: hex.spans, text: text.spans };
}

function shown(octet: number): string {
  return octet >= FIRST_PRINTABLE && octet <= LAST_PRINTABLE ? String.fromCharCode(octet) : UNPRINTABLE;
}

function isIn(at: number, range: OctetRange | undefined): boolean {
  return range !== undefined && at >= range.at && at < range.at + range.length;
}

/** Pieces of a row; those of one kind become one. */
class Spans {
  readonly spans: HexSpan[] = [];

  add(text: string, isHighlighted: boolean): void {
    const last = this.spans[this.spans.length - 1];
    if (last?.isHighlighted !== isHighlighted) this.spans.push({ text: text as SafeText, isHighlighted });
    else this.spans[this.spans.length - 1] = { text: `${last.text}${text}` as SafeText, isHighlighted };
  }
}

/** A range of octets as digits, `**` for each that is hidden. */
export function hexDigits(octets: Uint8Array, range: OctetRange, hidden: readonly OctetRange[]): SafeText {
  const digits = Array.from(octets.subarray(range.at, range.at + range.length), octetText);
  for (const { at, length } of hidden) {
    const from = at - range.at;
    digits.fill('**', Math.max(0, from), Math.max(0, from + length));
  }
  return digits.join('') as SafeText;
}

/** An octet as two digits. */
export function octetText(octet: number): string {
  return octet.toString(16).padStart(2, '0');
}
