import { expect, test } from 'vitest';
import { healthyNeighbour } from '../../src/closeup/healthy-neighbour.js';
import type { Finding } from '../../src/diagnosis/diagnosis.js';
import { Survey } from '../../src/survey/survey.js';
import { type CraftOptions, craft, takeFrames } from '../craft/craft.js';
import { HALF_RESPONSE, HANDSHAKE, REQUEST, RESPONSE } from '../craft/scenes.js';

const CLOSE = ['> FA', '< FA', '> A'];
const GOOD = [...HANDSHAKE, REQUEST, RESPONSE, ...CLOSE];
const RESET = [...HANDSHAKE, REQUEST, '< R'];
const UNAVAILABLE = [...HANDSHAKE, REQUEST, '< PA "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"', ...CLOSE];
const EMPTY = [...HANDSHAKE, ...CLOSE];

/** The healthy neighbour of a flow among flows that come one after the other. */
function neighbourOf(flow: number, scenes: readonly (readonly string[])[], found: readonly number[] = []) {
  const lines = scenes.flatMap((scene, index) => scene.map((line) => `${index + 1}${line}`));
  return among(craft(lines).survey(), flow, found);
}

function among(survey: Survey, flow: number, found: readonly number[]): number | null {
  const findingsAt = (at: number) => (found.includes(at) ? [{} as Finding] : []);
  const search = healthyNeighbour(survey, findingsAt, flow);
  for (;;) {
    const step = search.next();
    if (step.done === true) return step.value;
  }
}

test.each([
  ['the nearest in time', 1, [GOOD, RESET, GOOD], [1], 2],
  ['not itself, though it is well', 0, [GOOD, RESET], [], null],
  ['not one with a finding', 1, [GOOD, RESET, GOOD], [1, 2], 0],
  ['not one with a status of 400 or more', 1, [GOOD, RESET, UNAVAILABLE], [1], 0],
  ['not one whose response is cut', 1, [GOOD, RESET, [...HANDSHAKE, REQUEST, HALF_RESPONSE, '< R']], [1], 0],
  ['one with HTTP in front of a nearer one without', 2, [GOOD, EMPTY, RESET, EMPTY], [2], 0],
  [
    'one without HTTP where the flow has none',
    1,
    [GOOD, [...HANDSHAKE, '> FA', '< RA'], GOOD, EMPTY],
    [1],
    3,
  ],
  ['one without HTTP where there is no other', 0, [RESET, EMPTY], [0], 1],
  ['none', 0, [RESET, RESET], [0, 1], null],
] as const)('%s', (_, flow, scenes, found, expected) => {
  expect(neighbourOf(flow, scenes, found)).toBe(expected);
});

test('another server, and another port of the same one, are no neighbours', () => {
  const survey = new Survey();
  const scene = (lines: readonly string[], options: CraftOptions) =>
    takeFrames(survey, craft(lines, options).frames);
  scene(RESET, {});
  scene(GOOD, { serverPort: 8080 });
  scene(GOOD, { ipVersion: 6 });
  survey.finish();
  expect(survey.flows.length).toBe(3);
  expect(among(survey, 0, [0])).toBeNull();
});
