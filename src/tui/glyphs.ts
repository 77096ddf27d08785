import type { Look } from './look.js';

/** Characters of the screens, one cell each; every one has an ASCII form. */
export interface Glyphs {
  readonly horizontal: string;
  readonly vertical: string;
  readonly cursor: string;
  readonly ellipsis: string;
  readonly error: string;
  readonly warning: string;
  readonly notice: string;
  readonly right: string;
  readonly marked: string;
  readonly noted: string;
  readonly folded: string;
  readonly unfolded: string;
  /** Behind a word: there is more below. */
  readonly more: string;
  /** Between facts of one row. */
  readonly between: string;
  /** In front of what differs from its counterpart. */
  readonly different: string;
  /** Below a column: the cursor is there. */
  readonly caret: string;
  /** Bars from an eighth to a whole cell. */
  readonly bars: string;
}

const UNICODE: Glyphs = {
  horizontal: '─',
  vertical: '│',
  cursor: '▌',
  ellipsis: '…',
  error: '✖',
  warning: '▲',
  notice: '·',
  right: '→',
  marked: '*',
  noted: ';',
  folded: '▸',
  unfolded: '▾',
  more: ' ↓',
  between: ' · ',
  different: '↔',
  caret: '▲',
  bars: '▁▂▃▄▅▆▇█',
};

const ASCII: Glyphs = {
  horizontal: '-',
  vertical: '|',
  cursor: '>',
  ellipsis: '~',
  error: 'x',
  warning: '!',
  notice: '.',
  right: '>',
  marked: '*',
  noted: ';',
  folded: '+',
  unfolded: '-',
  more: ' v',
  between: ', ',
  different: '!',
  caret: '^',
  bars: '.:-=+*%#',
};

/** The characters that the terminal can show. */
export function glyphsOf({ hasUnicode }: Look): Glyphs {
  return hasUnicode ? UNICODE : ASCII;
}
