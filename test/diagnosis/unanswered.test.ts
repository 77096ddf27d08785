/** SYNs into the void, judged by what else a capture shows. */
import { expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.js';
import { CraftedSurvey } from './craft-survey.js';

const SERVER = 0xc0000250;
const OTHER_SERVER = 0xc0000251;
const CLIENT = 0xc6336401;

function diagnosisOf(build: (survey: CraftedSurvey) => void) {
  const crafted = new CraftedSurvey();
  build(crafted);
  crafted.survey.finish();
  const { findings, rules } = diagnose(crafted.survey, { files: [] });
  const outcome = rules.find(({ rule }) => rule === 'syn-unanswered');
  return { findings: findings.filter(({ rule }) => rule === 'syn-unanswered'), outcome };
}

test('a host of which nothing was captured is found: the client repeats its SYN and never goes on', () => {
  const { findings, outcome } = diagnosisOf((capture) => {
    capture.unanswered(CLIENT, 40000, SERVER, 80, 3);
    capture.unanswered(CLIENT, 40001, SERVER, 80, 5);
  });
  expect(findings).toMatchObject([{ variant: 'host-silent', severity: 'high', flows: [0, 1] }]);
  expect(outcome).toMatchObject({ outcome: 'found', judged: 2, unjudged: [] });
});

test('a silent host beside one that answers', () => {
  const { findings } = diagnosisOf((capture) => {
    capture.accepted(CLIENT, 40000, OTHER_SERVER, 80);
    capture.unanswered(CLIENT, 40001, SERVER, 80, 3);
  });
  expect(findings).toMatchObject([{ variant: 'host-silent', server: { address: '192.0.2.80' } }]);
});

test('checks that give up after one SYN are counted as not judged, and not as one direction', () => {
  const { findings, outcome } = diagnosisOf((capture) => {
    for (let check = 0; check < 12; check++) {
      capture.unanswered(CLIENT, 40000 + check, SERVER, 80, 1);
      capture.wait(5000);
    }
  });
  expect(findings).toEqual([]);
  expect(outcome).toMatchObject({
    outcome: 'not-applicable',
    unjudged: [{ reason: 'answer-not-captured', count: 12 }],
  });
});

test('another port of the host answers: the host is up', () => {
  const { findings } = diagnosisOf((capture) => {
    capture.accepted(CLIENT, 40000, SERVER, 443);
    capture.unanswered(CLIENT, 40001, SERVER, 80, 3);
  });
  expect(findings).toMatchObject([{ variant: 'silent', severity: 'high' }]);
});

test('the same port accepts others in between: it is neither filtered nor down', () => {
  const { findings } = diagnosisOf((capture) => {
    capture.unanswered(CLIENT, 40000, SERVER, 80, 3);
    capture.accepted(CLIENT, 40001, SERVER, 80);
  });
  expect(findings).toMatchObject([{ variant: 'at-times', severity: 'medium' }]);
});

test('the port accepts, and from some time on it never does: the server went down', () => {
  const { findings } = diagnosisOf((capture) => {
    for (let client = 0; client < 9; client++) capture.accepted(CLIENT, 40000 + client, SERVER, 80);
    capture.wait(2000);
    for (let client = 0; client < 3; client++) capture.unanswered(CLIENT, 41000 + client, SERVER, 80, 4);
  });
  expect(findings).toMatchObject([{ variant: 'for-a-time', severity: 'high', flowCount: 3 }]);
});

function checks(capture: CraftedSurvey, count: number, synsOfEach: number, port = 80): void {
  for (let check = 0; check < count; check++) {
    capture.unanswered(CLIENT, 40000 + check, SERVER, port, synsOfEach);
    capture.wait(5000);
  }
}

test('checks that give up after one SYN are found where the capture shows that others are answered', () => {
  const { findings, outcome } = diagnosisOf((capture) => {
    capture.accepted(CLIENT, 39000, OTHER_SERVER, 80);
    checks(capture, 12, 1);
  });
  expect(findings).toMatchObject([
    { variant: 'host-silent', flowCount: 12, server: { address: '192.0.2.80' } },
  ]);
  expect(outcome).toMatchObject({ outcome: 'found', judged: 13, unjudged: [] });
});

test('checks that repeat their SYN once are found even where nothing else was captured', () => {
  const { findings } = diagnosisOf((capture) => checks(capture, 6, 2));
  expect(findings).toMatchObject([{ variant: 'host-silent', flowCount: 6 }]);
});

test('one connection that repeats its SYN for long enough carries those that give up', () => {
  const { findings, outcome } = diagnosisOf((capture) => {
    capture.accepted(CLIENT, 39000, SERVER, 443);
    checks(capture, 3, 1);
    capture.unanswered(CLIENT, 41000, SERVER, 80, 3);
  });
  expect(findings).toMatchObject([{ variant: 'silent', flowCount: 4, numbers: { countGivenUp: 3 } }]);
  expect(outcome).toMatchObject({ unjudged: [] });
});

test('a scan with one SYN to each of thousands of ports is no finding, and hides none', () => {
  const { findings, outcome } = diagnosisOf((capture) => {
    capture.accepted(CLIENT, 39000, SERVER, 443);
    for (let port = 1000; port < 4000; port++) capture.unanswered(CLIENT, 40000, OTHER_SERVER, port, 1);
    capture.unanswered(CLIENT, 41000, SERVER, 80, 3);
  });
  expect(findings).toMatchObject([{ variant: 'silent', server: { port: 80 }, flowCount: 1 }]);
  expect(outcome).toMatchObject({ unjudged: [{ reason: 'answer-not-captured', count: 3000 }] });
});
