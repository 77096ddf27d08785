import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FindingHook } from '../../../src/cli/finding-hook.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'tcpdx-hook-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const node = (script: string, ...more: string[]) =>
  [process.execPath, '-e', script, ...more] as [string, ...string[]];

function hookOf(command: readonly [string, ...string[]], mostMs?: number) {
  const failures: string[] = [];
  return { hook: new FindingHook(command, (message) => failures.push(message), mostMs), failures };
}

test('the program gets the finding on its standard input, and its arguments as they are, without a shell', async () => {
  const path = join(FOLDER, 'got.json');
  const script = `const fs = require('node:fs');
    fs.writeFileSync(${JSON.stringify(path)}, JSON.stringify([process.argv.slice(1), fs.readFileSync(0, 'utf8')]));`;
  const { hook, failures } = hookOf(node(script, '$HOME; touch x', '*'));
  hook.call('a-rule', '192.0.2.1:80', '{"finding":1}\n');
  await hook.idle();
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual([['$HOME; touch x', '*'], '{"finding":1}\n']);
  expect(failures).toEqual([]);
});

test('one runs per rule and server at a time, others beside it', async () => {
  const folder = mkdtempSync(join(FOLDER, 'runs-'));
  const script = `const fs = require('node:fs');
    const key = fs.readFileSync(0, 'utf8');
    const lock = ${JSON.stringify(folder)} + '/' + key;
    fs.mkdirSync(lock);
    setTimeout(() => fs.rmdirSync(lock), 150);`;
  const { hook, failures } = hookOf(node(script));
  for (let i = 0; i < 3; i++) {
    hook.call('a-rule', '192.0.2.1:80', 'first');
    hook.call('a-rule', '192.0.2.2:80', 'second');
  }
  await hook.idle();
  // Two at once would have met the folder of the other.
  expect(failures).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  [
    'ends with a code',
    node('console.error("no\\u001b[31m route"); process.exit(3)'),
    /ended with code 3: no\\x1b\[31m route/,
    undefined,
  ],
  ['is not there', ['./not-there'] as [string], /cannot be started/, undefined],
  // An error that Node throws, where the one above is an event.
  ['lies below a file', [join(process.execPath, 'x')] as [string], /cannot be started/, undefined],
  [
    'is longer than the system takes',
    [process.execPath, 'y'.repeat(2 ** 23)] as [string, string],
    /cannot be started/,
    undefined,
  ],
  ['takes too long', node('setTimeout(() => {}, 60000)'), /took longer than 0.3 s and was ended/, 300],
])('a program that %s is told, and the next one starts', async (_, command, expected, mostMs) => {
  const { hook, failures } = hookOf(command, mostMs);
  hook.call('a-rule', 'x', '');
  hook.call('a-rule', 'x', '');
  await hook.idle();
  expect(failures).toHaveLength(2);
  for (const failure of failures) expect(failure).toMatch(expected);
});

test('ended, nothing runs or waits any more', async () => {
  const { hook } = hookOf(node('setTimeout(() => {}, 60000)'));
  hook.call('a-rule', 'x', '');
  hook.call('a-rule', 'x', '');
  hook.end();
  await hook.idle();
});

test('many findings wait for a program that cannot be started: each is told, after the call', async () => {
  const { hook, failures } = hookOf([join(process.execPath, 'x')]);
  for (let i = 0; i < 200; i++) hook.call('a-rule', '192.0.2.1:80', '');
  expect(failures).toEqual([]);
  await hook.idle();
  expect(failures).toHaveLength(200);
});
