import { beforeAll, describe, expect, it } from 'vitest';
import type { CommandId } from '../../src/tui/command.js';
import { keyMapOf } from '../../src/tui/key-map.js';
import { SCREENS } from '../../src/tui/screens.js';
import type { Shared } from '../../src/tui/shared.js';
import { Driver, sharedOf } from './drive.js';

let shared: Shared;
beforeAll(async () => {
  shared = await sharedOf('captures/iis7-health-check.pcap');
});

function driver(changes: Partial<Shared> = {}): Driver {
  return new Driver(SCREENS, { ...shared, ...changes });
}

function hasQuit({ effects }: Driver): boolean {
  return effects.some(({ kind }) => kind === 'quit');
}

function footerOf({ text }: Driver): string {
  return text.split('\n').at(-1) ?? '';
}

describe('quits', () => {
  it.each([
    [['q'], true],
    [['ctrl-c'], true],
    [['3', 'enter', 'ctrl-c'], true],
    [['3', '/', 'ctrl-c'], true],
    [[':', 'q', 'enter'], true],
    [['3', 'enter', ':', 'q', 'enter'], true],
    [['escape'], false],
    [['3', 'enter', 'q'], false],
    [['3', 'enter', 'q', 'q'], true],
  ])('by %j: %s', (keys, isQuit) => {
    expect(hasQuit(driver().press(...keys))).toBe(isQuit);
  });

  it.each([
    [['q'], false],
    [['q', 'q'], true],
    [['q', 'j', 'q'], false],
    [['q', 'j', 'q', 'q'], true],
    [[':', 'q', 'enter'], false],
    [[':', 'q', 'enter', ':', 'q', 'enter'], true],
    [['q', ':', 'q', 'enter'], true],
    [['ctrl-c'], true],
  ])('with notes that are not written by %j: %s', (keys, isQuit) => {
    const asked = driver({ hasUnwrittenNotes: true, notes: new Map([[4, 'look here']]) }).press(...keys);
    expect(hasQuit(asked)).toBe(isQuit);
    if (!isQuit && keys.at(-1) !== 'j')
      expect(footerOf(asked)).toMatch(/not written.*w writes them.*without\.$/);
  });
});

describe('Escape with a key right behind it, which comes as Alt with that key,', () => {
  const headerOf = ({ text }: Driver) => text.split('\n')[0];
  it.each([
    ['leaves a flow, and moves in the list', ['3', 'enter', 'alt-j'], '3 Flows', 'row 2 of 23'],
    ['leaves a line that is typed', ['3', '/', 'alt-j'], '3 Flows', 'row 2 of 23'],
    ['leaves the command line', ['3', ':', 'alt-j'], '3 Flows', 'row 2 of 23'],
    ['goes on to another screen', ['3', 'enter', 'alt-4'], '4 Timeline', 'UTC'],
    ['opens again what it left', ['3', 'enter', 'alt-enter'], 'Flow 0 of 23', ''],
    [
      'is none where Alt was pressed with a key that is no character',
      ['3', 'enter', 'alt-up'],
      'Flow 0 of 23',
      '',
    ],
  ])('%s', (_, keys, header, body) => {
    const pressed = driver().press(...keys);
    expect(headerOf(pressed)).toContain(header);
    expect(pressed.text).toContain(body);
  });

  it('quits at once where the key is Ctrl-C', () => {
    expect(hasQuit(driver().press('3', 'enter', 'ctrl-alt-c'))).toBe(true);
  });

  it('is none in a line where Alt moves by words', () => {
    const line = driver().press('3', '/').type('shop cart').press('alt-b').type('x');
    expect(line.text).toContain('/shop xcart');
  });

  it('is none where a command has that key', () => {
    const own = driver().press('3', 'enter');
    own.state = { ...own.state, keys: keyMapOf(new Map([['timeline', ['alt-j']]])) };
    expect(headerOf(own.press('alt-j'))).toContain('4 Timeline');
  });
});

it.each([
  ['-', 'standard input'],
  ['/tmp/-', 'tcpdx  - '],
  ['C:\\traces\\lb.pcap', 'tcpdx  lb.pcap '],
])('the header calls the capture %s %s', (path, name) => {
  expect(driver({ paths: [path] }).text.split('\n')[0]).toContain(name);
});

it('sets the sign apart from the sentence where the help finds nothing', () => {
  expect(driver().press('?').type('zzz').text).toContain(' ▲ Nothing here has this in it.');
});

it('rows of lists are gone to by their number', () => {
  expect(driver().press('3', ':').type('row 7').press('enter').text).toContain('row 7 of 23');
  expect(driver().press('3', ':').type('row 999').press('enter').text).toContain('row 23 of 23');
});

it('a capture that cannot be read is not filtered for ever', () => {
  const failed: Shared['capture'] = { kind: 'failed', message: 'it is empty', advice: 'capture again' };
  const flows = { ...shared.flows, flows: new Uint32Array(), total: 0, tookMs: null };
  const list = driver({ capture: failed, findingsOf: () => [], flows }).press('3');
  expect(list.text).toContain('it is empty');
  expect(list.text).not.toContain('filtering');
});

describe('the number of a row', () => {
  it.each([
    [['2'], 'row 2', '2 of 3 findings'],
    [['2'], 'row 999', '3 of 3 findings'],
    [['1'], 'row 2', 'Rows have no numbers here.'],
    [['4'], 'row 2', 'Rows have no numbers here.'],
  ])('typed after %j: %s', (keys, line, told) => {
    const asked = driver()
      .press(...keys, ':')
      .type(line)
      .press('enter');
    expect(asked.text).toContain(told);
    if (told.startsWith('Rows')) expect(bodyOf(asked)).toBe(bodyOf(driver().press(...keys)));
  });
});

function bodyOf({ text }: Driver): string {
  return text.split('\n').slice(2, -1).join('\n');
}

describe('while a capture is read', () => {
  const capture: Shared['capture'] = {
    kind: 'reading',
    survey: null,
    progress: { bytesRead: 10, bytesTotal: 100, frames: 1, flows: 0 },
  };

  it.each([['1'], ['2'], ['4'], ['e']])('screen %s says that S stops the reading, and S does', (key) => {
    const reading = driver({ capture, findingsOf: () => [] }).press(key);
    expect(reading.text).toContain('S stops reading');
    expect(footerOf(reading)).toContain('S stop reading');
    expect(reading.press('S').effects).toContainEqual({ kind: 'stop-reading' });
  });

  it('S says that there is nothing to stop once all was read', () => {
    const ready = driver().press('S');
    expect(ready.effects).toEqual([]);
    expect(footerOf(ready)).toContain('Nothing is being read any more');
  });
});

describe('a key of the help that the screen has no use for', () => {
  it.each([
    ['1', 'y', /Nothing to copy here: .* what they open\.$/],
    ['2', 't', /No times here: .* exchanges\.$/],
    ['4', 'E', /E goes to evidence: .* ladders\.$/],
    ['3', 'E', /E goes to evidence: .* ladders\.$/],
  ])('on screen %s: %s says where it works', (screen, key, told) => {
    expect(footerOf(driver().press(screen, key))).toMatch(told);
  });

  it.each([['1'], ['2'], ['4']])('screen %s has no marks and notes, and its help has neither', (screen) => {
    const help = driver({ size: { columns: 80, rows: 60 } }).press(screen, '?').text;
    expect(help).toContain('EVERYWHERE');
    expect(help).not.toMatch(/^.m +mark:|^.; +note:/m);
  });
});

describe('the footer', () => {
  const narrow = { size: { columns: 40, rows: 12 } };

  it.each([
    [['1'], /\? help {2}q quit$/],
    [['2'], /\? help {2}q quit$/],
    [['3'], /\? help {2}q quit$/],
    [['4'], /\? help {2}q quit$/],
    [['3', 'enter'], /Esc back {2}\? help$/],
    [['3', 'enter', 'enter'], /Esc back {2}\? help$/],
    [['3', 'enter', 'f'], /Esc back {2}\? help$/],
    [['3', '/'], /Esc cancel$/],
    [['e'], /Esc cancel$/],
  ])('tells the way out and the help in 40 columns after %j', (keys, told) => {
    expect(footerOf(driver(narrow).press(...keys))).toMatch(told);
  });

  it('keeps the order of the screen, and is never wider than the terminal', () => {
    for (let columns = 20; columns <= 120; columns++) {
      const footer = footerOf(driver({ size: { columns, rows: 24 } }).press('3', 'enter'));
      expect(footer.length).toBeLessThanOrEqual(columns);
      const words = [...footer.matchAll(/(open|down|next finding|compare|follow|back|help)/g)];
      const inOrder = ['open', 'down', 'next finding', 'compare', 'follow', 'back', 'help'];
      expect(words.map(([word]) => word)).toEqual(inOrder.filter((word) => footer.includes(` ${word}`)));
    }
  });
});

describe('the help', () => {
  it('runs no command that was scrolled out of sight', () => {
    const help = driver().press('?', ...Array.from({ length: 15 }, () => 'pagedown'));
    expect(help.text).not.toContain('▌');
    const after = help.press('enter');
    expect(after.effects).toEqual([]);
    expect(after.text).toContain('Help: summary');
    expect(footerOf(after)).toContain('Enter runs the command under the cursor: there is none here.');
  });

  it('runs the command under the cursor on the screen below', () => {
    const help = driver().press('?').type('shows all findings');
    expect(help.text).toMatch(/▌2 /);
    expect(help.press('enter').text).toContain('2 Findings');
  });

  it.each([['/'], [';'], ['y']])('is that of the flows while a line is typed behind %s', (key) => {
    expect(driver().press('3', key, 'f1').text).toContain('Help: flows');
  });
});

describe('keys that the user set', () => {
  const ownKeys = new Map<CommandId, readonly string[]>([
    ['filter', ['ctrl-f', '/']],
    ['evidence', []],
  ]);

  it('stand in the footer, and what has none does not', () => {
    expect(footerOf(driver())).toMatch(/E evidence.* \/ filter/);
    expect(footerOf(driver({ ownKeys }))).toMatch(/Ctrl-F filter/);
    expect(footerOf(driver({ ownKeys }))).not.toMatch(/evidence/);
  });

  it('stand in the help', () => {
    const help = (own: Partial<Shared>) => driver(own).press('?').type('types a filter').text;
    expect(help({})).toMatch(/[▌ ]\/ +filter:/);
    expect(help({ ownKeys })).toMatch(/Ctrl-F \/ +filter:/);
  });
});
