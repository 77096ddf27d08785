/**
 * All rules over all bundled captures: what the `.json` names is found, and nothing else.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Diagnosis, Endpoint } from '../../src/diagnosis/diagnosis.js';
import { RULES } from '../../src/rules/index.js';
import { EVIDENCE_NOTES, VARIANTS } from '../../src/rules/sentence-ids.js';
import { diagnoseCapture } from './diagnose-capture.js';

const FOLDER = fileURLToPath(new URL('../../captures/', import.meta.url));

interface Expectation {
  readonly frames: number;
  readonly flows: number;
  readonly find: readonly { rule: string; server: string; flows: readonly number[] }[];
}

const captures = readdirSync(FOLDER)
  .filter((name) => /\.pcap(ng)?$/.test(name))
  .map((name) => ({ name, expected: expectationOf(name) }));

describe.each(captures)('$name', ({ name, expected }) => {
  test('has the findings that its .json names, and no other', async () => {
    const { diagnosis } = await diagnoseCapture(FOLDER + name);
    expect(foundIn(diagnosis)).toEqual(
      expected.find.map(({ rule, server, flows }) => `${rule} ${server} ${flows.join(',')}`).sort(),
    );
    expect(diagnosis.capture.frames).toBe(expected.frames);
    expect(diagnosis.totals.flows).toBe(expected.flows);
  });

  test('says of every flow which rules found something in it', async () => {
    const { diagnostician } = await diagnoseCapture(FOLDER + name);
    for (let flow = 0; flow < expected.flows; flow++) {
      const rules = expected.find.filter(({ flows }) => flows.includes(flow)).map(({ rule }) => rule);
      expect(diagnostician.findingsOfFlow(flow).sort()).toEqual(rules.sort());
    }
  });

  test('gives a diagnosis that JSON can carry, with known words and ordered evidence', async () => {
    const { diagnosis } = await diagnoseCapture(FOLDER + name);
    expect(JSON.parse(JSON.stringify(diagnosis))).toEqual(diagnosis);
    for (const finding of diagnosis.findings) {
      expect(VARIANTS[finding.rule as keyof typeof VARIANTS]).toContain(finding.variant);
      expect(finding.evidence.length).toBe(Math.min(3, finding.flowCount));
      for (const evidence of finding.evidence) {
        expect(EVIDENCE_NOTES).toContain(evidence.note);
        expect(evidence.frames).toEqual([...evidence.frames].sort((a, b) => a - b));
        expect(evidence.frames.length).toBeGreaterThan(0);
      }
    }
    expect(diagnosis.rules.map(({ rule }) => rule)).toEqual(RULES.map(({ id }) => id));
  });
});

test('every rule fires in at least one capture', () => {
  const fired = new Set(captures.flatMap(({ expected }) => expected.find.map(({ rule }) => rule)));
  expect([...fired].sort()).toEqual(RULES.map(({ id }) => id).sort());
});

/** `rule server flows`, flows of all findings of a rule at a server together. */
function foundIn(diagnosis: Diagnosis): string[] {
  const flows = new Map<string, Set<number>>();
  for (const finding of diagnosis.findings) {
    const key = `${finding.rule} ${serverText(finding.server)}`;
    const known = flows.get(key) ?? new Set();
    for (const flow of finding.flows) known.add(flow);
    flows.set(key, known);
  }
  return [...flows].map(([key, set]) => `${key} ${[...set].sort((a, b) => a - b).join(',')}`).sort();
}

function serverText(server: Endpoint | null): string {
  if (server === null) return '-';
  return server.address.includes(':')
    ? `[${server.address}]:${server.port}`
    : `${server.address}:${server.port}`;
}

function expectationOf(name: string): Expectation {
  return JSON.parse(readFileSync(FOLDER + name.replace(/\.pcap(ng)?$/, '.json'), 'utf8')) as Expectation;
}
