/**
 * Words that would become a mention, a reference, a link, HTML or a fence somewhere (GitHub, GitLab, Jira's Markdown):
 * they are set as code, where nothing is interpreted. A backslash would not do: mentions are looked for after it is gone.
 */
const RISKY_WORD = /[<`@#&~$^|\\[\]{}*_]|:\/\/|www\.|\bGH-\d|^!\d|:[+-]?[a-z][\w+-]*:/i;

/** What would make a line a heading, a list, a quote or a rule. */
const RISKY_LINE_START = /^(?:[-+=>]|\d{1,9}[.)])/;

/** Safe text as Markdown of one line: nothing in it is markup but the code spans that this function makes. */
export function markdownText(text: string): string {
  return markdownWords(text, true);
}

/** The same behind something else in its line, where no list or heading can begin. */
export function markdownWithin(text: string): string {
  return markdownWords(text, false);
}

function markdownWords(text: string, isLineStart: boolean): string {
  return text
    .split(' ')
    .map((word, index) => markdownWord(word, isLineStart && index === 0))
    .join(' ');
}

/** The same for a cell of a table, where `|` ends the cell even inside code. */
export function markdownCell(text: string): string {
  return markdownWithin(text).replaceAll('|', '\\|');
}

/** A code span with a fence longer than any run of backticks in it. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const room = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return fence + room + text + room + fence;
}

function markdownWord(word: string, isFirst: boolean): string {
  if (RISKY_WORD.test(word)) return codeSpan(word);
  return isFirst && RISKY_LINE_START.test(word) ? codeSpan(word) : word;
}
