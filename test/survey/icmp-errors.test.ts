import { describe, expect, test } from 'vitest';
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

  test('about no flow makes none, and is counted', () => {
    const { frames } = craft(['> S', '2> S'], { ipVersion });
    const [unseen, seen] = frames as [CraftedFrame, CraftedFrame];
    const survey = surveyOf([icmpFrame(unseen), icmpFrame(unseen, { quotedOctets: 8 }), seen]);
    expect([survey.flows.length, flowFacts(survey).icmpErrors]).toEqual([1, 0]);
    expect(survey.addresses.length).toBe(ipVersion === 4 ? 0 : 2);
    expect(survey.problems.list()).toEqual([
      { code: 'icmp-flow-unknown', count: 2 },
      { code: 'icmp-flow-numbered-by-wireshark', count: 1 },
    ]);
  });

  test('about the SYN of a later connection between the same ports is about no flow', () => {
    const [first] = craft(['> S'], { ipVersion }).frames as [CraftedFrame];
    const [later] = craft(['> S'], { ipVersion, clientSequence: 99 }).frames as [CraftedFrame];
    const survey = surveyOf([first, icmpFrame(later)]);
    expect([flowFacts(survey).icmpErrors, survey.problems.count('icmp-flow-unknown')]).toEqual([0, 1]);
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
