import { describe, expect, test } from 'vitest';
import { u16 } from '../../src/bytes/read.js';
import { Survey } from '../../src/survey/survey.js';
import { type CraftedFrame, craft, takeFrames } from '../craft/craft.js';
import { allFacts, exchangeLines, flowFacts } from '../craft/facts.js';
import { cutsOf, ipv4Fragment, ipv6Fragment } from '../craft/fragments.js';

const LINES = [
  '> S',
  '< SA',
  '> A',
  '> PA "GET /a HTTP/1.1\r\nHost: example.net\r\n\r\n"',
  '< PA "HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n"',
  '< PA len=300',
  '> PA "GET /b HTTP/1.1\r\nHost: example.net\r\n\r\n"',
  '< RA',
];
const ETHERNET = 14;

/** The frames of one crafted packet in fragments of 16 octets of payload. */
function inFragments(frame: CraftedFrame, identification: number): CraftedFrame[] {
  const { data, timeNs } = frame;
  const isIpv6 = u16(data, 12) === 0x86dd;
  const [header, sourceAt, length] = isIpv6 ? [40, 8, 16] : [20, 12, 4];
  const addressAt = ETHERNET + sourceAt;
  const fields = {
    source: data.subarray(addressAt, addressAt + length),
    destination: data.subarray(addressAt + length, addressAt + 2 * length),
  };
  const fragmentOf = isIpv6 ? ipv6Fragment : ipv4Fragment;
  return cutsOf(data.subarray(ETHERNET + header), 16).map((cut) => {
    const fragment = fragmentOf(fields, cut, { identification });
    return { timeNs, data: fragment, originalLength: fragment.length };
  });
}

function surveyOf(frames: readonly CraftedFrame[]): Survey {
  const survey = new Survey();
  takeFrames(survey, frames);
  survey.finish();
  return survey;
}

/** Facts without those that tell frames and problems. */
function withoutFrames(survey: Survey): unknown {
  const facts = JSON.parse(allFacts(survey), (name, value: unknown) =>
    /frame|^problems$/i.test(name) ? undefined : value,
  ) as { flows: unknown[] };
  expect(facts.flows).toHaveLength(1);
  return facts;
}

describe.each([4, 6] as const)('A flow of IPv%i in fragments', (ipVersion) => {
  const { frames } = craft(LINES, { ipVersion });
  const whole = surveyOf(frames);

  test('has the facts of the same flow in whole packets', () => {
    const survey = surveyOf(frames.flatMap(inFragments));
    expect(exchangeLines(survey)).toEqual(['GET /a → 200', 'GET /b → ?']);
    expect(withoutFrames(survey)).toEqual(withoutFrames(whole));
    expect(survey.segments).toBe(LINES.length);
    expect(survey.problems.list().map(({ code }) => code)).toEqual(['ip-fragment']);
  });

  test('belongs to the frames that complete its packets', () => {
    const fragments = frames.map(inFragments);
    const flow = flowFacts(surveyOf(fragments.flat()));
    const lastFrames = fragments.map((_, index) => fragments.slice(0, index + 1).flat().length);
    expect([flow.firstFrame, flow.synAckFrame, flow.rstFrame]).toEqual([
      lastFrames[0],
      lastFrames[1],
      lastFrames.at(-1),
    ]);
  });

  test('may have its packets mixed with each other, and out of order', () => {
    const [early, late] = [frames.slice(0, 3), frames.slice(3, 5)];
    const mixed = late.map((frame, index) => inFragments(frame, 100 + index));
    const woven = [...(mixed[0] ?? []), ...(mixed[1] ?? [])].toReversed();
    const reference = surveyOf([...early, ...late.toReversed()]);
    expect(withoutFrames(surveyOf([...early, ...woven]))).toEqual(withoutFrames(reference));
  });

  test('grows old: what comes too late after the rest is another packet', () => {
    const fragments = frames.flatMap(inFragments);
    const [last] = fragments.slice(-1) as [CraftedFrame];
    const late = { ...last, timeNs: last.timeNs + 61e9 };
    const survey = surveyOf([...fragments.slice(0, -1), late]);
    expect(survey.segments).toBe(LINES.length - 1);
    expect(survey.problems.count('fragments-too-old')).toBe(1);
    expect(survey.problems.count('fragments-incomplete')).toBe(1);
  });
});
