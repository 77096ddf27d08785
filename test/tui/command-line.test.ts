import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type CommandLine,
  openCommandLine,
  stepCommandLine,
} from '../../src/tui/command-line/command-line.js';
import { commandLineRows } from '../../src/tui/command-line/command-line-rows.js';
import { completeLine } from '../../src/tui/command-line/complete-line.js';
import { LINE_COMMANDS } from '../../src/tui/command-line/line-commands.js';
import { parseLine } from '../../src/tui/command-line/parse-line.js';
import { topOf } from '../../src/tui/program.js';
import type { Shared } from '../../src/tui/shared.js';
import { Driver, sharedOf, UNICODE } from './drive.js';
import { screensWith } from './stub-screens.js';

const LIMITS = { frames: 155, flows: 23 };

describe('a line behind :', () => {
  it.each([
    ['85', { kind: 'frame', number: 85 }],
    ['  85 ', { kind: 'frame', number: 85 }],
    ['frame 155', { kind: 'frame', number: 155 }],
    ['packet 1', { kind: 'frame', number: 1 }],
    ['flow 0', { kind: 'flow', number: 0 }],
    ['fl 22', null],
    ['stream 22', { kind: 'flow', number: 22 }],
    ['filter status>=500 && finding:any', { kind: 'filter', expression: 'status>=500 && finding:any' }],
    ['filter', { kind: 'filter', expression: '' }],
    ['q', { kind: 'quit' }],
    ['Q', { kind: 'quit' }],
    ['w', { kind: 'write' }],
    ['exp', { kind: 'export' }],
    ['help', { kind: 'help' }],
    ['', { kind: 'nothing' }],
    ['   ', { kind: 'nothing' }],
  ])('%j', (text, meaning) => {
    const parsed = parseLine(text, LIMITS);
    expect(parsed.ok ? parsed.meaning : null).toEqual(meaning);
  });

  it.each([
    ['0', '^', 'the capture has 155 frames: 1 to 155'],
    ['156', '^^^', 'the capture has 155 frames: 1 to 155'],
    ['flow 23', '     ^^', 'the capture has 23 flows: 0 to 22'],
    ['flow', '    ^', 'the number of the flow is missing'],
    ['flow x1', '     ^^', '"x1" is no number of a flow'],
    ['flow 1 2', '     ^^^', '"1 2" is no number of a flow'],
    ['85 86', '   ^^', 'nothing may follow here'],
    ['help me', '     ^^', 'nothing may follow here'],
    ['row 0', '    ^', 'rows count from 1'],
    ['row', '   ^', 'the number of the row is missing'],
    ['filtre x', '^^^^^^', 'unknown command "filtre"; did you mean "filter"?'],
    ['xyzzy', '^^^^^', 'unknown command "xyzzy"'],
    ['filter statos>=500', '       ^^^^^^', 'unknown field "statos"; did you mean "status"?'],
    ['\u001b[31m', '^^^^^', 'unknown command "\\x1b[31m"'],
  ])('%j is refused with its place', (text, marks, sentence) => {
    const parsed = parseLine(text, LIMITS);
    if (parsed.ok) throw new Error('Expected a fault');
    const { start, end } = parsed.fault;
    expect(' '.repeat(start) + '^'.repeat(Math.max(1, end - start))).toBe(marks);
    expect(parsed.fault.sentence).toBe(sentence);
  });

  it('says that nothing can be named where nothing was read', () => {
    const parsed = parseLine('1', { frames: 0, flows: 0 });
    expect(parsed.ok ? '' : parsed.fault.sentence).toBe('the capture has 0 frames');
  });

  it('takes every word of its table', () => {
    for (const { words, argument } of LINE_COMMANDS) {
      for (const word of words) {
        const parsed = parseLine(argument === 'number' ? `${word} 1` : word, LIMITS);
        expect(parsed.ok, word).toBe(true);
      }
    }
  });

  it('never throws, and marks only what is there', () => {
    const words = fc.constantFrom(...LINE_COMMANDS.flatMap((command) => [...command.words]));
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.tuple(words, fc.string({ maxLength: 20 })).map(([word, rest]) => `${word} ${rest}`),
    );
    fc.assert(
      fc.property(text, fc.nat(40), (line, caret) => {
        const parsed = parseLine(line, LIMITS);
        if (!parsed.ok) {
          expect(parsed.fault.start).toBeLessThanOrEqual(line.length);
          expect(parsed.fault.end).toBeGreaterThanOrEqual(parsed.fault.start);
        }
        const { start, end } = completeLine(line, Math.min(caret, line.length));
        expect(start).toBeLessThanOrEqual(end);
        expect(end).toBeLessThanOrEqual(line.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe('completion', () => {
  /** The text after keys in a fresh line. */
  function typed(...keys: readonly string[]): string {
    let open: CommandLine = openCommandLine(['old']);
    for (const name of keys) {
      const step = stepCommandLine(open, { name, text: name.length === 1 ? name : '' }, LIMITS);
      if (step.kind !== 'open') throw new Error(`Expected the line to stay open after ${name}`);
      open = step.line;
    }
    return open.line.text;
  }

  it.each([
    ['an only command, and a blank for its argument', [...'filt', 'tab'], 'filter '],
    ['an only command without an argument', [...'exp', 'tab'], 'export'],
    ['the first of several', ['f', 'tab'], 'frame'],
    ['the next', ['f', 'tab', 'tab'], 'flow'],
    ['the one before', ['f', 'tab', 'shift-tab'], 'flows'],
    ['a field of a filter', [...'filter serv', 'tab'], 'filter server'],
    ['what was probably meant', [...'filter statos>=500', 'enter', 'tab'], 'filter status>=500'],
    ['nothing where nothing fits', [...'zz', 'tab'], 'zz'],
    ['a line typed before', ['up'], 'old'],
  ])('puts in %s', (_, keys, text) => {
    expect(typed(...keys)).toBe(text);
  });

  it('goes round in a field without eating what follows', () => {
    expect(typed(...'filter serv==1', ...Array<string>(3).fill('left'), 'tab', 'tab')).toMatch(
      /^filter serv\S+==1$/,
    );
  });

  it('is seen below the line', () => {
    const rows = commandLineRows(openCommandLine([]), 60, UNICODE);
    expect(rows.below.map(({ text }) => text).join('')).toContain('Tab: frame flow filter row summary');
  });
});

describe('in the program', () => {
  let shared: Shared;
  beforeAll(async () => {
    shared = await sharedOf('captures/iis7-health-check.pcap');
  });
  const driver = () => new Driver(screensWith(), shared);
  const shown = ({ state }: Driver) => [topOf(state).screen.id, topOf(state).subject];

  it.each([
    ['85', ['packet', { frame: 85 }]],
    ['flow 17', ['ladder', { flow: 17 }]],
    ['filter finding:any', ['flows', {}]],
    ['findings', ['findings', {}]],
    ['export', ['export', {}]],
    ['help', ['help', { screen: 'summary' }]],
    ['', ['summary', {}]],
  ])(':%s', (line, expected) => {
    expect(shown(driver().type(`:${line}`).press('enter'))).toEqual(expected);
  });

  it('filters the flows', () => {
    const filtered = driver().type(':filter sev>=high').press('enter');
    expect(filtered.effects).toMatchObject([{ kind: 'view-flows', filter: 'sev>=high' }]);
    expect(filtered.state.shared.flows.filter).toBe('sev>=high');
  });

  it('quits', () => {
    expect(driver().type(':q').press('enter').effects).toEqual([{ kind: 'quit' }]);
  });

  it('takes q for a letter and Ctrl-C for what it is', () => {
    const typing = driver().type(':q');
    expect(typing.effects).toEqual([]);
    expect(typing.press('ctrl-c').effects).toEqual([{ kind: 'quit' }]);
  });

  it('keeps the line open when it is wrong, and closes it on Escape', () => {
    const wrong = driver().type(':flow 99').press('enter');
    expect(wrong.text).toContain('the capture has 23 flows: 0 to 22');
    expect(wrong.press('escape').state.commandLine).toBeNull();
    expect(shown(wrong)).toEqual(['summary', {}]);
  });

  it('remembers lines', () => {
    const again = driver().type(':flow 3').press('enter').type(':').press('up');
    expect(again.state.commandLine?.line.text).toBe('flow 3');
  });

  it('goes from the ladder to the next finding in the list, in its order', () => {
    const flows = { ...shared.flows, flows: Uint32Array.of(8, 22, 4, 21, 0) };
    const steps = driver().share({ flows });
    const seen = [']', ']', ']', '[', ']'].map((key) => shown(steps.press(key))[1]);
    expect(seen).toEqual([{ flow: 22 }, { flow: 21 }, { flow: 0 }, { flow: 21 }, { flow: 0 }]);
    expect(steps.press(']').text).toContain('No flow further on');
    expect(shown(steps.press('escape'))[0]).toBe('summary');
  });
});
