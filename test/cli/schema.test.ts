import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { runCli } from './run-cli.js';

const captures = readdirSync('captures')
  .filter((name) => /\.pcap(ng)?$/.test(name))
  .map((name) => `captures/${name}`);

function validatorOf(schema: string) {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  return ajv.compile(JSON.parse(readFileSync(`schema/${schema}.schema.json`, 'utf8')));
}

const isReport = validatorOf('report');
const isFlow = validatorOf('flow');

test.each(captures)('JSON of %s follows the schemas', async (capture) => {
  const report = await runCli(['report', capture, '--format', 'json', '--cross-check', '--checksums']);
  isReport(JSON.parse(report.stdout));
  expect(isReport.errors).toBeNull();
  const flows = await runCli(['flows', capture, '--json', '--checksums']);
  const lines = flows.stdout.split('\n').filter((line) => line !== '');
  for (const line of lines) {
    isFlow(JSON.parse(line));
    expect(isFlow.errors).toBeNull();
  }
  expect(lines.length).toBe(JSON.parse(report.stdout).totals.flows);
});

test('the schemas refuse what is not published', () => {
  expect(isReport({ schemaVersion: '1.1.0' })).toBe(false);
  expect(isFlow({ flow: 0, surprise: true })).toBe(false);
});
