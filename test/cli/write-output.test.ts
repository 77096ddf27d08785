import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OutputTarget, writeToFile } from '../../src/cli/write-output.js';
import { runCli } from './run-cli.js';

const CAPTURE = 'captures/iis7-single-teardown.pcap';
const onPosix = test.skipIf(platform() === 'win32');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpdx-output-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const target = (path: string, parts: Partial<OutputTarget> = {}) => ({
  path,
  force: false,
  inputs: [],
  ...parts,
});

test('a report goes to a file, with nothing else left in the folder', async () => {
  const path = join(folder, 'report.txt');
  const { exitCode, stdout } = await runCli(['report', CAPTURE, '-o', path]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  expect(readFileSync(path, 'utf8')).toMatch(/^tcpdx report/i);
  expect(readdirSync(folder)).toEqual(['report.txt']);
});

test('something that exists is replaced only with --force', async () => {
  const path = join(folder, 'report.txt');
  writeFileSync(path, 'old');
  const refused = await runCli(['report', CAPTURE, '-o', path]);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('--force');
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect((await runCli(['report', CAPTURE, '-o', path, '--force'])).exitCode).toBe(0);
  expect(readFileSync(path, 'utf8')).not.toBe('old');
});

test('an input is never written over, by whatever name', async () => {
  const input = join(folder, 'in.pcap');
  const twin = join(folder, 'twin.pcap');
  writeFileSync(input, readFileSync(CAPTURE));
  linkSync(input, twin);
  for (const path of [input, twin, join(folder, '.', 'in.pcap')]) {
    const { exitCode } = await runCli(['report', input, '-o', path, '--force']);
    expect(exitCode).toBe(2);
  }
  expect(readFileSync(input)).toEqual(readFileSync(CAPTURE));
});

onPosix('nothing is written through a symbolic link, not even one that leads nowhere', async () => {
  const real = join(folder, 'real.txt');
  writeFileSync(real, 'old');
  symlinkSync(real, join(folder, 'link.txt'));
  symlinkSync(join(folder, 'nowhere.txt'), join(folder, 'dangling.txt'));
  for (const name of ['link.txt', 'dangling.txt']) {
    const { exitCode, stderr } = await runCli(['report', CAPTURE, '-o', join(folder, name), '--force']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('symbolic link');
  }
  expect(readFileSync(real, 'utf8')).toBe('old');
  expect(readdirSync(folder).toSorted()).toEqual(['dangling.txt', 'link.txt', 'real.txt']);
});

test('a folder is no target', async () => {
  mkdirSync(join(folder, 'sub'));
  expect((await runCli(['report', CAPTURE, '-o', join(folder, 'sub'), '--force'])).exitCode).toBe(2);
});

test.each([
  ['a folder that is not there', () => join(folder, 'no', 'report.txt'), /There is no folder .*no to write/],
  ['a file in place of the folder', () => join(folder, 'file', 'report.txt'), /file is no folder/],
])('%s is an output that cannot be written, which is told before anything is read', async (_, path, expected) => {
  writeFileSync(join(folder, 'file'), '');
  const { exitCode, stderr } = await runCli(['report', 'no-such-file.pcap', '-o', path()]);
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(expected);
});

test('an empty path is wrong usage', async () => {
  const { exitCode, stderr } = await runCli(['report', CAPTURE, '-o', '']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: 'tcpdx: The path of the output is empty\n' });
});

onPosix('a name may be as long as the file system allows', async () => {
  const path = join(folder, 'x'.repeat(255));
  expect(await runCli(['report', CAPTURE, '-o', path])).toMatchObject({ exitCode: 0, stderr: '' });
  expect(readdirSync(folder)).toEqual(['x'.repeat(255)]);
});

test('a failure half way leaves the old file and no other', async () => {
  const path = join(folder, 'flows.jsonl');
  writeFileSync(path, 'old');
  function* failing(): Generator<string> {
    yield 'x'.repeat(1_000_000);
    throw new Error('half way');
  }
  await expect(writeToFile(target(path, { force: true }), failing())).rejects.toThrow('half way');
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['flows.jsonl']);
});

test('a file that appears while writing is not replaced', async () => {
  const path = join(folder, 'report.txt');
  function* slow(): Generator<string> {
    writeFileSync(path, 'of somebody else');
    yield 'ours';
  }
  await expect(writeToFile(target(path), slow())).rejects.toThrow('--force');
  expect(readFileSync(path, 'utf8')).toBe('of somebody else');
  expect(readdirSync(folder)).toEqual(['report.txt']);
});

onPosix('the file has the mode of any other new file', async () => {
  const path = join(folder, 'report.txt');
  await writeToFile(target(path), ['x']);
  expect(statSync(path).mode & 0o777).toBe(0o666 & ~process.umask());
});
