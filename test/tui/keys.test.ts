import { beforeAll, describe, expect, it } from 'vitest';
import type { CommandId } from '../../src/tui/command.js';
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
    if (!isQuit && keys.at(-1) !== 'j') expect(footerOf(asked)).toMatch(/not written.*w writes them/);
  });
});

it('rows of lists are gone to by their number', () => {
  expect(driver().press('3', ':').type('row 7').press('enter').text).toContain('row 7 of 23');
  expect(driver().press('3', ':').type('row 999').press('enter').text).toContain('row 23 of 23');
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
