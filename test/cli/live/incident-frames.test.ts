import { expect, test } from 'vitest';
import { Frame } from '../../../src/capture/frame-reader.js';
import { BadEnds } from '../../../src/cli/incident-frames.js';
import { Diagnostician } from '../../../src/diagnosis/diagnose.js';
import { type CraftedFrame, craft } from '../../craft/craft.js';
import { HANDSHAKE } from '../../craft/scenes.js';

const ETHERNET = 1;
const IPV4_ADDRESSES = 14 + 12;

function frameOf({ timeNs, data, originalLength }: CraftedFrame): Frame {
  const frame = new Frame();
  frame.linkType = ETHERNET;
  frame.bytes = data;
  frame.capturedLength = data.length;
  frame.originalLength = originalLength;
  frame.timeNs = timeNs;
  return frame;
}

test.each([4, 6] as const)('frames of a connection that was reset belong to it, IPv%i', (ipVersion) => {
  const reset = craft([...HANDSHAKE, '< RA', '2> S'], { ipVersion });
  const survey = reset.survey();
  const { incidents, belongs } = new BadEnds().next(survey, new Diagnostician(survey).look({ files: [] }));
  expect(incidents).toHaveLength(1);
  expect(reset.frames.map((frame) => belongs(frameOf(frame)))).toEqual([true, true, true, true, false]);
});

test('a connection over IPv4 is not one over IPv6, whose addresses have numbers that are IPv4 addresses', () => {
  const survey = craft([...HANDSHAKE, '< RA'], { ipVersion: 6 }).survey();
  const { belongs } = new BadEnds().next(survey, new Diagnostician(survey).look({ files: [] }));
  for (const addresses of [
    [0, 0, 0, 0, 0, 0, 0, 1],
    [0, 0, 0, 1, 0, 0, 0, 0],
  ]) {
    const [syn] = craft(['> S']).frames;
    syn?.data.set(addresses, IPV4_ADDRESSES);
    expect(syn !== undefined && belongs(frameOf(syn))).toBe(false);
  }
});
