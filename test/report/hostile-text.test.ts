import { describe, expect, test } from 'vitest';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.js';
import { jsonReport } from '../../src/report/json.js';
import { markdownReport } from '../../src/report/markdown.js';
import { codeSpan, markdownCell, markdownText } from '../../src/report/markdown-escape.js';
import { textReport } from '../../src/report/text.js';
import { CONTEXT, diagnosisWith, fileWith, findingWith } from './hand-made.js';

/** The line feed is ours. */
const UNSAFE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;

const STRINGS = [
  '\x1b]52;c;ZXZpbA==\x07',
  '\x9b2J\r\n\b\0',
  '\u202egnp.exe\u2066',
  '\ud800',
  '\u{e0041}\u{e0042}',
  '<script>alert(1)</script>',
  '](http://evil.example/)',
  '![x](http://evil.example/x.png)',
  '| a | b |\n| - | - |',
  '```\n# heading\n```',
  '~~~',
  '@everyone',
  'see #123 and GH-7',
  'www.evil.example',
  '&lt;b&gt;',
  '***bold*** __x__',
  '$$x$$',
  ':tada:',
  '# heading',
  '- item',
  '1. item',
  '=====',
  '[x]: http://evil.example',
];

/** Every place of a diagnosis that holds text from outside. */
function hostile(text: string): Diagnosis {
  const numbers = { serverHeader: text, target: text, host: text };
  const base = diagnosisWith({});
  const comment = { target: 'section', frameNumber: null, text } as const;
  const it = { linkType: 1, snapLength: 0, name: text, droppedFrames: null };
  return {
    ...base,
    capture: {
      ...base.capture,
      files: [fileWith({ name: text, interfaces: [it], comments: [comment] }), fileWith({ name: text })],
      problems: [{ code: text, count: 1 }],
    },
    rules: base.rules.map((rule, index) => {
      if (rule.rule === 'httpsys-503')
        return { ...rule, lookalikes: { count: 3, senders: [{ server: text, count: 2 }] } };
      return index === 0 ? { ...rule, outcome: 'error', error: text } : rule;
    }),
    findings: [
      findingWith({ numbers, evidence: [{ flow: 0, frames: [1], note: 'httpsys-503-page', numbers }] }),
    ],
    crossCheck: {
      reader: text,
      files: [
        {
          name: text,
          outcome: 'not-applicable',
          reason: text,
          frames: null,
          differingFrames: [],
          evidenceFrames: 0,
          differingEvidenceFrames: [],
        },
      ],
    },
  };
}

/** Markdown without fenced blocks and code spans: what is interpreted. */
function interpreted(markdown: string): string {
  return markdown
    .replace(/^(`{3,})\n[\s\S]*?\n\1$/gm, '')
    .replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
    .replace(/<https:\/\/[a-z0-9./()=#_-]+>/gi, '');
}

describe.each(STRINGS)('%j', (text) => {
  test('is safe in a text report', () => {
    const report = textReport(hostile(text), CONTEXT);
    expect(report).not.toMatch(UNSAFE);
    expect(report).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/);
  });

  test('is safe in JSON', () => {
    const report = jsonReport(hostile(text), CONTEXT);
    expect(report).not.toMatch(UNSAFE);
    JSON.parse(report);
  });

  test('is no markup in Markdown', () => {
    const harmless = interpreted(markdownReport(hostile('harmless'), CONTEXT));
    const report = markdownReport(hostile(text), CONTEXT);
    expect(report).not.toMatch(UNSAFE);
    const rest = interpreted(report);
    expect(rest).not.toMatch(/[<`@~]|\]\(|:\/\/|#\d|www\.|\bGH-\d/);
    const structure = (markdown: string) => markdown.match(/^(?:#{1,6} |-{3,}|={3,}|\||\d+\. |[-+*] )/gm);
    expect(structure(rest)).toEqual(structure(harmless));
  });
});

describe('Markdown', () => {
  test.each([
    ['a|b', '`a|b`', '`a\\|b`'],
    ['plain words', 'plain words', 'plain words'],
    ['# x', '`#` x', '`#` x'],
    ['1. x', '`1.` x', '1. x'],
    ['a `b` c', 'a `` `b` `` c', 'a `` `b` `` c'],
    ['fd00::1', 'fd00::1', 'fd00::1'],
    ['of "www.a.example", and', 'of "`www.a.example`", and', 'of "`www.a.example`", and'],
    ['(%Root%\\LOG,', '(`%Root%\\LOG`,', '(`%Root%\\LOG`,'],
    ['a (C:\\LOG). b', 'a (`C:\\LOG`). b', 'a (`C:\\LOG`). b'],
    ['x /a_(b)_c(d); y', 'x `/a_(b)_c(d)`; y', 'x `/a_(b)_c(d)`; y'],
    ['((a_b) c', '((`a_b`) c', '((`a_b`) c'],
    ['(a_b)(c_d)', '`(a_b)(c_d)`', '`(a_b)(c_d)`'],
    ['(!5)', '(`!5`)', '(`!5`)'],
    ['[a]: http://b', '`[a]`: `http://b`', '`[a]`: `http://b`'],
    ['":_"', '"`:_`"', '"`:_`"'],
    ['"", *', '"", `*`', '"", `*`'],
  ])('%s', (text, inLine, inCell) => {
    expect(markdownText(text)).toBe(inLine);
    expect(markdownCell(text)).toBe(inCell);
  });

  test('a code span has a fence longer than what is in it', () => {
    expect(codeSpan('a```b')).toBe('````a```b````');
  });
});
