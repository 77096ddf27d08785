/**
 * Facts made by hand, and rules asked about them: one row of a table is one sentence.
 */
import { describe, expect, test } from 'vitest';
import type { ProbeSeries, Rhythm } from '../../src/rules/probe-series.js';
import type { ExchangeRule, FlowRule, SeriesRule, Verdict } from '../../src/rules/rule.js';
import type { ServiceFacts } from '../../src/rules/service-facts.js';
import type { ExchangeFactName, ExchangeFacts } from '../../src/survey/exchange-facts.js';
import type { FlowFactName, FlowFacts } from '../../src/survey/flow-facts.js';

/** Facts that follow from others. */
type Derived =
  | 'clientWasCaptured'
  | 'serverWasCaptured'
  | 'clientSentFin'
  | 'serverSentFin'
  | 'clientFinFirst'
  | 'clientFinBeforeRst'
  | 'rstSoonAfterFin';

/** Facts of a flow as a plain object, but for those that follow from others. */
export type PlainFlow = Omit<Pick<FlowFacts, FlowFactName>, Derived>;
/** Facts of an exchange as a plain object. */
export type PlainExchange = Pick<ExchangeFacts, ExchangeFactName>;

/** What is asked, what differs from the table's flow, and the variant, reason or null that is expected. */
export type Row<Facts> = readonly [sentence: string, differs: Partial<Facts>, expected: string | null];

/** A connection that was opened in frames 1 to 3, without payload and not closed. */
export const OPEN_FLOW: PlainFlow = {
  flow: 0,
  isIpv6: false,
  wasCaptured: true,
  clientAddress: 0x0a000001,
  serverAddress: 0x0a000050,
  clientPort: 40000,
  serverPort: 80,
  clientKnownBy: 'syn',
  firstFrame: 1,
  lastFrame: 9,
  synFrame: 1,
  synAckFrame: 2,
  handshakeAckFrame: 3,
  clientFinFrame: 0,
  serverFinFrame: 0,
  rstFrame: 0,
  firstTimeNs: 0,
  lastTimeNs: 1e9,
  rstTimeNs: 0,
  finToRstUs: Number.NaN,
  idleBeforeCloseUs: 100,
  payloadToRstUs: 0,
  handshakeUs: 50,
  synSeen: true,
  synAckSeen: true,
  handshakeAckSeen: true,
  clientSentData: false,
  serverSentData: false,
  clientSegments: 3,
  serverSegments: 2,
  clientPayloadBytes: 0,
  serverPayloadBytes: 0,
  clientSynCount: 1,
  serverSynCount: 1,
  clientFinCount: 0,
  serverFinCount: 0,
  clientRstCount: 0,
  serverRstCount: 0,
  clientRetransmissions: 0,
  serverRetransmissions: 0,
  clientOutOfOrder: 0,
  serverOutOfOrder: 0,
  gaps: 0,
  zeroWindows: 0,
  keepAlives: 0,
  rstBy: null,
  rstHasAck: false,
  rstSequenceExpected: false,
  rstAcksAll: false,
  rstByBoth: false,
  rstHasPayload: false,
  sentAfterRst: false,
  rstWindow: 0,
  rstHopLimit: 0,
  rstSenderHopLimit: 128,
  requestOutstandingAtRst: false,
  requestUnfinishedAtRst: false,
  responseUnfinishedAtRst: false,
  responseCompleteAtRst: false,
  isHttp: false,
  isTls: false,
  sni: null,
  tlsVersion: 0,
  tlsAlerts: [],
  encryptedFromFrame: 0,
  isHttp2: false,
  upgradeFrame: 0,
  upgradeStatus: 0,
  upgradeProtocol: null,
  cutBySnaplen: false,
  clientOctetsMissing: false,
  serverOctetsMissing: false,
  icmpErrors: 0,
  icmpFrame: 0,
  icmpMeaning: null,
  icmpAbout: null,
  icmpBy: null,
  tupleReused: false,
  teardown: 'open',
  history: '',
  state: 'S1',
  firstExchange: -1,
};

/** What a server's RST, ACK adds, in frame 5. */
export const SERVER_RESET: Partial<PlainFlow> = {
  rstFrame: 5,
  rstBy: 'server',
  rstHasAck: true,
  rstSequenceExpected: true,
  rstAcksAll: true,
  rstHopLimit: 128,
  serverRstCount: 1,
};

/** What a client's RST, ACK adds, in frame 4. */
export const CLIENT_RESET: Partial<PlainFlow> = {
  rstFrame: 4,
  rstBy: 'client',
  rstHasAck: true,
  rstSequenceExpected: true,
  rstAcksAll: true,
  rstHopLimit: 64,
  rstSenderHopLimit: 64,
  clientRstCount: 1,
};

/** A service that was seen to accept connections. */
export const SERVICE: ServiceFacts = {
  port: 80,
  isHttp: false,
  speaksOther: false,
  accepted: 0,
  firstAcceptedNs: Number.NaN,
  lastAcceptedNs: Number.NaN,
  refused: 0,
  firstRefusedNs: Number.NaN,
  lastRefusedNs: Number.NaN,
  unanswered: 0,
  firstUnansweredNs: Number.NaN,
  lastUnansweredNs: Number.NaN,
  givenUp: 0,
  givenUpRepeated: 0,
  firstGivenUpNs: Number.NaN,
  lastGivenUpNs: Number.NaN,
  capturesAnswers: true,
  hostSent: true,
};

/** The variant of a match, or the reason, or null. */
export function wordOf(verdict: Verdict): string | null {
  return verdict !== null && typeof verdict === 'object' ? verdict.variant : verdict;
}

/** Tests a flow rule row by row. */
export function describeFlowRule(rule: FlowRule, flow: PlainFlow, rows: readonly Row<PlainFlow>[]): void {
  describe(rule.id, () => {
    test.each(rows)('%s', (_, differs, expected) => {
      expect(wordOf(rule.check(whole({ ...flow, ...differs })))).toBe(expected);
    });
    test('looks only at the facts that it requires', () => {
      for (const [, differs] of rows) expectOnlyRequired(rule, whole({ ...flow, ...differs }));
    });
  });
}

/** The flow with the facts that follow from others. */
function whole(flow: PlainFlow): Pick<FlowFacts, FlowFactName> {
  const { clientFinFrame, serverFinFrame, rstFrame, finToRstUs } = flow;
  return {
    ...flow,
    clientWasCaptured: flow.clientSegments > 0,
    serverWasCaptured: flow.serverSegments > 0,
    clientSentFin: clientFinFrame !== 0,
    serverSentFin: serverFinFrame !== 0,
    clientFinFirst: clientFinFrame !== 0 && (serverFinFrame === 0 || clientFinFrame <= serverFinFrame),
    clientFinBeforeRst: clientFinFrame !== 0 && clientFinFrame < rstFrame,
    rstSoonAfterFin: finToRstUs >= 0 && finToRstUs < 2_000_000,
  };
}

/** Tests an exchange rule row by row. */
export function describeExchangeRule(
  rule: ExchangeRule,
  exchange: PlainExchange,
  rows: readonly Row<PlainExchange>[],
): void {
  describe(rule.id, () => {
    test.each(rows)('%s', (_, differs, expected) => {
      const facts = { ...exchange, ...differs };
      // It is asked for no other status.
      expect(facts.status === rule.status ? wordOf(rule.check(facts)) : null).toBe(expected);
    });
    test('looks only at the facts that it requires', () => {
      for (const [, differs] of rows) expectOnlyRequired(rule, { ...exchange, ...differs });
    });
  });
}

/** Tests a series rule row by row. */
export function describeSeriesRule(
  rule: SeriesRule,
  series: ProbeSeries,
  rows: readonly Row<ProbeSeries>[],
): void {
  describe(rule.id, () => {
    test.each(rows)('%s', (_, differs, expected) => {
      expect(wordOf(rule.check({ ...series, ...differs }))).toBe(expected);
    });
  });
}

/** Ten probes, two seconds apart. */
export function periodicSeries(shape: ProbeSeries['shape']): ProbeSeries {
  const flows = Array.from({ length: 10 }, (_, i) => i);
  const rhythm: Rhythm = { intervalMs: 2000, jitterMs: 1, isPeriodic: true, flowsPerInterval: 1 };
  const resetForm = shape === 'graceful' ? null : 'ack';
  return { shape, flowCount: flows.length, otherShapeCount: 0, otherShapeWhen: null, resetForm, rhythm };
}

function expectOnlyRequired<Facts extends object>(
  rule: { requires: readonly string[]; check(facts: Facts): Verdict },
  facts: Facts,
): void {
  const watched = new Proxy(facts, {
    get(target, name) {
      expect(rule.requires).toContain(name);
      return Reflect.get(target, name) as unknown;
    },
  });
  rule.check(watched);
}
