import { describe, expect, test } from 'vitest';
import { FlowFlag } from '../../src/tcp/flow-flag.js';
import { FlowRow, LARGEST_RST_COUNT, LARGEST_SYN_OR_FIN_COUNT } from '../../src/tcp/flow-row.js';
import { type CraftOptions, craft } from '../craft/craft.js';
import { flowFacts, gettersOf } from '../craft/facts.js';
import { HANDSHAKE, REQUEST, RESPONSE } from '../craft/scenes.js';

interface Counts {
  readonly retransmissions: number;
  readonly outOfOrder: number;
  readonly gaps: number;
  readonly keepAlives: number;
  readonly zeroWindows: number;
}

/** What was counted of one side of the first flow; side 0 sent its first segment. */
function countsOf(lines: readonly string[], side: number, options: CraftOptions = {}): Partial<Counts> {
  const survey = craft(lines, options).survey();
  const { extra } = new FlowRow(survey.flows.rows).moveTo(0);
  if (extra === 0) return {};
  const { extras } = survey;
  const counts: Counts = {
    retransmissions: extras.retransmissions(extra, side),
    outOfOrder: extras.outOfOrder(extra, side),
    gaps: extras.gaps(extra, side),
    keepAlives: extras.keepAlives(extra, side),
    zeroWindows: extras.zeroWindows(extra, side),
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

const SENT = [...HANDSHAKE, '> PA "abcdef"'];
/** The same, acknowledged and not captured. */
const UNSEEN = [...HANDSHAKE, '> PA "abcdef" lost', '< A'];

describe('Segments that are not simply next', () => {
  test.each<[string, readonly string[], Partial<Counts>]>([
    ['nothing is counted of a whole exchange', [...HANDSHAKE, REQUEST, RESPONSE, '> FA', '< FA', '> A'], {}],
    ['the same octets again are a retransmission', [...SENT, '> PA "abcdef" seq=1'], { retransmissions: 1 }],
    ['so are some of them', [...SENT, '> PA "cd" seq=3'], { retransmissions: 1 }],
    ['and octets that are new in part', [...SENT, '> PA "efgh" seq=5'], { retransmissions: 1 }],
    [
      'so are octets that were acknowledged before they were captured',
      [...UNSEEN, '> PA "abc" seq=1', '> PA "def" seq=4', '> PA "ghi" seq=7'],
      { gaps: 1, retransmissions: 2 },
    ],
    ['not those that were acknowledged in part', [...UNSEEN, '> PA "abcdefghi" seq=1'], { gaps: 1 }],
    [
      'nor those behind octets that were acknowledged and never captured',
      [...UNSEEN, '> PA "ghi" seq=7', '< A', '> PA "jkl"'],
      { gaps: 2 },
    ],
    ['a repeated SYN is a retransmission', ['> S', '> S seq=0'], { retransmissions: 1 }],
    ['a repeated FIN is a retransmission', [...SENT, '> FA', '> FA seq=7'], { retransmissions: 1 }],
    ['a pure acknowledgment again is nothing', [...SENT, '> A', '> A'], {}],
    ['a pure acknowledgment further back is nothing', [...SENT, '> A seq=3'], {}],
    ['one octet before the next is a keep-alive', [...SENT, '> A "f" seq=6'], { keepAlives: 1 }],
    ['so is an empty segment there', [...SENT, '> A seq=6', '> A seq=6'], { keepAlives: 2 }],
    ['two octets there are a retransmission', [...SENT, '> A "ef" seq=5'], { retransmissions: 1 }],
    ['a segment that never came leaves a gap', [...SENT, '> A len=100 lost', '> PA "z"'], { gaps: 1 }],
    [
      'one that comes at once behind it came out of order',
      [...SENT, '> PA "z" seq=17', '> A len=10 seq=7'],
      { gaps: 1, outOfOrder: 1 },
    ],
    [
      'one that comes 100 ms behind it was sent again',
      [...SENT, '> PA "z" seq=17', '+100ms', '> A len=10 seq=7'],
      { gaps: 1, retransmissions: 1 },
    ],
    ['a closed window is counted', [...SENT, '> A win=0', '> A win=0'], { zeroWindows: 2 }],
    ['but not that of a SYN, a FIN or an RST', ['> S win=0', '< SA', '> FA win=0', '> R win=0'], {}],
    ['nor one after the FIN of the peer', [...HANDSHAKE, '< FA', '> A win=0'], {}],
  ])('%s', (_, lines, counts) => {
    expect(countsOf(lines, 0)).toEqual(counts);
    expect(countsOf(lines, 1)).toEqual({});
    expect(countsOf(lines, 0, { clientSequence: 2 ** 31 - 4, serverSequence: 2 ** 32 - 2 })).toEqual(counts);
    expect(countsOf(lines, 0, { clientSequence: 2 ** 32 - 4, serverSequence: 2 ** 31 - 2 })).toEqual(counts);
  });

  test.each([
    ['2ms', { gaps: 1, outOfOrder: 1 }],
    ['4ms', { gaps: 1, retransmissions: 1 }],
  ])('where the round trip is not known, 3 ms decide: after %s', (pause, counts) => {
    const lines = ['> PA "abcdef"', '< A', '> PA "z" seq=17', `+${pause}`, '> A len=10 seq=7'];
    expect(countsOf(lines, 0)).toEqual(counts);
  });

  test('octets that the peer acknowledged but nobody captured are missing', () => {
    const lines = [...HANDSHAKE, '< A len=500 lost', '> A'];
    expect(countsOf(lines, 1)).toEqual({ gaps: 1 });
    const facts = flowFacts(craft(lines).survey());
    expect([facts.clientOctetsMissing, facts.serverOctetsMissing]).toEqual([false, true]);
  });

  const BEHIND = [...HANDSHAKE, REQUEST, '< A len=500 lost', '< A len=20'];
  test.each<[string, readonly string[], boolean]>([
    ['acknowledged together with what came behind it', [...BEHIND, '> A'], true],
    ['which a reset follows', [...BEHIND, '> A', '< RA'], true],
    ['that was never acknowledged', BEHIND, false],
    ['of which no more than what came before it was acknowledged', [...BEHIND, '> A ack=1'], false],
    ['filled later', [...BEHIND, '> A ack=1', '< A len=500 seq=1', '> A'], false],
    ['filled behind its acknowledgment', [...BEHIND, '> A', '< A len=500 seq=1'], false],
  ])('octets in front of others that were captured are missing from a hole %s', (_, lines, expected) => {
    for (const options of [{}, { clientSequence: 2 ** 32 - 4, serverSequence: 2 ** 32 - 2 }]) {
      const facts = flowFacts(craft(lines, options).survey());
      expect([facts.clientOctetsMissing, facts.serverOctetsMissing]).toEqual([false, expected]);
    }
  });

  test('counts and payload are those of all segments, repeats included', () => {
    const facts = flowFacts(craft([...SENT, '> PA "abcdef" seq=1', '< A', '< PA "xyz"']).survey());
    expect([facts.clientSegments, facts.clientPayloadBytes]).toEqual([4, 12]);
    expect([facts.serverSegments, facts.serverPayloadBytes]).toEqual([3, 3]);
    expect([facts.clientRetransmissions, facts.serverRetransmissions]).toEqual([1, 0]);
  });
});

describe('The client of a flow', () => {
  test.each<[string, readonly string[], CraftOptions, number, string]>([
    ['is the sender of the SYN', ['> S', '< SA'], {}, 50000, 'syn'],
    [
      'is the sender of the SYN whatever the ports',
      ['> S', '< SA'],
      { clientPort: 1, serverPort: 50000 },
      1,
      'syn',
    ],
    ['is the receiver of a SYN, ACK', ['< SA', '> A'], {}, 50000, 'syn-ack'],
    ['is the sender of a SYN that comes late', ['< A', '> S'], {}, 50000, 'syn'],
    ['is the side that sends requests', ['< A', REQUEST], {}, 50000, 'http'],
    ['is the side that gets responses', [RESPONSE], {}, 50000, 'http'],
    [
      'is the side that sends requests, whatever the ports',
      [REQUEST],
      { clientPort: 80, serverPort: 50000 },
      80,
      'http',
    ],
    ['has the larger port', ['< A', '> A'], {}, 50000, 'port'],
    ['has the larger port, whoever speaks first', ['> A', '< A'], {}, 50000, 'port'],
    [
      'is the first sender when the ports are equal',
      ['< A', '> A'],
      { clientPort: 9, serverPort: 9 },
      9,
      'first-sender',
    ],
  ])('%s', (_, lines, options, port, knownBy) => {
    const facts = flowFacts(craft(lines, options).survey());
    expect([facts.clientPort, facts.clientKnownBy]).toEqual([port, knownBy]);
  });

  test('is not turned round by HTTP when the handshake was captured', () => {
    const facts = flowFacts(craft([...HANDSHAKE, '< PA "GET / HTTP/1.1\r\n\r\n"']).survey());
    expect([facts.clientPort, facts.clientKnownBy]).toEqual([50000, 'syn']);
  });
});

describe('A tuple that returns', () => {
  const CLOSED = [...HANDSHAKE, '> FA', '< FA', '> A'];

  test('with another SYN is a new flow', () => {
    const survey = craft([...CLOSED, '> S seq=70000']).survey();
    expect(survey.flows.length).toBe(2);
    expect([flowFacts(survey, 0).tupleReused, flowFacts(survey, 1).tupleReused]).toEqual([false, true]);
    expect(flowFacts(survey, 1).clientSegments).toBe(1);
  });

  test('with the same SYN is the same flow', () => {
    expect(craft([...CLOSED, '> S seq=0']).survey().flows.length).toBe(1);
  });

  test('goes on in the latest flow, in both directions', () => {
    const survey = craft([...CLOSED, '> S seq=70000', '< SA seq=0', '> A', '< RA']).survey();
    expect(survey.flows.length).toBe(2);
    expect(flowFacts(survey, 1).rstBy).toBe('server');
    expect(flowFacts(survey, 0).rstBy).toBeNull();
  });

  test('from the other side with a SYN is a new flow whose client is the other side', () => {
    const survey = craft([...CLOSED, '< S seq=70000']).survey();
    expect(flowFacts(survey, 1).clientPort).toBe(80);
  });
});

describe('Facts of the first RST', () => {
  const FACTS = [
    'rstHasAck',
    'rstSequenceExpected',
    'rstAcksAll',
    'rstHasPayload',
    'rstByBoth',
    'sentAfterRst',
  ];

  test.each<[string, readonly string[], readonly string[]]>([
    ['with ACK, in sequence', [...HANDSHAKE, '< RA'], ['rstHasAck', 'rstSequenceExpected', 'rstAcksAll']],
    ['without ACK', [...HANDSHAKE, '< R'], ['rstSequenceExpected']],
    ['at another sequence number', [...HANDSHAKE, '< R seq=9'], []],
    [
      'that acknowledges the FIN',
      [...HANDSHAKE, '> FA', '< RA'],
      ['rstHasAck', 'rstSequenceExpected', 'rstAcksAll'],
    ],
    [
      'that does not acknowledge the FIN',
      [...HANDSHAKE, '> FA', '< RA ack=1'],
      ['rstHasAck', 'rstSequenceExpected'],
    ],
    ['with payload', [...HANDSHAKE, '< R "No more"'], ['rstSequenceExpected', 'rstHasPayload']],
    ['of both sides', [...HANDSHAKE, '< R', '> R'], ['rstSequenceExpected', 'rstByBoth']],
    ['twice of the same side', [...HANDSHAKE, '< R', '< R'], ['rstSequenceExpected']],
    ['whose sender goes on', [...HANDSHAKE, '< R', '< A'], ['rstSequenceExpected', 'sentAfterRst']],
    ['whose receiver goes on', [...HANDSHAKE, '< R', '> A'], ['rstSequenceExpected']],
  ])('%s', (_, lines, expected) => {
    const facts = gettersOf(flowFacts(craft(lines).survey()));
    expect(FACTS.filter((name) => facts[name] === true)).toEqual(expected);
  });

  test('are its frame, time, window and hop limit, and that of the sender before', () => {
    const lines = ['> S', '< SA ttl=120', '> A', '> FA', '+2ms', '< R win=77 ttl=250', '< R win=1 ttl=1'];
    const facts = flowFacts(craft(lines).survey());
    expect([facts.rstFrame, facts.rstBy, facts.rstWindow]).toEqual([5, 'server', 77]);
    expect([facts.rstHopLimit, facts.rstSenderHopLimit]).toEqual([250, 120]);
    expect(facts.finToRstUs).toBe(2010);
    expect(facts.serverRstCount).toBe(2);
  });

  test.each([
    ['at once', ['> FA', '< RA'], true],
    ['of the side that sent it', ['> FA', '> RA'], true],
    ['just in time', ['> FA', '+1999989us', '< RA'], true],
    ['two seconds later', ['> FA', '+1999990us', '< RA'], false],
    ['an hour later', ['> FA', '+3600s', '< RA'], false],
    ['without a FIN', ['+1ms', '< RA'], false],
    ['in front of it', ['< RA', '> FA'], false],
  ])('answers a FIN or not: %s', (_, lines, expected) => {
    expect(flowFacts(craft([...HANDSHAKE, ...lines]).survey()).rstSoonAfterFin).toBe(expected);
  });

  test('payload of an RST is counted and is not part of the stream', () => {
    const survey = craft([...HANDSHAKE, '> R "GET / HTTP/1.1\r\n\r\n"']).survey();
    expect(survey.problems.count('reset-with-payload')).toBe(1);
    expect([flowFacts(survey).isHttp, flowFacts(survey).clientPayloadBytes]).toEqual([false, 18]);
  });

  test('the time since the last payload of its receiver', () => {
    const facts = flowFacts(craft([...HANDSHAKE, REQUEST, '+5ms', '< RA']).survey());
    expect(facts.payloadToRstUs).toBe(5010);
    expect(flowFacts(craft([...HANDSHAKE, '< RA']).survey()).payloadToRstUs).toBe(0);
  });
});

describe('Times of a flow', () => {
  test('are those of its handshake, its silence and its end', () => {
    const facts = flowFacts(
      craft(['> S', '+1ms', '< SA', '+2ms', '> A', '+30s', '> FA', '+1s', '< FA']).survey(),
    );
    expect(facts.handshakeUs).toBe(3020);
    expect(facts.idleBeforeCloseUs).toBe(30_000_010);
    expect([facts.synFrame, facts.synAckFrame, facts.handshakeAckFrame]).toEqual([1, 2, 3]);
    expect([facts.clientFinFrame, facts.serverFinFrame, facts.lastFrame]).toEqual([4, 5, 5]);
    expect(facts.lastTimeNs - facts.firstTimeNs).toBe(31_003_040_000);
    expect(facts.finToRstUs).toBeNaN();
  });

  test('stop at 71 minutes and are never negative', () => {
    expect(flowFacts(craft([...HANDSHAKE, '+9000s', '> FA']).survey()).idleBeforeCloseUs).toBe(2 ** 32 - 1);
    expect(flowFacts(craft([...HANDSHAKE, '-9000s', '> FA']).survey()).idleBeforeCloseUs).toBe(0);
  });
});

describe('Counters of flags', () => {
  test.each([
    ['SYN', '> S seq=0', LARGEST_SYN_OR_FIN_COUNT, 'clientSynCount'],
    ['FIN', '> FA seq=1', LARGEST_SYN_OR_FIN_COUNT, 'clientFinCount'],
    ['RST', '> R seq=1', LARGEST_RST_COUNT, 'clientRstCount'],
  ] as const)('of %s stop at their largest value, and that is counted', (_, line, most, name) => {
    const survey = craft(Array(most + 3).fill(line)).survey();
    const facts = flowFacts(survey);
    expect(facts[name]).toBe(most);
    expect(survey.problems.count('counter-saturated')).toBe(3);
    const counts = [facts.clientSynCount, facts.clientFinCount, facts.clientRstCount];
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(most);
    expect(facts.clientSegments).toBe(most + 3);
  });

  test('payload is counted beyond 2^32 octets', () => {
    const survey = craft(['> A len=1']).survey();
    const row = new FlowRow(survey.flows.rows).moveTo(0);
    for (let i = 0; i < 3; i++) row.addSegment(1, 0xffff_fffe);
    for (let i = 0; i < 2; i++) row.addSegment(0, 0xffff_ffff);
    expect([row.payloadBytes(0), row.payloadBytes(1)]).toEqual([1 + 2 * 0xffff_ffff, 3 * 0xffff_fffe]);
    expect([row.segments(0), row.segments(1)]).toEqual([3, 3]);
  });

  test('file offsets are kept beyond 2^32 octets', () => {
    const row = new FlowRow(craft(['> S']).survey().flows.rows).moveTo(0);
    row.setFirstPlace(3, 2 ** 40 + 5);
    row.setLastPlace(65_534, 2 ** 44 + 2 ** 32 - 1);
    expect([row.firstFile, row.firstOffset]).toEqual([3, 2 ** 40 + 5]);
    expect([row.lastFile, row.lastOffset]).toEqual([65_534, 2 ** 44 + 2 ** 32 - 1]);
    row.setLastPlace(0, 1);
    expect([row.firstFile, row.firstOffset, row.lastOffset]).toEqual([3, 2 ** 40 + 5, 1]);
    expect(row.has(FlowFlag.SynSeen)).toBe(true);
  });
});
