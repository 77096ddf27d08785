/** What may be typed at the caret of the command line. Pure. */
import { completeFilter } from '../../filter/complete.js';
import { LINE_COMMANDS } from './line-commands.js';
import { commandOfWord, wordOf } from './parse-line.js';

/** What may stand in place of a range of the line. */
export interface LineCompletions {
  readonly start: number;
  readonly end: number;
  readonly items: readonly { readonly text: string; readonly explains: string }[];
}

/** Completions at a caret. Never throws. */
export function completeLine(text: string, caret: number): LineCompletions {
  const { word, start, end, argument } = wordOf(text);
  if (caret <= end) {
    const typed = word.slice(0, Math.max(0, caret - start)).toLowerCase();
    const items = LINE_COMMANDS.flatMap(({ words: [first], explains }) =>
      first.startsWith(typed) ? [{ text: first, explains }] : [],
    );
    return { start, end: Math.max(start, caret), items };
  }
  if (commandOfWord(word)?.argument !== 'filter') return { start: caret, end: caret, items: [] };
  const from = Math.min(argument, caret);
  const found = completeFilter(text.slice(from), caret - from);
  return {
    start: from + found.start,
    end: from + found.end,
    items: found.items.map(({ text: item, doc }) => ({ text: item, explains: doc })),
  };
}
