import type { ProbeOutcome } from '../diagnosis/probe-strips.js';
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
  /** In front of what goes on, and of what has ended. */
  readonly capturing: string;
  readonly stopped: string;
  /** What became of a probe. */
  readonly probes: Readonly<Record<ProbeOutcome, string>>;
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
  capturing: '●',
  stopped: '■',
  probes: { ok: '■', reset: '✖', refused: 'R', unanswered: '?' },
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
  capturing: '*',
  stopped: '=',
  probes: { ok: 'o', reset: 'x', refused: 'R', unanswered: '?' },
};

/** The characters that the terminal can show. */
export function glyphsOf({ hasUnicode }: Look): Glyphs {
  return hasUnicode ? UNICODE : ASCII;
}
