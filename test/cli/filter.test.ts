/** `--filter` and `tcpdx filter`, as a user meets them. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { FIELDS } from '../../src/filter/fields.js';
import { runCli } from './run-cli.js';

const PROBES = 'captures/iis7-health-check.pcap';
const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

describe('tcpdx flows --filter', () => {
  test('lists the flows that match, with their numbers, and says how many on standard error', async () => {
    const { exitCode, stdout, stderr } = await runCli([
      'flows',
      PROBES,
      '--filter',
      'status==200 && dur>200ms',
    ]);
    expect(exitCode).toBe(0);
    expect(linesOf(stdout).map((line) => line.trim().split(/\s+/)[0])).toEqual(['flow', '4', '12']);
    expect(stderr).toBe('tcpdx: the filter matches 2 of 23 flows\n');
  });

  test('as JSON there is nothing but the flows', async () => {
    const { stdout } = await runCli(['flows', PROBES, '--json', '--filter', 'sev>=high']);
    expect(linesOf(stdout).map((line) => JSON.parse(line).flow)).toEqual([
      0, 2, 5, 7, 10, 13, 15, 17, 19, 21,
    ]);
  });

  test('when none matches, the table is empty and the exit code 0', async () => {
    const { exitCode, stdout, stderr } = await runCli(['flows', PROBES, '--filter', '"no such text"']);
    expect([exitCode, linesOf(stdout).length]).toEqual([0, 1]);
    expect(stderr).toBe('tcpdx: the filter matches 0 of 23 flows\n');
  });
});

describe('tcpdx report --filter', () => {
  test.each(['text', 'markdown'])('says so in its first lines (%s)', async (format) => {
    const { stdout } = await runCli(['report', PROBES, '--format', format, '--filter', 'flow<8']);
    const top = linesOf(stdout)
      .slice(0, 5)
      .join(' ')
      .replace(/[\\*`]/g, '');
    expect(top).toMatch(/Filter.*flow<8|Filter.*flow&lt;8/);
    expect(top).toMatch(/8 of 23 flows match/);
  });

  test('in JSON the filter is a property, and the whole follows the schema', async () => {
    const isReport = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
      JSON.parse(readFileSync('schema/report.schema.json', 'utf8')),
    );
    for (const expression of ['flow<8', 'finding:1', '"no such text"']) {
      const { stdout } = await runCli([
        'report',
        PROBES,
        '-f',
        'json',
        '--cross-check',
        '--filter',
        expression,
      ]);
      const report = JSON.parse(stdout);
      isReport(report);
      expect(isReport.errors).toBeNull();
      expect(report.filter).toMatchObject({ expression, flows: 23, evictedFlows: 0 });
      expect(report.filter.matchedFlows).toBe(report.totals.flows);
    }
  });

  test('--fail-on asks the findings that are told', async () => {
    const exitCodeOf = async (expression: string) =>
      (await runCli(['report', PROBES, '--fail-on', 'medium', '--filter', expression])).exitCode;
    expect(await exitCodeOf('server==192.0.2.80:80')).toBe(1);
    expect(await exitCodeOf('server==192.0.2.81:80')).toBe(0);
  });

  test('when no flow matches, that is the verdict', async () => {
    const { stdout } = await runCli(['report', PROBES, '--filter', 'ipv6']);
    expect(stdout).toContain('Verdict  Nothing can be said: no flow matches the filter.');
    expect(stdout).not.toMatch(/there is no TCP|too few connections|ten intervals/);
    expect(stdout.match(/We could not look: no\s+flow\s+matches\s+the\s+filter/g)?.length).toBeGreaterThan(5);
  });
});

test.each([
  'flows',
  'report',
])('an error of %s is told before the file is read, with the place marked', async (command) => {
  const { exitCode, stdout, stderr } = await runCli([
    command,
    'no-such-file.pcap',
    '--filter',
    'rst && statos>=500',
  ]);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toBe(
    'tcpdx: unknown field "statos"; did you mean "status"?\n  rst && statos>=500\n         ^^^^^^\n',
  );
});

describe('tcpdx filter', () => {
  test('names every field, at most 100 columns wide', async () => {
    const { stdout, exitCode } = await runCli(['filter']);
    expect(exitCode).toBe(0);
    for (const { name } of FIELDS)
      expect(stdout).toMatch(new RegExp(`^  ${name.replaceAll('.', '\\.')}[ ,]`, 'm'));
    expect(linesOf(stdout).filter((line) => line.length > 100)).toEqual([]);
  });

  test('tells all about one, also by an alias', async () => {
    const [own, alias] = [await runCli(['filter', 'status']), await runCli(['filter', 'HTTP.response.code'])];
    expect(own.stdout).toContain('Operators  ==  !=  <  <=  >  >=  in  not in  ===  !==');
    expect(alias.stdout).toBe(own.stdout);
  });

  test('of a field that is none it names the nearest', async () => {
    const { exitCode, stderr } = await runCli(['filter', 'statos']);
    expect([exitCode, stderr]).toEqual([2, 'tcpdx: There is no field statos; did you mean status?\n']);
  });
});
