/** Hostile text in every field that a capture or a command line has, through every command. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Ran, runCli } from '../cli/run-cli.js';
import { captureWith, conversation } from './hostile-capture.js';
import { HOSTILE_STRINGS } from './hostile-strings.js';
import { expectSafe } from './unsafe.js';

const folder = mkdtempSync(join(tmpdir(), 'tcpdx-hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FRAMES = conversation('x').length;

/** Everything that is told of a file, by all commands. */
async function toldOf(path: string): Promise<Ran[]> {
  const commands = [
    ['report', path, '--checksums', '--cross-check'],
    ['report', path, '--format', 'markdown'],
    ['report', path, '--format', 'json'],
    ['flows', path],
    ['flows', path, '--json'],
    ...Array.from({ length: FRAMES }, (_, index) => ['show', path, '--frame', `${index + 1}`]),
    ['show', path, '--frame', '4', '--json'],
  ];
  return Promise.all(commands.map((command) => runCli(command)));
}

function expectAllSafe(told: readonly Ran[]): void {
  for (const { exitCode, stdout, stderr } of told) {
    expect([0, 2, 3, 4]).toContain(exitCode);
    expectSafe(stdout);
    expectSafe(stderr);
  }
}

/** What begins a heading, a rule, a table row, a quotation or a list in Markdown. */
const structureOf = (markdown: string) =>
  markdown.match(/^(?: {0,3})(?:#{1,6} |>|-{3,}|={3,}|\||\d+[.)] |[-+*] |```|~~~)/gm);

async function markdownOf(text: string): Promise<string> {
  const path = join(folder, 'markdown.pcapng');
  writeFileSync(path, captureWith(text));
  return (await runCli(['report', path, '--format', 'markdown'])).stdout;
}

describe.each(HOSTILE_STRINGS)('%j', (text) => {
  test('in a capture', async () => {
    const path = join(folder, 'capture.pcapng');
    writeFileSync(path, captureWith(text));
    const told = await toldOf(path);
    expectAllSafe(told);
    expect(told.map(({ exitCode }) => exitCode)).toEqual(told.map(() => 0));
  });

  test('in a capture leaves Markdown as it is', async () => {
    expect(structureOf(await markdownOf(text))).toEqual(structureOf(await markdownOf('harmless')));
  });

  test.skipIf(platform() === 'win32')('in the name of a file, read or not', async () => {
    const name = text.replaceAll('/', '').replaceAll('\0', '');
    const path = join(folder, name);
    writeFileSync(path, captureWith('x').subarray(0, -5));
    expectAllSafe(await toldOf(path));
    writeFileSync(path, 'not a capture');
    const others = [
      ['report', path],
      ['flows', join(folder, 'not', name)],
      ['report', 'captures/vlan.pcap', '-o', path],
      ['report', 'captures/vlan.pcap', '-o', join(path, name)],
      ['report', path, path],
      ['report', folder, '-o', path, '--force'],
    ];
    expectAllSafe(await Promise.all(others.map((command) => runCli(command))));
    rmSync(path);
  });

  test('in the words of a command', async () => {
    const commands = [
      ...['report', 'flows'].flatMap((command) => [
        [command, 'captures/vlan.pcap', '--filter', text],
        [command, 'captures/vlan.pcap', '--filter', `"${text}"`],
        [command, 'captures/vlan.pcap', '--filter', `status==${text}`],
        [command, 'captures/vlan.pcap', '--filter', `path matches "${text}"`],
      ]),
      ['report', 'captures/vlan.pcap', '--format', 'json', '--filter', `"${text.replaceAll('"', '')}"`],
      ['report', 'captures/vlan.pcap', '--format', 'markdown', '--filter', `"${text.replaceAll('"', '')}"`],
      ['report', 'captures/vlan.pcap', '--format', text],
      ['report', 'captures/vlan.pcap', `--${text}`],
      ['show', 'captures/vlan.pcap', '--frame', text],
      ['rules', text],
      ['filter', text],
      [text],
    ];
    expectAllSafe(await Promise.all(commands.map((command) => runCli(command))));
  });
});

describe('A secret', () => {
  const SECRET = 'hunter2hunter2';
  const TEXTS = [
    `/?token=${SECRET}`,
    `Basic ${SECRET}`,
    `https://me:${SECRET}@host/`,
    `a;password=${SECRET}`,
  ];

  test.each(TEXTS)('is masked wherever it stands: %s', async (text) => {
    const path = join(folder, 'secret.pcapng');
    // The name of an interface is told as it is: it is how the user finds it.
    writeFileSync(path, captureWith(text, 'eth0'));
    for (const { stdout, stderr } of await toldOf(path)) {
      expect(stdout).not.toContain(SECRET);
      expect(stderr).not.toContain(SECRET);
    }
  });
});
