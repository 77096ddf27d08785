import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { filesNamed } from '../../src/cli/captures-argument.js';
import { runCli } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'tcpdx-argument-'));
afterAll(() => rmSync(folder, { recursive: true }));

for (const name of ['ring_00001.pcapng', 'ring_00002.PCAPNG', 'ring_1.pcap', 'a+b.pcap', 'notes.txt']) {
  writeFileSync(join(folder, name), '');
}
mkdirSync(join(folder, 'ring_folder.pcapng'));

const inFolder = (names: readonly string[]) => names.map((name) => `${folder}/${name}`);

test.each([
  ['ring_*.pcapng', ['ring_00001.pcapng', 'ring_00002.PCAPNG']],
  ['RING_*', ['ring_00001.pcapng', 'ring_00002.PCAPNG', 'ring_1.pcap']],
  ['ring_?.pcap', ['ring_1.pcap']],
  ['?+*.pcap', ['a+b.pcap']],
  ['*.gz', ['*.gz']],
  ['ring_1.pcap', ['ring_1.pcap']],
  ['no-such-folder/*.pcap', ['no-such-folder/*.pcap']],
  ['no*folder/ring_1.pcap', ['no*folder/ring_1.pcap']],
])('on Windows %s names %j', (pattern, names) => {
  expect(filesNamed(`${folder}/${pattern}`, 'win32')).toEqual(inFolder(names));
});

test.each([
  '-',
  '',
  'captures\\none.pcap',
  'C:none.pcap',
  '\\\\?\\C:\\none.pcap',
])('%j is no pattern', (given) => {
  expect(filesNamed(given, 'win32')).toEqual([given]);
});

test.each(['linux', 'darwin'])('on %s the shell has done what is to be done with patterns', (platform) => {
  expect(filesNamed(`${folder}/*`, platform)).toEqual([`${folder}/*`]);
});

test('a pattern in the folder of the program has no folder in its names', () => {
  expect(filesNamed('package-*.json', 'win32')).toEqual(['package-lock.json']);
});

test.each([
  'open',
  'report',
  'flows',
  'show --flow 0',
])('all files that are given reach %s', async (command) => {
  const twice = ['captures/vlan.pcap', './captures/vlan.pcap'];
  const { exitCode, stderr } = await runCli([...command.split(' '), ...twice]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 3,
    stderr: expect.stringContaining(`${twice[0]} and ${twice[1]} are the same file`),
  });
});
