import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Broken, runCli } from './run-cli.js';

const PROBES = 'captures/iis7-health-check.pcap';
const CLEAN = 'captures/clean-http.pcap';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpdx-report-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('exit codes', () => {
  test.each([
    ['a finding without --fail-on', ['report', PROBES], 0],
    ['a finding at the level', ['report', PROBES, '--fail-on', 'high'], 1],
    ['a finding above the level', ['report', PROBES, '--fail-on', 'low'], 1],
    ['a finding below the level', ['report', PROBES, '--fail-on', 'critical'], 0],
    ['no finding', ['report', CLEAN, '--fail-on', 'info'], 0],
    ['--version', ['--version'], 0],
    ['--help', ['report', '--help'], 0],
    ['no command', [], 2],
    ['an unknown command', ['diagnose', PROBES], 2],
    ['an unknown option', ['report', PROBES, '--fast'], 2],
    ['an unknown format', ['report', PROBES, '--format', 'html'], 2],
    ['an unknown level', ['report', PROBES, '--fail-on', 'bad'], 2],
    ['no file', ['report'], 2],
    ['an unknown rule', ['rules', 'no-such-rule'], 2],
    ['a file that is not there', ['report', 'no-such-file.pcap'], 3],
    ['a folder', ['report', 'captures'], 3],
    ['something else than a capture', ['report', 'package.json'], 3],
    ['the same file twice', ['report', CLEAN, CLEAN], 3],
  ])('%s', async (_, argv, expected) => {
    expect((await runCli(argv)).exitCode).toBe(expected);
  });

  test('a cut capture is 4, even when a finding would be 1, and the report says so at its top', async () => {
    const cut = join(folder, 'cut.pcap');
    writeFileSync(cut, readFileSync(PROBES).subarray(0, -10));
    const { exitCode, stdout } = await runCli(['report', cut, '--fail-on', 'info']);
    expect(exitCode).toBe(4);
    // The path of the file, however long it is, takes lines as well.
    const top = stdout.slice(0, stdout.indexOf('Seen')).replace(/\s+/g, ' ');
    expect(top).toMatch(/Damaged input.*ends inside frame 155 at octet/);
  });

  test.each([
    'flows',
    'flows --json',
    'flows -o -',
    'show --flow 0',
    'show --filter status==200',
    'show --filter status==999',
  ])('a cut capture is 4 of %s, too, and said beside what is shown', async (line) => {
    const cut = join(folder, 'cut.pcap');
    writeFileSync(cut, readFileSync(PROBES).subarray(0, -10));
    const { exitCode, stdout, stderr } = await runCli([...line.split(' '), cut]);
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/^tcpdx: .*cut\.pcap: The file ends inside frame 155 at octet/);
    expect(stdout).not.toContain('The file ends');
  });
});

test('a message about wrong usage shows control characters of the arguments as escapes', async () => {
  for (const argv of [['\x1b[2J'], ['report', '--\x1b[2J'], ['report', PROBES, '--format', '\x1b[2J']]) {
    const { exitCode, stderr } = await runCli(argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('\\x1b[2J');
    expect(stderr).not.toContain('\x1b');
  }
});

test.each([
  [['report', PROBES, '--fast'], "tcpdx: unknown option '--fast'\n(tcpdx report --help lists"],
  [[PROBES, '--fast'], "tcpdx: unknown option '--fast'\n(tcpdx open --help lists"],
  [['flows', PROBES, '--filter'], 'argument missing\n(tcpdx flows --help lists'],
  [['captured'], "tcpdx: unknown command 'captured'\n(nor is there a file of that name; tcpdx --help lists"],
  [['reprot', PROBES], 'Did you mean report?'],
])('wrong usage, %j, leads to the help that has the answer', async (argv, expected) => {
  const { exitCode, stderr, stdout } = await runCli(argv);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(expected);
});

test.each([
  ['no-such-\ufffd.pcap', /^Octets of its name are no UTF-8.*standard input \(-\)\.$/m],
  ['', /^tcpdx: The name of a file is empty\n.*a variable in it may be empty/],
])('a name that is none, %j, is told as such', async (path, expected) => {
  const { exitCode, stderr } = await runCli(['report', path]);
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(expected);
});

test('what cannot be read is explained with advice', async () => {
  const { stderr, stdout } = await runCli(['report', 'no-such\x1b[31m.pcap']);
  expect(stderr).toBe('tcpdx: There is no file no-such\\x1b[31m.pcap\nCheck the spelling of the path.\n');
  expect(stdout).toBe('');
});

describe('ways in', () => {
  const withoutFile = (report: string) => report.replace(/^.*(?:File|SHA-256|tcpdx report|=====).*$/gm, '');

  test('standard input and gzip give the same report as the file', async () => {
    const file = await runCli(['report', PROBES]);
    const piped = await runCli(['report', '-'], { input: readFileSync(PROBES) });
    const zipped = await runCli(['report', '-'], { input: gzipSync(readFileSync(PROBES)) });
    expect(piped.exitCode).toBe(0);
    expect(withoutFile(piped.stdout)).toBe(withoutFile(file.stdout));
    expect(withoutFile(zipped.stdout)).toBe(withoutFile(file.stdout));
  });

  test('standard input that breaks off is called what it is', async () => {
    const input = readFileSync(PROBES).subarray(0, -10);
    expect((await runCli(['report', '-'], { input })).stdout).toMatch(/Damaged input +standard input: The/);
    for (const what of [
      ['--flow', '0'],
      ['--frame', '155'],
    ])
      expect((await runCli(['show', '-', ...what], { input })).stderr).toMatch(/^tcpdx: standard input: The/);
    expect((await runCli(['show', '-', '--frame', '1'], { input })).stdout).toContain('  standard input, at');
  });

  test('an input that is no capture is called what it is', async () => {
    const { exitCode, stderr } = await runCli(['report', '-'], { input: Buffer.from('hello there') });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^tcpdx: Standard input is text: /);
  });

  test('several files are one capture, in order of time, whatever the order of their names', async () => {
    const [first, second] = ['captures/iis7-health-check.pcap', 'captures/httpsys-503.pcap'];
    const one = await runCli(['report', first, second, '--format', 'json']);
    const other = await runCli(['report', second, first, '--format', 'json']);
    expect(JSON.parse(one.stdout)).toEqual(JSON.parse(other.stdout));
    expect(JSON.parse(one.stdout).capture.frames).toBe(155 + 92);
    const text = await runCli(['report', second, first]);
    expect(text.stdout).toMatch(/frames \d+, \d+ \(\d+, \d+ of captures\/httpsys-503\.pcap\)/);
    expect(text.stdout).toContain('mergecap -a -w joined.pcapng captures/iis7-health-check.pcap');
  });
});

test('every command that reads captures names the same formats in its help', async () => {
  const formats = async (command: string) =>
    /captures \(([^)]*)\)/.exec((await runCli([command, '--help'])).stdout.replace(/\s+/g, ' '))?.[1];
  const expected = 'pcap, pcapng, snoop, Network Monitor; gzip, zstd';
  for (const command of ['open', 'report', 'flows', 'show']) expect(await formats(command)).toBe(expected);
});

test('the same input gives the same octets', async () => {
  for (const format of ['text', 'markdown', 'json']) {
    const argv = ['report', PROBES, '--format', format];
    expect((await runCli(argv)).stdout).toBe((await runCli(argv)).stdout);
  }
});

test('no line of a text report is wider than 100 columns, but for what must not be broken', async () => {
  for (const file of [PROBES, CLEAN, 'captures/httpsys-503.pcap', 'captures/request-reset.pcap']) {
    const { stdout } = await runCli(['report', file]);
    const wide = stdout.split('\n').filter((line) => line.length > 100 && !line.includes('https://'));
    expect(wide).toEqual([]);
  }
});

test('a reader that goes away is no failure', async () => {
  for (const argv of [['report', PROBES], ['flows', PROBES], ['rules'], ['report', '--help']]) {
    const { exitCode, stderr } = await runCli(argv, { stdout: new Broken(100) });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  }
});

test.each([
  [['report', PROBES]],
  [['rules']],
  [['--help']],
  [['help', 'report']],
  [['--version']],
])('an output that cannot be written is told: %j', async (argv) => {
  const { exitCode, stderr } = await runCli(argv, { stdout: new Broken(0, 'ENOSPC') });
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(/^tcpdx: Writing the output failed: write ENOSPC/);
});

describe('the second reader', () => {
  const checkOf = async (file: string) => {
    const { stdout } = await runCli(['report', file, '--cross-check', '--format', 'json']);
    return JSON.parse(stdout).crossCheck.files[0];
  };

  test('agrees on a classic capture, evidence octet by octet', async () => {
    expect(await checkOf(PROBES)).toMatchObject({ outcome: 'agrees', frames: 155, differingFrames: [] });
    expect((await checkOf(PROBES)).evidenceFrames).toBeGreaterThan(10);
    expect((await runCli(['report', PROBES, '--cross-check'])).stdout).toContain('reads the same 155 frames');
  });

  test.each([
    ['captures/pcapng.pcapng', 'pcapng'],
    ['captures/nanosecond.pcap', 'nanoseconds'],
  ])('cannot read %s', async (file, reason) => {
    expect(await checkOf(file)).toMatchObject({ outcome: 'not-applicable', reason });
  });

  test('drops a cut record silently, as ours reports it: both read the frames before it', async () => {
    const cut = join(folder, 'cut-checked.pcap');
    writeFileSync(cut, readFileSync(PROBES).subarray(0, -10));
    expect(await checkOf(cut)).toMatchObject({ outcome: 'agrees', frames: 154 });
  });
});

test('secrets are masked unless they are wanted, and the report says which', async () => {
  const hidden = join(folder, 'token.pcap');
  const octets = readFileSync('captures/httpsys-503.pcap');
  // Same length, so that the file stays a valid capture.
  const patched = Buffer.from(octets.toString('latin1').replaceAll('/shop/basket', '/s?token=abc'), 'latin1');
  expect(patched.includes('token=abc')).toBe(true);
  writeFileSync(hidden, patched);
  for (const argv of [
    ['report', hidden],
    ['flows', '--json', hidden],
  ]) {
    expect((await runCli(argv)).stdout).toContain('token=***');
    expect((await runCli([...argv, '--show-secrets'])).stdout).toContain('token=abc');
  }
  expect((await runCli(['report', hidden])).stdout).toContain('are masked as ***');
  expect((await runCli(['report', hidden, '--show-secrets'])).stdout).toContain('NOTHING is masked');
});

test('rules are listed, and one is told in full', async () => {
  const all = await runCli(['rules']);
  expect(all.stdout).toContain('health-check-reset');
  const one = await runCli(['rules', 'health-check-reset']);
  expect(one.stdout).toContain('https://dophi.blogspot.com/');
});

test('of a rule that there is not the nearest is named', async () => {
  const near = await runCli(['rules', 'health-chek-reset']);
  expect(near.stderr).toBe('tcpdx: There is no rule health-chek-reset; did you mean health-check-reset?\n');
  const far = await runCli(['rules', 'weather']);
  expect(far.stderr).toBe('tcpdx: There is no rule weather; tcpdx rules lists them\n');
});

describe('--checksums', () => {
  test('adds checksums to a report, and only then', async () => {
    const asked = await runCli(['report', CLEAN, '--checksums']);
    expect(asked.stdout).toContain('TCP checksums   71 right, 0 damaged, 0 left to a network card (offload)');
    expect((await runCli(['report', CLEAN])).stdout).not.toContain('TCP checksums');
    const json = (await runCli(['report', CLEAN, '--format', 'json'])).stdout;
    expect(json).not.toContain('checksums');
  });

  test('adds them to the flows, and only then', async () => {
    const [head, row] = (await runCli(['flows', CLEAN, '--checksums'])).stdout.split('\n');
    expect(head).toContain('  damaged c/s  findings');
    expect(row).toMatch(/ 0\/0$/);
    expect((await runCli(['flows', CLEAN])).stdout).not.toContain('damaged');
    const json = (await runCli(['flows', CLEAN, '--json', '--checksums'])).stdout.split('\n')[0] ?? '';
    expect(JSON.parse(json)).toMatchObject({ checksums: { damaged: [0, 0], unexplained: [0, 0] } });
    expect((await runCli(['flows', CLEAN, '--json'])).stdout).not.toContain('checksums');
  });
});
