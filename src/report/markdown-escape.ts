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
  const [from, to] = bareRange(word);
  const bare = word.slice(from, to);
  if (RISKY_WORD.test(word) || RISKY_WORD.test(bare))
    return word.slice(0, from) + codeSpan(bare) + word.slice(to);
  return isFirst && RISKY_LINE_START.test(word) ? codeSpan(word) : word;
}

/** Signs of a sentence around a word that are looked through: `("(/a),"` has four. */
const MOST_SIGNS = 4;

/**
 * The part of a word that is copied: without commas and the like behind it, and without quotes and parentheses that have no
 * counterpart in it or go around all of it. Square brackets stay: before a colon or a parenthesis they make a link.
 */
function bareRange(word: string): [from: number, to: number] {
  let from = 0;
  let to = word.length;
  for (let sign = 0; sign < MOST_SIGNS; sign++) {
    while (to - from > 1 && ',.;:'.includes(word[to - 1] as string)) to--;
    if (to - from < 2) break;
    const bare = word.slice(from, to);
    const isEnclosed = encloses(bare);
    const opens = isEnclosed || lacksCounterpart(bare, bare[0] as string);
    const closes = isEnclosed || (!opens && lacksCounterpart(bare, bare.at(-1) as string));
    if (!opens && !closes) break;
    if (opens) from++;
    if (closes) to--;
  }
  return to > from ? [from, to] : [0, word.length];
}

/** Whether the first and the last sign belong together: `"a"` and `(a)`, not `(a)(b)`. */
function encloses(text: string): boolean {
  if (text.startsWith('"')) return text.endsWith('"');
  if (!text.startsWith('(')) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')') depth--;
    if (depth === 0) return at === text.length - 1;
  }
  return false;
}

function lacksCounterpart(text: string, sign: string): boolean {
  const count = (one: string) => text.split(one).length - 1;
  if (sign === '"') return count('"') % 2 === 1;
  if (sign === '(') return count('(') > count(')');
  return sign === ')' && count(')') > count('(');
}
