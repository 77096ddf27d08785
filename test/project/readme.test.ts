/**
 * What README.md shows is what the program prints.
 */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RULES } from '../../src/rules/index.js';
import { runCli } from '../cli/run-cli.js';
import { firstMissing, isPlain, readmeCommands } from './readme-commands.js';

const ROOT = new URL('../../', import.meta.url);
const README = readFileSync(new URL('README.md', ROOT), 'utf8');

const plain = readmeCommands().filter(isPlain);

test('shows commands with their output', () => {
  expect(plain.length).toBeGreaterThanOrEqual(4);
});

test.each(plain)('$command', async ({ command, shown }) => {
  const { stdout, stderr } = await runCli(command.split(/ +/).slice(1));
  expect(firstMissing(shown, stdout + stderr)).toBeNull();
});

test.each(RULES.map(({ id, severity }) => ({ id, severity })))('names $id', ({ id, severity }) => {
  expect(README).toContain(`| [\`${id}\`](docs/rules/${id}.md) | ${severity} |`);
});

test('lists every option of every command, and no other', async () => {
  const known = new Set<string>();
  for (const command of [
    [],
    ['open'],
    ['report'],
    ['flows'],
    ['show'],
    ['live'],
    ['interfaces'],
    ['rules'],
    ['filter'],
  ]) {
    const { stdout } = await runCli([...command, '--help']);
    for (const [option] of stdout.matchAll(/--[a-z0-9-]+/g)) known.add(option);
  }
  known.delete('--help');
  const section = /^## Commands and options$([\s\S]*?)^## /m.exec(README)?.[1] ?? '';
  const named = new Set([...section.matchAll(/`(?:-\w, )?(--[a-z0-9-]+)/g)].map(([, option]) => option));
  expect([...named].sort()).toEqual([...known].sort());
});

test.each([
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'captures/README.md',
])('links of %s lead somewhere', (page) => {
  const text = readFileSync(new URL(page, ROOT), 'utf8');
  const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target ?? '');
  for (const target of targets) expect(existsSync(new URL(target, new URL(page, ROOT))), target).toBe(true);
});
