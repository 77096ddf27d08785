import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EditedLine,
  editLine,
  enteredLine,
  LONGEST_LINE,
  lineOf,
  replaceInLine,
  shownLine,
} from '../../src/tui/line-editor.js';

/** `ab|cd`: text with its caret. */
function line(marked: string): EditedLine {
  const caret = marked.indexOf('|');
  return { ...lineOf(marked.replace('|', '')), caret };
}

const marked = ({ text, caret }: EditedLine) => `${text.slice(0, caret)}|${text.slice(caret)}`;

describe('a typed line', () => {
  it.each([
    ['left', 'ab|c', 'a|bc'],
    ['left', '|abc', '|abc'],
    ['left', 'a😀|c', 'a|😀c'],
    ['right', 'a|bc', 'ab|c'],
    ['right', 'abc|', 'abc|'],
    ['right', 'a|😀c', 'a😀|c'],
    ['home', 'ab|c', '|abc'],
    ['ctrl-a', 'ab|c', '|abc'],
    ['end', 'a|bc', 'abc|'],
    ['ctrl-e', 'a|bc', 'abc|'],
    ['backspace', 'ab|c', 'a|c'],
    ['backspace', '|abc', '|abc'],
    ['backspace', 'a😀|c', 'a|c'],
    ['delete', 'a|bc', 'a|c'],
    ['delete', 'abc|', 'abc|'],
    ['ctrl-w', 'one two|x', 'one |x'],
    ['ctrl-w', 'one two  |x', 'one |x'],
    ['ctrl-w', '  |x', '|x'],
    ['ctrl-u', 'ab|c', '|c'],
    ['ctrl-k', 'a|bc', 'a|'],
    ['alt-b', 'one two|', 'one |two'],
    ['alt-f', 'one| two', 'one two|'],
  ])('takes %s in %s to %s', (key, from, to) => {
    expect(marked(editLine(line(from), key, '') as EditedLine)).toBe(to);
  });

  it.each([
    ['j', 'j', 'ab|c', 'abj|c'],
    ['space', ' ', 'ab|c', 'ab |c'],
    ['é', 'é', '|', 'é|'],
    ['paste', 'x\ny\n', 'ab|c', 'abx y|c'],
    ['paste', '\u001b]0;title\u0007\u202ex', '|', ']0;titlex|'],
    ['paste', 'a\ud800b', '|', 'ab|'],
  ])('takes what %s types', (key, text, from, to) => {
    expect(marked(editLine(line(from), key, text) as EditedLine)).toBe(to);
  });

  it.each([
    'enter',
    'escape',
    'tab',
    'shift-tab',
    'f1',
    'ctrl-c',
  ])('leaves %s to whom the line belongs', (key) => {
    expect(editLine(line('a|'), key, key === 'enter' ? '\r' : '')).toBeNull();
  });

  it('goes back in its history, and forth to what was being typed', () => {
    let now = lineOf('dra', ['one', 'two']);
    const seen = ['up', 'up', 'up', 'down', 'down', 'down'].map((key) => {
      now = editLine(now, key, '') as EditedLine;
      return now.text;
    });
    expect(seen).toEqual(['two', 'one', 'one', 'two', 'dra', 'dra']);
  });

  it('remembers a line that was entered once', () => {
    expect(enteredLine(lineOf('two', ['one'])).history).toEqual(['one', 'two']);
    expect(enteredLine(lineOf('one', ['one'])).history).toEqual(['one']);
    expect(enteredLine(lineOf('  ', ['one'])).history).toEqual(['one']);
    expect(
      enteredLine(
        lineOf(
          'new',
          Array.from({ length: 100 }, (_, at) => `${at}`),
        ),
      ).history,
    ).toHaveLength(100);
  });

  it('replaces a range for a completion', () => {
    expect(marked(replaceInLine(line('serv|==x'), 0, 4, 'server'))).toBe('server|==x');
  });

  it('takes no more than its longest text', () => {
    const full = editLine(lineOf('a'.repeat(LONGEST_LINE - 1)), 'paste', '😀b') as EditedLine;
    expect(full.text).toBe('a'.repeat(LONGEST_LINE - 1));
  });

  it.each([
    ['abc|', 10, 'abc', 3],
    ['abcdef|', 4, 'def', 3],
    ['|abcdef', 4, 'abcd', 0],
    ['a漢|字b', 10, 'a··b', 2],
  ])('shows %s in %d cells', (from, width, text, column) => {
    expect(shownLine(line(from), width)).toMatchObject({ text, column });
  });

  it('stays safe and keeps its caret in the text, whatever is pressed', () => {
    const keys = [
      'left',
      'right',
      'backspace',
      'delete',
      'ctrl-w',
      'ctrl-u',
      'ctrl-k',
      'up',
      'down',
      'alt-b',
    ];
    const typed = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => ['paste', text] as const);
    const pressed = fc.constantFrom(...keys).map((key) => [key, ''] as const);
    fc.assert(
      fc.property(fc.array(fc.oneof(typed, pressed), { maxLength: 30 }), fc.nat(30), (steps, width) => {
        let now = lineOf('', ['old 😀 line']);
        for (const [key, text] of steps) now = editLine(now, key, text) ?? now;
        const shown = shownLine(now, width);
        expect(now.text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(now.caret).toBeLessThanOrEqual(now.text.length);
        expect(now.text.slice(0, now.caret)).not.toMatch(/[\ud800-\udbff]$/);
        expect(shown.text.length).toBeLessThanOrEqual(width);
        expect(shown.column).toBeLessThanOrEqual(Math.max(0, width - 1));
        expect(shown.text).toMatch(/^[ -~\u00a1-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u28ff]*$/);
      }),
      { numRuns: 40 },
    );
  });
});
