/** Resets of devices between client and server: no finding, and no claim that nothing is wrong. */
import { describe, expect, test } from 'vitest';
import { RST } from '../../src/decode/tcp.js';
import { diagnose } from '../../src/diagnosis/diagnose.js';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.js';
import { CraftedSurvey } from './craft-survey.js';

const CLIENT = 0x0a000001;
const SERVER = 0x0a000050;
const FOREIGN = { hopLimit: 120 };

/** Ten probes, a second apart, with these resets; in front of them refused connections. */
function diagnosed(reset: object, refused: number): Diagnosis {
  const crafted = new CraftedSurvey();
  for (let port = 1; port <= refused; port++) crafted.refused(CLIENT, port, SERVER, 81);
  for (let port = 1001; port <= 1010; port++) {
    crafted.teardown(CLIENT, port, SERVER, 80, reset);
    crafted.wait(1000);
  }
  crafted.survey.finish();
  return diagnose(crafted.survey, { files: [] });
}

const outcomeOf = ({ rules }: Diagnosis, id: string) => rules.find(({ rule }) => rule === id);

describe('Resets with another hop limit behind the FIN of probes', () => {
  const alone = diagnosed(FOREIGN, 0);
  const withOthers = diagnosed(FOREIGN, 4);

  test('are no finding', () => {
    expect(alone.findings).toEqual([]);
    expect(withOthers.findings.map(({ rule }) => rule)).toEqual(['connection-refused']);
  });

  test.each(['fin-answered-by-reset', 'health-check-reset'])('could not be judged by %s', (rule) => {
    const unjudged = [{ reason: 'foreign-reset', count: 10 }];
    expect(outcomeOf(alone, rule)).toMatchObject({ outcome: 'not-applicable', judged: 0, unjudged });
    expect(outcomeOf(withOthers, rule)).toMatchObject({ outcome: 'clear', unjudged });
  });

  test.each(
    alone.rules.map(({ rule }) => rule).filter((rule) => !/^(fin-answered|health-check)/.test(rule)),
  )('are nothing that %s would have found', (rule) => {
    for (const diagnosis of [alone, withOthers])
      expect(outcomeOf(diagnosis, rule)?.unjudged).toEqual(
        rule === 'httpsys-503' ? [{ reason: 'no-http', count: 0 }] : [],
      );
  });

  test('leave no doubt that there was no graceful check', () => {
    expect(outcomeOf(alone, 'graceful-health-check')).toMatchObject({ outcome: 'clear', judged: 0 });
  });
});

test.each([
  [{}, 'every-time', 0.85],
  [{ flags: RST }, 'no-ack', 0.55],
  [{ sequence: 777 }, 'sequence-differs', 0.45],
])('Probes with a reset %j are a series of that form', (reset, variant, confidence) => {
  const [series, flows] = diagnosed(reset, 0).findings;
  expect(series).toMatchObject({ rule: 'health-check-reset', variant, confidence, flowCount: 10 });
  expect(flows?.rule).toBe('fin-answered-by-reset');
  expect(flows?.variant).toBe(variant === 'every-time' ? 'ack' : variant);
});

test('Of two clients of one service each has the form of its own resets', () => {
  const crafted = new CraftedSurvey();
  for (let port = 1001; port <= 1010; port++) {
    crafted.teardown(CLIENT, port, SERVER, 80);
    crafted.teardown(CLIENT + 1, port, SERVER, 80, port < 1004 ? {} : { flags: RST });
    crafted.wait(1000);
  }
  crafted.survey.finish();
  const { findings } = diagnose(crafted.survey, { files: [] });
  const series = findings.filter(({ rule }) => rule === 'health-check-reset');
  expect(series.map(({ client, variant }) => [client?.address, variant])).toEqual([
    ['10.0.0.1', 'every-time'],
    ['10.0.0.2', 'no-ack'],
  ]);
});
