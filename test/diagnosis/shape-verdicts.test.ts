import { expect, test } from 'vitest';
import { RuleTally } from '../../src/diagnosis/rule-tally.js';
import { ShapeTable } from '../../src/diagnosis/shape-verdicts.js';
import { TeardownCounts } from '../../src/diagnosis/teardown-counts.js';
import { finAnsweredByReset } from '../../src/rules/fin-answered-by-reset.js';
import type { FlowRule, Match, Verdict } from '../../src/rules/rule.js';
import { FlowFacts } from '../../src/survey/flow-facts.js';
import { CraftedSurvey } from './craft-survey.js';

const MATCH: Match = { variant: 'any', confidence: 1, severity: 'info' };

const CLIENT = 0x0a000001;
const SERVER = 0x0a000050;

/** Three flows that the server resets behind FIN and two refused ones, mixed. */
function flows(): FlowFacts {
  const crafted = new CraftedSurvey();
  crafted.teardown(CLIENT, 1001, SERVER, 80);
  crafted.refused(CLIENT, 1002, SERVER, 81);
  crafted.teardown(CLIENT, 1003, SERVER, 80);
  crafted.refused(CLIENT, 1004, SERVER, 81);
  crafted.teardown(CLIENT, 1005, SERVER, 80);
  return new FlowFacts(crafted.survey);
}

/** A rule that answers so, how often it was asked, and its counts. */
function running(check: (flow: FlowFacts) => Verdict) {
  const asked = { times: 0 };
  const rule = {
    ...finAnsweredByReset,
    check(flow: FlowFacts) {
      asked.times++;
      return check(flow);
    },
  } as FlowRule;
  return { asked, running: { rule, index: 0, tally: new RuleTally(rule) } };
}

function takeAll(table: ShapeTable, facts: FlowFacts) {
  const taken = [0, 1, 2, 3, 4].map((flow) => table.take(facts.at(flow)));
  table.count(new TeardownCounts());
  return taken;
}

function countsOf(tally: RuleTally) {
  const { judged, unjudged } = tally.outcome(false, false, 'no-tcp', () => null);
  return { judged, unjudged };
}

test('A rule that sees nothing but the shape is asked once per shape, and counted for every flow', () => {
  const { asked, running: rule } = running((flow) => (flow.clientSentFin ? 'mid-flow' : null));
  const taken = takeAll(new ShapeTable([rule]), flows());
  expect(asked.times).toBe(2);
  expect(taken.every(({ steps }) => steps.length === 0)).toBe(true);
  expect(countsOf(rule.tally)).toEqual({ judged: 2, unjudged: [{ reason: 'mid-flow', count: 3 }] });
});

test('Its match is known for every flow of the shape', () => {
  const { asked, running: rule } = running((flow) => (flow.clientSentFin ? MATCH : null));
  const taken = takeAll(new ShapeTable([rule]), flows());
  expect(asked.times).toBe(2);
  expect(taken.map(({ steps }) => steps.map(({ match }) => match))).toEqual([
    [MATCH],
    [],
    [MATCH],
    [],
    [MATCH],
  ]);
  // Whoever takes the step counts the match.
  expect(countsOf(rule.tally).judged).toBe(2);
});

test.each<[string, (flow: FlowFacts) => Verdict]>([
  ['looks at a number', (flow) => (flow.finToRstUs > 20 ? MATCH : null)],
  ['looks at who the client is', (flow) => (flow.clientPort === 1001 ? MATCH : null)],
  [
    'throws',
    () => {
      throw new Error('broken on purpose');
    },
  ],
])('A rule that %s is to be asked for every flow', (_, check) => {
  const { running: rule } = running(check);
  const taken = takeAll(new ShapeTable([rule]), flows());
  expect(taken.map(({ steps }) => steps)).toEqual(
    Array.from({ length: 5 }, () => [{ running: rule, match: null }]),
  );
  expect(countsOf(rule.tally)).toEqual({ judged: 0, unjudged: [{ reason: 'no-tcp', count: 0 }] });
});

test('A rule that has failed is counted no more', () => {
  const { running: rule } = running(() => null);
  const table = new ShapeTable([rule]);
  takeAll(table, flows());
  rule.tally.fail(new Error('broken on purpose'));
  takeAll(table, flows());
  expect(rule.tally.judged).toBe(5);
});

test('The form of a probe follows from the shape of its flow', () => {
  const taken = takeAll(new ShapeTable([]), flows());
  expect(taken.map(({ probe }) => probe)).toEqual(['ack', null, 'ack', null, 'ack']);
});

test('How flows ended is counted by shape, and asked of every flow where segments tell that it was refused', () => {
  const table = new ShapeTable([]);
  const facts = flows();
  const teardowns = new TeardownCounts();
  const asked = [0, 1, 2, 3, 4].map((flow) => table.take(facts.at(flow)).teardown);
  expect(asked).toEqual([
    'reset-by-server-after-client-fin',
    undefined,
    'reset-by-server-after-client-fin',
    undefined,
    'reset-by-server-after-client-fin',
  ]);
  table.count(teardowns);
  table.count(teardowns);
  expect(teardowns.all).toEqual({ 'reset-by-server-after-client-fin': 3 });
});
