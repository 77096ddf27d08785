/**
 * The screen on a real terminal: however it ends, the terminal is as it was.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, describe, expect, test } from 'vitest';
import { hasTmux, TmuxTerminal } from './tmux-terminal.js';

const isThere = hasTmux();
if (!isThere) console.log('skipped: tmux is not installed');

const ROOT = new URL('../../', import.meta.url);
const MAIN = 'dist/bin/tcpdx.js';
/** Its modules one by one, so that a test can change one of them. */
const UNBUNDLED = 'dist/cli/main.js';
const CAPTURE = 'captures/iis7-health-check.pcap';
const FOOTER = /Enter open/;

const FOLDER = mkdtempSync(join(tmpdir(), 'tcpdx-screen-'));

/** The state of the line before the program, as stty saves it. */
const LINE_BEFORE = join(FOLDER, 'line');

let terminal: TmuxTerminal;

function open(columns = 100, rows = 20, environment: Record<string, string> = {}): TmuxTerminal {
  terminal = new TmuxTerminal(columns, rows, environment);
  terminal.run(
    `cd ${new URL(ROOT).pathname}; PS1='ready>'; stty -g > ${LINE_BEFORE}; clear; echo on the normal screen`,
  );
  return terminal;
}

/** Code that runs inside the program, in place of a mistake of ours. */
function withPreload(code: string): string {
  const path = join(FOLDER, 'preload.mjs');
  writeFileSync(path, code.replaceAll('DIST', new URL('dist', ROOT).href));
  return `node --import ${path} ${UNBUNDLED} ${CAPTURE}`;
}

async function expectSane(exitCode: number): Promise<void> {
  await terminal.until(/ready>\s*$/);
  // What was typed before the prompt was there may have pushed it over the end of a row.
  expect(terminal.screen({ history: true }).replaceAll('\n', '')).toContain('on the normal screen');
  expect([terminal.flag('alternate_on'), terminal.flag('cursor_flag'), terminal.flag('wrap_flag')]).toEqual([
    '0',
    '1',
    '1',
  ]);
  expect(terminal.flag('mouse_any_flag')).toBe('0');
  const after = await terminal.afterwards();
  expect(after.exitCode).toBe(exitCode);
  terminal.run(`clear; stty -g | cmp - ${LINE_BEFORE} && echo the line is as it was`);
  await terminal.until(/^the line is as it was$/m);
  for (const mode of ['isig', 'icanon', 'echo', 'opost', 'icrnl'])
    expect(after.line).toMatch(new RegExp(`(?<!-)\\b${mode}\\b`));
}

describe.skipIf(!isThere)('the screen', { timeout: 60_000 }, () => {
  afterEach(() => terminal.close());

  test('opens, takes keys, quits', async () => {
    open().run(`node ${MAIN} ${CAPTURE}`);
    await terminal.until(/1 Summary[\s\S]*health check/);
    expect([terminal.flag('alternate_on'), terminal.flag('cursor_flag'), terminal.flag('wrap_flag')]).toEqual(
      ['1', '0', '0'],
    );
    terminal.press('3');
    await terminal.until(/3 Flows[\s\S]*198\.51\.100\.10:37285/);
    terminal.press('q');
    await expectSane(0);
  });

  test('goes from the first finding to an octet of its evidence and back', async () => {
    open(120, 36).run(`node ${MAIN} ${CAPTURE}`);
    await terminal.until(/1 Summary[\s\S]*▌ 1 ✖ high/);
    terminal.press('Enter');
    await terminal.until(/2 Findings[\s\S]*EVIDENCE/);
    terminal.press('E');
    await terminal.until(/Flow 0 of 23[\s\S]*E1 server resets[\s\S]*why this is #1/);
    terminal.press('G', 'k', 'Enter');
    await terminal.until(/Packet 5[\s\S]*Flags +0x014 RST, ACK +← evidence/);
    terminal.press('Tab');
    await terminal.until(/octet 0:|octets? 0/);
    terminal.press('Escape');
    await terminal.until(/Flow 0 of 23/);
    terminal.press('Escape');
    await terminal.until(/2 Findings/);
    terminal.press('Escape');
    await terminal.until(/1 Summary/);
    terminal.press('q');
    await expectSane(0);
  });

  test('tells where a filter is wrong, and takes the correction', async () => {
    open(100, 20).run(`node ${MAIN} ${CAPTURE}`);
    await terminal.until(/1 Summary/);
    terminal.press('/');
    terminal.type('statos==200');
    await terminal.until(/\^{6} unknown field "statos"; did you mean "status"/);
    terminal.press('Enter', 'Tab', 'Enter');
    await terminal.until(/3 of 23 shown[\s\S]*\/status==200/);
    terminal.press('C-c');
    await expectSane(0);
  });

  test('asks before notes are lost', async () => {
    open(100, 20).run(`node ${MAIN} ${CAPTURE}`);
    await terminal.until(/1 Summary/);
    terminal.press('3');
    // A note is of the flow under the cursor: there is none until the list is there.
    await terminal.until(/3 Flows[\s\S]*198\.51\.100\.10:37285/);
    terminal.type(';');
    terminal.type('look here');
    terminal.press('Enter', 'q');
    await terminal.until(/not written: w writes them/);
    terminal.press('q');
    await expectSane(0);
  });

  test.each([
    ['', {}, { hasColours: true, isAscii: false, mouse: '0' }],
    ['--ascii', {}, { hasColours: true, isAscii: true, mouse: '0' }],
    ['--color never', {}, { hasColours: false, isAscii: false, mouse: '0' }],
    ['--color always', { NO_COLOR: '1' }, { hasColours: true, isAscii: false, mouse: '0' }],
    ['--mouse', {}, { hasColours: true, isAscii: false, mouse: '1' }],
  ] as const)('with options %j and %j looks like %j', async (options, environment, expected) => {
    open(100, 20, environment).run(`node ${MAIN} ${CAPTURE} ${options}`);
    const screen = await terminal.until(/1 Summary[\s\S]*health check/);
    const hasColours = /\x1b\[[\d;]*(?:3[0-7]|9\d)m/.test(terminal.screen({ attributes: true }));
    const isAscii = /^[\x20-\x7e\n]*$/.test(screen);
    expect({ hasColours, isAscii, mouse: terminal.flag('mouse_any_flag') }).toEqual(expected);
    terminal.press('q');
    await expectSane(0);
  });

  test('the thread that reads dies: says so, and gives the terminal back', async () => {
    const dies =
      'const { isMainThread } = await import("node:worker_threads"); if (!isMainThread) setImmediate(() => { throw new Error("a mistake") })';
    open(100, 20).run(withPreload(dies));
    await terminal.until(/failed[\s\S]*Reading the capture broke down: a mistake/);
    terminal.press('q');
    await terminal.until(/tcpdx: Reading the capture broke down/);
    await expectSane(3);
  });

  test('the thread that reads ends by itself in the middle: the same', async () => {
    const ends =
      'const { isMainThread } = await import("node:worker_threads"); if (!isMainThread) process.exit(7)';
    open(100, 20).run(withPreload(ends));
    await terminal.until(/failed[\s\S]*it ended with code 7/);
    terminal.press('C-c');
    await expectSane(3);
  });

  test('fits the terminal again after every resize', async () => {
    open(100, 20).run(`node ${MAIN} ${CAPTURE}`);
    // The last row offers other keys as long as the capture is read.
    await terminal.until(FOOTER);
    for (const [columns, rows] of [
      [60, 12],
      [120, 36],
      [40, 10],
      [80, 24],
    ] as const) {
      terminal.resize(columns, rows);
      const screen = await terminal.until(
        new RegExp(`^ tcpdx .*Summary.*\\n[─]{${columns}}\\n(.*\\n){${rows - 3}}.*${FOOTER.source}`),
      );
      const lines = screen.split('\n');
      expect(lines.slice(2, rows - 1).join('\n')).not.toMatch(/tcpdx|─{10}/);
    }
    terminal.press('C-c');
    await expectSane(0);
  });

  test('goes to the shell and comes back, also in another size', async () => {
    open(100, 30).run(`node ${MAIN} ${CAPTURE}`);
    await terminal.until(FOOTER);
    terminal.press('3');
    await terminal.until(/3 Flows/);
    terminal.press('C-z');
    await terminal.until(/Stopped[\s\S]*ready>\s*$/);
    expect(terminal.flag('alternate_on')).toBe('0');
    terminal.run('stty -a | tr " ;" "\\n\\n" | grep -cx -e icanon -e echo -e isig');
    await terminal.until(/^3$/m);
    terminal.resize(70, 25);
    terminal.run('fg');
    await terminal.until(new RegExp(`^ tcpdx .*3 Flows.*\\n(.*\\n){23}.*${FOOTER.source}`));
    terminal.press('1');
    await terminal.until(/1 Summary/);
    terminal.press('q');
    await expectSane(0);
  });

  test('comes back by itself where there is no shell to stop for', async () => {
    open().run(`setsid -w node ${MAIN} ${CAPTURE}`);
    await terminal.until(/1 Summary/);
    terminal.press('C-z');
    await new Promise((resolve) => setTimeout(resolve, 600));
    terminal.press('3');
    await terminal.until(/3 Flows/);
    terminal.press('q');
    await expectSane(0);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
  ] as const)('gives the terminal back on %s', async (signal, exitCode) => {
    open().run(`ulimit -c 0; node ${MAIN} ${CAPTURE}`);
    await terminal.until(/1 Summary[\s\S]*health check/);
    process.kill(terminal.processId, signal);
    await expectSane(exitCode);
  });

  test('is drawn anew after it was stopped from outside', async () => {
    open().run(`node ${MAIN} ${CAPTURE}`);
    await terminal.until(/1 Summary[\s\S]*health check/);
    process.kill(terminal.processId, 'SIGSTOP');
    await terminal.until(/Stopped/);
    terminal.run('fg');
    await terminal.until(/^ tcpdx .*1 Summary[\s\S]*health check/);
    terminal.press('q');
    await expectSane(0);
  });

  test.each([
    ['an exception', 'setTimeout(() => { throw new Error("a mistake") }, 1500)'],
    ['a rejected promise', 'setTimeout(() => { Promise.reject(new Error("a mistake")) }, 1500)'],
    [
      'a screen that throws',
      `setTimeout(async () => { const { SCREENS } = await import("DIST/tui/screens.js");
       SCREENS.summary.view = () => { throw new Error("a mistake") }; process.stdin.emit("data", Buffer.from("j")) }, 1500)`,
    ],
    [
      'a component that throws',
      `setTimeout(async () => { const { SCREENS } = await import("DIST/tui/screens.js");
       const line = Object.assign([], { map() { throw new Error("a mistake") } });
       SCREENS.summary.view = () => ({ lines: [line], cursor: null }); process.stdin.emit("data", Buffer.from("j")) }, 1500)`,
    ],
  ])('%s: gives the terminal back and says why', async (_, code) => {
    open(120, 40).run(withPreload(code));
    await terminal.until(/Error: a mistake\n/);
    expect(terminal.flag('alternate_on')).toBe('0');
    await expectSane(1);
  });

  test('an input that cannot be read: says so on the screen and afterwards', async () => {
    open().run(`node ${MAIN} package.json`);
    await terminal.until(/1 Summary[\s\S]*package\.json/);
    terminal.press('q');
    await terminal.until(/tcpdx: package\.json/);
    await expectSane(3);
  });

  test('an input that is cut: the exit code says so', async () => {
    const cut = join(FOLDER, 'cut.pcap');
    writeFileSync(cut, readFileSync(new URL(CAPTURE, ROOT)).subarray(0, -20));
    open().run(`node ${MAIN} ${cut}`);
    await terminal.until(/1 Summary[\s\S]*health check/);
    terminal.press('q');
    await terminal.until(/The file ends inside frame/);
    await expectSane(4);
  });

  test('a capture from a pipe: keys come from the terminal', async () => {
    open().run(`node ${MAIN} - < <(cat ${CAPTURE}; exec sleep 100)`);
    await terminal.until(/1 Summary[\s\S]*reading/);
    terminal.press('S');
    terminal.press('3');
    await terminal.until(/3 Flows/);
    terminal.press('q');
    await terminal.until(/ready>\s*$/);
    expect(terminal.flag('alternate_on')).toBe('0');
  });

  test('does not depend on CI, and has no colours where NO_COLOR says so', async () => {
    open(100, 20, { CI: 'true' }).run(`node ${MAIN} ${CAPTURE}`);
    await terminal.until(/1 Summary[\s\S]*health check/);
    const coloured = terminal.screen({ attributes: true });
    expect(coloured).toMatch(/\x1b\[[\d;]*3\d/);
    terminal.press('q');
    await expectSane(0);
    terminal.close();
    open(100, 20, { NO_COLOR: '1' }).run(`node ${MAIN} ${CAPTURE}`);
    await terminal.until(/1 Summary[\s\S]*health check/);
    const plain = terminal.screen({ attributes: true });
    expect(plain).not.toMatch(/\x1b\[[\d;]*(?:[34][0-7]|9\d)m/);
    expect(plain.replace(/\x1b\[[\d;]*m/g, '')).toBe(coloured.replace(/\x1b\[[\d;]*m/g, ''));
    terminal.press('q');
  });

  test('draws with ASCII where the locale knows nothing else', async () => {
    open(100, 20, { LC_ALL: 'C' }).run(`node ${MAIN} ${CAPTURE}`);
    const screen = await terminal.until(/1 Summary[\s\S]*health check/);
    expect(screen).toMatch(/^[\x20-\x7e\n]*$/);
    terminal.press('q');
    await expectSane(0);
  });

  test('--linear prints lines and leaves the screen alone', async () => {
    open(100, 60).run(`node ${MAIN} ${CAPTURE} --linear`);
    await terminal.until(/> 1 ✖ high TCP health check/);
    expect([terminal.flag('alternate_on'), terminal.flag('cursor_flag')]).toEqual(['0', '1']);
    terminal.press('j');
    await terminal.until(/> 2 ▲ medium FIN answered/);
    terminal.press('q');
    await expectSane(0);
  });

  test('TERM=dumb: the report, without escapes', async () => {
    open(100, 60).run(
      `TERM=dumb node ${MAIN} ${CAPTURE} | head -3; TERM=dumb node ${MAIN} ${CAPTURE} | grep -c $'\\e'`,
    );
    await terminal.until(/tcpdx report: captures[\s\S]*\n0\n/);
  });
});
