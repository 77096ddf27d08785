import { describe, expect, test } from 'vitest';
import { openCaptureFrom } from '../../src/capture/open-capture.js';
import { checksumFacts } from '../../src/diagnosis/checksum-facts.js';
import { Survey } from '../../src/survey/survey.js';
import { type TcpSum, withChecksums } from '../craft/checksums.js';
import { Crafted, type CraftedFrame, type CraftOptions, craft } from '../craft/craft.js';
import { allFacts } from '../craft/facts.js';
import { cutsOf, ipv4Fragment } from '../craft/fragments.js';
import { icmpFrame } from '../craft/icmp.js';

const LINES = ['> S', '< SA', '> A', '> PA "abc"', '< A', '> FA', '< FA', '> A'];

async function surveyOf(scene: Crafted, checksums = true): Promise<Survey> {
  const octets = scene.pcap();
  let bytesRead = 0;
  const source = {
    failure: null,
    compression: null,
    bytesTotal: null,
    sha256: null,
    get bytesRead() {
      return bytesRead;
    },
    read(target: Uint8Array, at: number, length: number) {
      const piece = octets.subarray(bytesRead, bytesRead + length);
      target.set(piece, at);
      bytesRead += piece.length;
      return piece.length;
    },
    async finish() {},
    async abandon() {},
  };
  const survey = new Survey({ checksums });
  await survey.read(await openCaptureFrom(source, 'crafted', survey.timeBase), 0);
  survey.finish();
  return survey;
}

/** A scene in which each frame has the checksum that `sumOf` says. */
function scene(sumOf: (frame: number) => TcpSum, options: CraftOptions = {}): Crafted {
  return new Crafted(
    craft(LINES, options).frames.map((frame, index) => ({
      ...frame,
      data: withChecksums(frame.data, sumOf(index + 1)),
    })),
  );
}

const isOfClient = (frame: number) => !LINES[frame - 1]?.startsWith('<');

describe.each([4, 6] as const)('Over IPv%i', (ipVersion) => {
  test.each<[string, (frame: number) => TcpSum, object]>([
    ['all right', () => 'right', { offloaded: 0, damaged: 0, unexplained: 0, senders: [], damagedFlows: [] }],
    [
      'the client leaves its checksums to the network card',
      (frame) => (isOfClient(frame) ? 'pseudo' : 'right'),
      { offloaded: 5, damaged: 0, unexplained: 0, senders: [{ verdict: 'offload' }], damagedFlows: [] },
    ],
    [
      'all wrong from one host, and the other direction right: offload too',
      (frame) => (isOfClient(frame) ? 'wrong' : 'right'),
      { offloaded: 5, damaged: 0, unexplained: 0, senders: [{ verdict: 'offload' }], damagedFlows: [] },
    ],
    [
      'one damaged segment',
      (frame) => (frame === 4 ? 'wrong' : 'right'),
      {
        offloaded: 0,
        damaged: 1,
        unexplained: 0,
        senders: [{ verdict: 'damaged', good: 4, bad: 1 }],
        damagedFlows: [{ flow: 0, damaged: [1, 0] }],
      },
    ],
    [
      'one damaged segment of the server among the offload of the client',
      (frame) => (isOfClient(frame) ? 'pseudo' : frame === 5 ? 'wrong' : 'right'),
      {
        offloaded: 5,
        damaged: 1,
        senders: [{ verdict: 'offload' }, { verdict: 'damaged' }],
        damagedFlows: [{ flow: 0, damaged: [0, 1] }],
      },
    ],
    [
      'both sides leave them to the card, as on a loopback',
      () => 'pseudo',
      { offloaded: 8, damaged: 0, unexplained: 0 },
    ],
    [
      'none is right: the capture was rewritten',
      () => 'wrong',
      {
        offloaded: 0,
        damaged: 0,
        unexplained: 8,
        senders: [{ verdict: 'all-wrong' }, { verdict: 'all-wrong' }],
      },
    ],
  ])('%s', async (_, sumOf, expected) => {
    const survey = await surveyOf(scene(sumOf, { ipVersion }));
    expect(checksumFacts(survey)).toMatchObject(expected);
    const headers = { good: ipVersion === 4 ? 8 : 0, bad: 0, unfinished: 0, unchecked: 0 };
    expect(checksumFacts(survey)?.ipv4).toEqual(headers);
  });

  test('cut segments are not to be checked', async () => {
    const whole = scene(() => 'right', { ipVersion });
    const cut = whole.frames.map((frame) => ({ ...frame, data: frame.data.subarray(0, -1) }));
    const facts = checksumFacts(await surveyOf(new Crafted(cut)));
    expect(facts?.tcp).toEqual({ good: 0, bad: 0, unfinished: 0, unchecked: whole.frames.length });
  });
});

test('A packet that was put together from fragments is checked as a whole', async () => {
  const { frames } = scene(() => 'right');
  const fragments = frames.flatMap((frame, identification) => {
    const fields = { source: frame.data.subarray(26, 30), destination: frame.data.subarray(30, 34) };
    return cutsOf(frame.data.subarray(34), 16).map((cut) => {
      const data = ipv4Fragment(fields, cut, { identification });
      return { timeNs: frame.timeNs, data, originalLength: data.length };
    });
  });
  const facts = checksumFacts(await surveyOf(new Crafted(fragments)));
  expect(facts?.tcp).toEqual({ good: 8, bad: 0, unfinished: 0, unchecked: 0 });
  expect(facts?.ipv4).toEqual({ good: 0, bad: 0, unfinished: 0, unchecked: 8 });
});

test('Who does not ask gets nothing, and the same facts otherwise', async () => {
  const capture = scene((frame) => (frame === 4 ? 'wrong' : 'right'));
  const [asked, silent] = [await surveyOf(capture), await surveyOf(capture, false)];
  expect(checksumFacts(silent)).toBeNull();
  expect(allFacts(silent)).toBe(allFacts(asked));
});

test('a flow that only an ICMP error quoted has no checksums, and takes none from another', async () => {
  const [syn] = craft(['> S']).frames as [CraftedFrame];
  const unseen = craft(['2> S']).frames[0] as CraftedFrame;
  const survey = await surveyOf(
    new Crafted([{ ...syn, data: withChecksums(syn.data, 'right') }, icmpFrame(unseen, {}, 1e9)]),
  );
  const none = { good: 0, bad: 0, unfinished: 0, unchecked: 0 };
  expect(survey.flows.length).toBe(2);
  expect([survey.checksums?.ofFlow(1, 0), survey.checksums?.ipv4OfFlow(1, 1)]).toEqual([none, none]);
  expect(checksumFacts(survey)?.tcp).toEqual({ ...none, good: 1 });
});
