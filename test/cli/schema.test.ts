import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { UNJUDGED } from '../../src/rules/rule.js';
import { CONN_STATES } from '../../src/tcp/conn-state.js';
import { TEARDOWNS } from '../../src/tcp/teardown.js';
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
  const { totals } = JSON.parse(report.stdout);
  expect(lines.length).toBe(totals.flows);
  const teardowns: Record<string, number> = {};
  for (const line of lines) {
    const { teardown } = JSON.parse(line);
    teardowns[teardown] = (teardowns[teardown] ?? 0) + 1;
  }
  expect(totals.teardowns).toEqual(teardowns);
});

test('the schemas refuse what is not published', () => {
  expect(isReport({ schemaVersion: '1.1.0' })).toBe(false);
  expect(isFlow({ flow: 0, surprise: true })).toBe(false);
});

test('the schemas know every reason, every way to end and every state', () => {
  const schema = JSON.parse(readFileSync('schema/report.schema.json', 'utf8'));
  const outcome = schema.properties.rules.items.properties;
  expect(outcome.unjudged.items.properties.reason.enum).toEqual(UNJUDGED);
  expect(outcome.reason.enum).toEqual([...UNJUDGED, null]);
  expect(schema.properties.findings.items.properties.loweredBy.items.enum).toEqual(UNJUDGED);
  expect(schema.properties.totals.properties.teardowns.propertyNames.enum).toEqual(TEARDOWNS);
  const flow = JSON.parse(readFileSync('schema/flow.schema.json', 'utf8'));
  expect(flow.properties.state.enum).toEqual(CONN_STATES);
});

test('the teardowns of a filtered report are those of the filtered flows', async () => {
  const args = ['captures/iis7-health-check.pcap', '--filter', 'flow in 5..10'];
  const report = await runCli(['report', ...args, '--format', 'json']);
  const flows = await runCli(['flows', ...args, '--json']);
  const ends = flows.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).teardown as string);
  const { teardowns } = JSON.parse(report.stdout).totals;
  expect(Object.keys(teardowns).flatMap((end) => Array(teardowns[end]).fill(end))).toEqual(ends.sort());
});

/** The properties of a schema that may be null, with what is said of them, by their path. */
function nullable(schema: unknown, path = ''): [path: string, description: string][] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, part]) => {
    const { type, oneOf, description } = (part ?? {}) as Record<string, unknown>;
    const types = [type, ...(Array.isArray(oneOf) ? oneOf.map((one) => one.type) : [])].flat();
    const own: [string, string][] = types.includes('null') ? [[`${path}/${key}`, String(description)]] : [];
    return [...own, ...nullable(part, `${path}/${key}`)];
  });
}

test.each(['report', 'flow', 'show', 'frame'])('the schema of a %s says what null means', (name) => {
  const found = nullable(JSON.parse(readFileSync(`schema/${name}.schema.json`, 'utf8')));
  // What a list may have in place of a value is said of the list.
  const ofProperties = found.filter(([path]) => /\/properties\/\w+$/.test(path));
  expect(ofProperties.length).toBeGreaterThan(3);
  expect(ofProperties.filter(([, description]) => !/\bnull\b/i.test(description))).toEqual([]);
});
