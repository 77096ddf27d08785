import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { copyToTerminal } from '../../src/cli/clipboard.js';
import { isDumb, lookOf } from '../../src/cli/terminal-look.js';
import { terminalModes } from '../../src/cli/terminal-modes.js';
import { ownText } from '../../src/view/safe-text.js';
import { runCli } from './run-cli.js';

const CAPTURE = 'captures/iis7-health-check.pcap';

describe('without a terminal prints the report', () => {
  test.each([
    ['open', ['open', CAPTURE]],
    ['a file alone', [CAPTURE]],
    ['--plain', [CAPTURE, '--plain']],
    ['an option in front', ['--ascii', CAPTURE]],
  ])('%s', async (_, argv) => {
    const [opened, reported] = await Promise.all([runCli(argv), runCli(['report', CAPTURE])]);
    expect(opened).toEqual(reported);
    expect(opened.stdout).not.toContain('\x1b');
  });

  test('with the filter', async () => {
    const argv = [CAPTURE, '--filter', 'server==192.0.2.80'];
    expect((await runCli(argv)).stdout).toBe((await runCli(['report', ...argv])).stdout);
  });

  test('of standard input', async () => {
    const input = readFileSync(CAPTURE);
    const { exitCode, stdout } = await runCli(['-'], { input });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('tcpdx report: standard input');
  });
});

test.each([
  ['a missing file', ['open', 'missing.pcap'], 3, /missing\.pcap/],
  ['a missing file alone', ['./missing'], 3, /missing/],
  ['what is no capture', ['package.json'], 3, /package\.json/],
  ['a filter with an error', [CAPTURE, '--filter', 'statos==5'], 2, /did you mean "status"/],
  ['an unknown option', [CAPTURE, '--colour'], 2, /--colour/],
  ['colours that there are not', [CAPTURE, '--color', 'blue'], 2, /Allowed choices/],
  ['a flow that is no number', [CAPTURE, '--flow', 'x'], 2, /whole number/],
  ['a command mistyped', ['reprot', CAPTURE], 2, /unknown command 'reprot'/],
])('%s ends with %j', async (_, argv, exitCode, message) => {
  const ran = await runCli(argv);
  expect(ran.exitCode).toBe(exitCode);
  expect(ran.stderr).toMatch(message);
});

describe('colours', () => {
  const colours = (
    environment: Record<string, string>,
    color?: 'auto' | 'always' | 'never',
    config: 'auto' | 'always' | 'never' = 'auto',
  ) => lookOf({ color, ascii: false, colours: config }, environment, 'linux').colours;

  test.each([
    [{ TERM: 'xterm' }, undefined, 'auto', 'sixteen'],
    [{ TERM: 'vt100' }, undefined, 'auto', 'none'],
    [{ TERM: 'vt100', FORCE_COLOR: '1' }, undefined, 'auto', 'sixteen'],
    [{ TERM: 'xterm', FORCE_COLOR: '0' }, undefined, 'auto', 'none'],
    [{ TERM: 'xterm', NO_COLOR: '1' }, undefined, 'always', 'none'],
    [{ TERM: 'xterm', NO_COLOR: '' }, undefined, 'auto', 'sixteen'],
    [{ TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '1' }, undefined, 'auto', 'none'],
    [{ TERM: 'xterm', NO_COLOR: '1' }, 'always', 'auto', 'sixteen'],
    [{ TERM: 'xterm', FORCE_COLOR: '1' }, 'never', 'auto', 'none'],
    [{ TERM: 'xterm' }, undefined, 'never', 'none'],
    [{ TERM: 'xterm' }, 'auto', 'never', 'none'],
  ] as const)('%j %s %s: %s', (environment, option, config, expected) => {
    expect(colours(environment, option, config)).toBe(expected);
  });
});

test.each([
  [{ TERM: 'xterm', LANG: 'de_DE.UTF-8' }, 'linux', true],
  [{ TERM: 'xterm', LANG: 'C.utf8' }, 'linux', true],
  [{ TERM: 'xterm', LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, 'linux', false],
  [{ TERM: 'xterm', LANG: 'de_DE.UTF-8', LC_ALL: '', LC_CTYPE: 'de_DE' }, 'linux', false],
  [{ TERM: 'xterm' }, 'linux', false],
  [{ TERM: 'linux', LANG: 'de_DE.UTF-8' }, 'linux', false],
  [{ WT_SESSION: 'x' }, 'win32', true],
  [{}, 'win32', false],
])('%j on %s: Unicode %s', (environment, platform, expected) => {
  const wishes = { ascii: false, colours: 'auto' } as const;
  expect(lookOf(wishes, environment, platform).hasUnicode).toBe(expected);
  expect(lookOf({ ...wishes, ascii: true }, environment, platform).hasUnicode).toBe(false);
});

test.each([
  [{ TERM: 'dumb' }, 'linux', true],
  [{}, 'linux', true],
  [{ TERM: 'xterm' }, 'linux', false],
  [{}, 'win32', false],
])('%j on %s is dumb: %s', (environment, platform, expected) => {
  expect(isDumb(environment, platform)).toBe(expected);
});

describe('the clipboard', () => {
  const written: string[] = [];
  const copy = (text: string) => copyToTerminal(text, ownText('filter'), (octets) => written.push(octets));

  test('gets base64, and nobody claims that it arrived', () => {
    expect(copy('tcp.stream == 3\x1b]0;x\x07').text).toBe('filter: sent to terminal');
    expect(written).toEqual([
      `\x1b]52;c;${Buffer.from('tcp.stream == 3\x1b]0;x\x07').toString('base64')}\x07`,
    ]);
  });

  test('gets nothing that is too long for it', () => {
    written.length = 0;
    expect(copy('x'.repeat(60_000)).tone).toBe('warning');
    expect(written).toEqual([]);
  });
});

test('the terminal is left in reverse order', () => {
  const { enter, leave } = terminalModes({ mouse: true, isLinear: false });
  expect(enter).toBe('\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h\x1b[?1000h\x1b[?1006h');
  expect(leave).toBe('\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l');
});
