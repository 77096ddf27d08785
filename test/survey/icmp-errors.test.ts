import { describe, expect, test } from 'vitest';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import { Survey } from '../../src/survey/survey.js';
import { type CraftedFrame, type CraftOptions, craft, takeFrames } from '../craft/craft.js';
import { allFacts, flowFacts } from '../craft/facts.js';
import { type IcmpOptions, icmpFrame } from '../craft/icmp.js';
import { HANDSHAKE } from '../craft/scenes.js';

function surveyOf(frames: readonly CraftedFrame[]): Survey {
  const survey = new Survey();
  takeFrames(survey, frames);
  survey.finish();
  return survey;
}

/** A scenario, and an error about its frame number `quoted` behind all of it. */
function quoting(
  lines: readonly string[],
  quoted: number,
  icmp: IcmpOptions = {},
  options: CraftOptions = {},
) {
  const { frames } = craft(lines, options);
  return surveyOf([...frames, icmpFrame(frames[quoted - 1] as CraftedFrame, icmp, 1e9)]);
}

describe.each([4, 6] as const)('An ICMP error about a segment over IPv%i', (ipVersion) => {
  test('is noted at the flow of the segment', () => {
    const survey = quoting(['> S', '> S seq=0'], 1, { code: 1 }, { ipVersion });
    expect([survey.flows.length, survey.segments, survey.problems.list()]).toEqual([1, 2, []]);
    const flow = flowFacts(survey);
    expect([flow.icmpErrors, flow.icmpFrame, flow.icmpAbout, flow.icmpBy]).toEqual([1, 3, 'client', 'other']);
    expect(flow.icmpMeaning).toBe(ipVersion === 4 ? 'host-unreachable' : 'communication-prohibited');
  });

  test('may quote 8 octets of TCP only', () => {
    expect(flowFacts(quoting(['> S'], 1, { quotedOctets: 8 }, { ipVersion })).icmpErrors).toBe(1);
  });

  test.each([
    ['the client', 1, 'client'],
    ['the server', 2, 'server'],
  ] as const)('says that %s sent it', (_, quoted, about) => {
    expect(flowFacts(quoting(HANDSHAKE, quoted, {}, { ipVersion })).icmpAbout).toBe(about);
  });

  test.each([
    [1, 'client'],
    [2, 'server'],
    [3, 'other'],
  ] as const)('says who reported it: address %i', (from, by) => {
    expect(flowFacts(quoting(HANDSHAKE, 1, { from }, { ipVersion })).icmpBy).toBe(by);
  });

  test('about no flow takes the number that Wireshark gives it, and is counted', () => {
    const { frames } = craft(['> S', '2> S'], { ipVersion });
    const [unseen, seen] = frames as [CraftedFrame, CraftedFrame];
    const survey = surveyOf([icmpFrame(unseen), icmpFrame(unseen, { quotedOctets: 8 }), seen]);
    expect([survey.flows.length, survey.flows.quoted.size, survey.segments]).toEqual([2, 1, 1]);
    expect([flowFacts(survey, 0).wasCaptured, flowFacts(survey, 0).icmpErrors]).toEqual([false, 2]);
    expect([flowFacts(survey, 1).wasCaptured, flowFacts(survey, 1).icmpErrors]).toEqual([true, 0]);
    expect(flowFacts(survey, 0)).toMatchObject({
      clientPort: 50000,
      firstFrame: 1,
      lastFrame: 1,
      state: 'OTH',
    });
    expect(survey.problems.list()).toEqual([{ code: 'icmp-flow-unknown', count: 2 }]);
  });

  test('of which too little is quoted for a number is counted only', () => {
    const [unseen] = craft(['> S'], { ipVersion }).frames as [CraftedFrame];
    const survey = surveyOf([icmpFrame(unseen, { quotedOctets: 15 })]);
    expect([survey.flows.length, survey.addresses.length]).toEqual([0, 0]);
    expect(survey.problems.list()).toEqual([{ code: 'icmp-flow-unknown', count: 1 }]);
  });

  test.each([
    ['the client', 0, ['client']],
    ['the server', 1, ['server']],
  ] as const)('in front of the first segment is one of its flow: quoted is %s', (_, quoted, about) => {
    const { frames } = craft([...HANDSHAKE, '> PA "GET / HTTP/1.1\r\nHost: a\r\n\r\n"', '< RA'], {
      ipVersion,
    });
    const survey = surveyOf([icmpFrame(frames[quoted] as CraftedFrame, {}, frames[0]?.timeNs), ...frames]);
    const facts = (of: Survey) =>
      JSON.parse(allFacts(of), (name, value: unknown) =>
        /frame|icmp|clientAddress|serverAddress|^problems$/i.test(name) ? undefined : value,
      ) as unknown;
    expect(facts(survey)).toEqual(facts(surveyOf(frames)));
    expect(survey.icmp.ofFlow(0).map((error) => error.about)).toEqual(about);
    expect(survey.problems.list()).toEqual([]);
  });

  test('about the SYN of a later connection between the same ports is about that one', () => {
    const [first] = craft(['> S'], { ipVersion }).frames as [CraftedFrame];
    const later = craft(['> S', '< RA'], { ipVersion, clientSequence: 99 }).frames as [
      CraftedFrame,
      CraftedFrame,
    ];
    const survey = surveyOf([first, icmpFrame(later[0]), ...later]);
    expect(flowFacts(survey, 0)).toMatchObject({ icmpErrors: 0, clientSegments: 1, serverSegments: 0 });
    expect(flowFacts(survey, 1)).toMatchObject({ icmpErrors: 1, clientSegments: 1, serverSegments: 1 });
    expect([flowFacts(survey, 1).tupleReused, survey.flows.length]).toEqual([true, 2]);
  });

  test('is read in a VLAN', () => {
    const vlans = [10];
    expect(flowFacts(quoting(['> S'], 1, { vlans }, { ipVersion, vlans })).icmpErrors).toBe(1);
  });
});

test('Errors are counted all, and the first ten of a flow are kept', () => {
  const { frames } = craft(['> S', '2> S']);
  const [first, second] = frames as [CraftedFrame, CraftedFrame];
  const errors = Array.from({ length: 12 }, (_, code) => icmpFrame(first, { code }, 1e9));
  const survey = surveyOf([...frames, ...errors, icmpFrame(second, { code: 4, rest: [0, 0, 5, 0] }, 1e9)]);
  expect(flowFacts(survey).icmpErrors).toBe(12);
  const kept = survey.icmp.ofFlow(0);
  expect(kept.map(({ code }) => code)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(kept.map(({ frame }) => frame)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(survey.problems.list()).toEqual([{ code: 'icmp-errors-not-kept', count: 2 }]);
  expect(survey.icmp.ofFlow(1)).toMatchObject([{ code: 4, nextHopMtu: 1280, about: 'client' }]);
});

test('Errors change nothing else of any flow', () => {
  const { frames } = craft([
    ...HANDSHAKE,
    '2> S',
    '> PA "GET / HTTP/1.1\r\nHost: a\r\n\r\n"',
    '2< SA',
    '< PA "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"',
    '3> S',
    '2> A',
    '> FA',
    '< FA',
    '> A',
    '3< RA',
  ]);
  const noise = frames.flatMap((frame) => [frame, icmpFrame(frames[0] as CraftedFrame), icmpFrame(frame)]);
  const facts = (survey: Survey) =>
    JSON.parse(allFacts(survey), (name, value: unknown) =>
      /frame|icmp|^problems$/i.test(name) ? undefined : value,
    ) as unknown;
  expect(facts(surveyOf(noise))).toEqual(facts(surveyOf(frames)));
});

describe('Flows that are known from ICMP errors only', () => {
  /** Ethernet, IPv4, ICMP and the quoted IPv4. */
  const QUOTED_PORTS_AT = 14 + 20 + 8 + 20;

  /** Errors about SYN segments from so many ports. */
  const unseen = (count: number) => {
    const error = icmpFrame(craft(['> S']).frames[0] as CraftedFrame);
    return Array.from({ length: count }, (_, i) => {
      const data = error.data.slice();
      const view = new DataView(data.buffer);
      view.setUint16(QUOTED_PORTS_AT, 1 + (i % 60_000));
      view.setUint16(QUOTED_PORTS_AT + 2, 80 + Math.floor(i / 60_000));
      return { ...error, data };
    });
  };

  test('are judged by no rule and counted in no total', () => {
    const { frames } = craft(['> S', '< RA']);
    const survey = surveyOf([...unseen(3), ...frames]);
    const diagnostician = new Diagnostician(survey);
    const diagnosis = diagnostician.finish({ files: [] });
    expect(diagnosis.totals).toMatchObject({ flows: 1, segments: 2 });
    expect(diagnosis.findings.map(({ rule, flowCount }) => [rule, flowCount])).toEqual([
      ['connection-refused', 1],
    ]);
    expect([0, 1, 2, 3].map((flow) => diagnostician.findingsOfFlow(flow).length)).toEqual([0, 0, 0, 1]);
    const filtered = diagnostician.only('all', () => true);
    expect(filtered.filter).toMatchObject({ matchedFlows: 4, flows: 4 });
    expect(filtered.totals).toEqual(diagnosis.totals);
  });

  test('are numbered up to a limit; what is beyond is counted', () => {
    const survey = new Survey();
    takeFrames(survey, unseen(65_540));
    survey.finish();
    expect([survey.flows.length, survey.flows.quoted.size]).toEqual([65_536, 65_536]);
    expect(survey.problems.count('icmp-flow-numbered-by-wireshark')).toBe(4);
    expect(survey.problems.count('icmp-flow-unknown')).toBe(65_540);
  });

  test('from or about IPv6 addresses beyond the limit are counted and have no place', () => {
    const [about, of] = craft(['> S', '2> S'], { ipVersion: 6 }).frames as [CraftedFrame, CraftedFrame];
    const other = Uint8Array.from(of.data);
    other[37] = 0x99;
    const survey = new Survey({ limits: { flows: 10, exchanges: 10, textBytes: 1000, addresses: 2 } });
    takeFrames(survey, [about, icmpFrame(about, { from: 3 }), icmpFrame({ ...of, data: other })]);
    survey.finish();
    expect([survey.flows.length, survey.addresses.length]).toEqual([1, 2]);
    expect(flowFacts(survey).icmpErrors).toBe(1);
    expect(survey.icmp.ofFlow(0)).toEqual([]);
    expect(survey.problems.count('icmp-errors-not-kept')).toBe(1);
    expect(survey.problems.count('icmp-flow-unknown')).toBe(1);
  });

  test('are given back with the flows around them', () => {
    const survey = new Survey({ limits: { flows: 1, exchanges: 10, textBytes: 1000 } });
    takeFrames(survey, unseen(50_000));
    const [late] = craft(['> S'], { clientPort: 1 }).frames as [CraftedFrame];
    takeFrames(survey, [late]);
    survey.finish();
    expect(survey.flows.firstKept).toBeGreaterThan(0);
    expect(survey.flows.quoted.size).toBe(50_000 - survey.flows.firstKept);
    expect(flowFacts(survey, 50_000).clientSegments).toBe(1);
  });
});
