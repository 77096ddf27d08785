import { expect, test } from 'vitest';
import { readCaptures } from '../../src/cli/read-captures.js';
import { ProbeStrips } from '../../src/diagnosis/probe-strips.js';
import { craft } from '../craft/craft.js';

test.each([
  ['ok', ['> S', '< SA', '> A', '> FA', '< FA', '> A']],
  ['ok', ['> S', '< SA', '> R']],
  ['reset', ['> S', '< SA', '> A', '> FA', '< RA']],
  ['refused', ['> S', '< RA']],
])('a probe that is %s: %j', (outcome, lines) => {
  const [strip] = new ProbeStrips().take(craft(lines).survey());
  expect(strip).toMatchObject({ outcomes: [outcome], probes: 1, bad: outcome === 'ok' ? 0 : 1 });
});

test.each([
  [['> S', '< SA', '> A', '> PA "GET / HTTP/1.1\r\n\r\n"', '< RA']],
  [['> S', '< SA', '> A']],
  [['> S']],
])('no probe, or not yet: %j', (lines) => {
  expect(new ProbeStrips().take(craft(lines).survey())).toEqual([]);
});

test('every service has its own strip, the one with the most bad probes first', async () => {
  const read = { hash: false, onProgress: () => {} };
  const { survey } = await readCaptures(['captures/iis7-health-check.pcap'], read);
  const strips = new ProbeStrips();
  const first = strips.take(survey);
  expect(first.map(({ probes, bad }) => [probes, bad])).toEqual([
    [10, 10],
    [10, 0],
  ]);
  // What was told is not counted again.
  expect(strips.take(survey)).toEqual(first);
});
