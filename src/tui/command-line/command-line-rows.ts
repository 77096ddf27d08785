/** The command line as the last two rows of the screen: what is typed, and below it what is wrong or may be typed. */
import { ownText, safeText, say } from '../../view/safe-text.js';
import { cellText, fitLine, spans, widthOf } from '../cells.js';
import { cellAt, shownLine } from '../line-editor.js';
import type { Look } from '../look.js';
import type { Line } from '../span.js';
import type { CommandLine } from './command-line.js';
import { completeLine } from './complete-line.js';

/** Both rows, and the cell of the caret in the first. */
export interface CommandLineRows {
  readonly typed: Line;
  readonly below: Line;
  readonly column: number;
}

const PROMPT = ' :';
/** Below this there is no room for a sentence behind the marks. */
const SENTENCE_CELLS = 30;

/** The rows of an open command line. */
export function commandLineRows(open: CommandLine, columns: number, look: Look): CommandLineRows {
  const shown = shownLine(open.line, columns - PROMPT.length);
  const typed: Line = [...spans(['key', PROMPT]), { text: shown.text, tone: 'strong' }];
  const below = open.fault === null ? completionLine(open, columns) : faultLine(open, shown.hidden, columns);
  return { typed, below: fitLine(below, columns, look), column: PROMPT.length + shown.column };
}

/** Marks below what is wrong, and the sentence behind them; in front of them where there is no room. */
function faultLine({ line, fault }: CommandLine, hidden: number, columns: number): Line {
  if (fault === null) return [];
  const from = Math.max(0, cellAt(line.text, fault.start) - hidden) + PROMPT.length;
  const to = Math.max(from + 1, cellAt(line.text, fault.end) - hidden + PROMPT.length);
  const tab = fault.nearest === null ? '' : ' (Tab)';
  const sentence = cellText(say`${fault.sentence}${ownText(tab)}`);
  const marks = '^'.repeat(Math.max(1, Math.min(to, columns) - from));
  const isNarrow = columns - to < Math.min(SENTENCE_CELLS, sentence.length);
  if (isNarrow) return [{ text: say` ${sentence}`, tone: 'error' }];
  return [...spans(['plain', ' '.repeat(from)], ['error', `${marks} `]), { text: sentence, tone: 'error' }];
}

function completionLine({ line, round }: CommandLine, columns: number): Line {
  const { items } = round?.completions ?? completeLine(line.text, line.caret);
  const [only] = items;
  if (only !== undefined && items.length === 1) {
    return [{ text: say` ${safeText(only.text)}: ${safeText(only.explains, columns)}`, tone: 'dim' }];
  }
  const shown: Line[number][] = spans(['dim', items.length === 0 ? ' Enter runs  Esc closes' : ' Tab:']);
  // From the one in the line on, so that going round is seen.
  const first = round?.index ?? 0;
  for (const [at, { text }] of items.slice(first).entries()) {
    const isCurrent = round !== null && at === 0;
    if (widthOf(shown) > columns) break;
    shown.push({ text: say` ${safeText(text, 40)}`, tone: isCurrent ? 'match' : 'dim' });
  }
  return shown;
}
