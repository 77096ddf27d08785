import { expect, test } from 'vitest';
import { crossCheck } from '../../src/cli/cross-check.js';
import { fileWith, findingWith } from '../report/hand-made.js';

const PATH = 'captures/iis7-single-teardown.pcap';
const INPUT = { path: PATH, format: 'pcap', compression: null, bytesTotal: 1 } as const;

const evidence = [{ flow: 0, frames: [1, 5], note: 'fin-then-server-reset', numbers: {} }];

test('both readers agree, and the octets of the evidence are compared', async () => {
  const { files } = await crossCheck(
    [INPUT],
    [fileWith({ name: PATH, frames: 5 })],
    [findingWith({ evidence })],
  );
  expect(files).toEqual([
    {
      name: PATH,
      outcome: 'agrees',
      reason: null,
      frames: 5,
      differingFrames: [],
      evidenceFrames: 2,
      differingEvidenceFrames: [],
    },
  ]);
});

test('a number of frames other than that of the report is a disagreement', async () => {
  const { files } = await crossCheck([INPUT], [fileWith({ name: PATH, frames: 6 })], []);
  expect(files[0]).toMatchObject({ outcome: 'disagrees', frames: 5 });
});

test('evidence frames of a second file count on from the first', async () => {
  const second = [{ flow: 0, frames: [7], note: 'fin-then-server-reset', numbers: {} }];
  const names = [fileWith({ name: PATH, frames: 5 }), fileWith({ name: PATH, frames: 5 })];
  const { files } = await crossCheck([INPUT, INPUT], names, [findingWith({ evidence: second })]);
  expect(files.map((file) => file.evidenceFrames)).toEqual([0, 1]);
});

test('a file that is gone is not compared', async () => {
  const { files } = await crossCheck([{ ...INPUT, path: 'gone.pcap' }], [fileWith({})], []);
  expect(files[0]).toMatchObject({ outcome: 'not-applicable', reason: 'There is no file gone.pcap' });
});
