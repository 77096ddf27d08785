import { expect, test } from 'vitest';
import { DuplicateFrames } from '../../src/closeup/duplicate-frames.js';
import type { SegmentHeader } from '../../src/closeup/segment.js';

const FIRST: SegmentHeader = {
  frameNumber: 1,
  file: 0,
  fileOffset: 24,
  timeNs: 0,
  side: 0,
  flags: 0x18,
  sequence: 1,
  acknowledgment: 1,
  payloadBytes: 3,
  capturedPayloadBytes: 3,
  window: 100,
  checksum: 0xbeef,
  options: [],
  ipId: 77,
  hopLimit: 64,
  isHeaderInvalid: false,
};

const cases: readonly (readonly [name: string, change: Partial<SegmentHeader>, original: number | null])[] = [
  ['the same packet behind a router is a copy', { hopLimit: 63, timeNs: 20_000 }, 1],
  ['with another identification it was sent again', { ipId: 78 }, null],
  ['without an identification nobody knows', { ipId: 0 }, null],
  ['with other octets it is another', { checksum: 0xbeee }, null],
  ['after a while it was sent again', { timeNs: 200_000_000 }, null],
  ['from the other side it is another', { side: 1 }, null],
];

test.each(cases)('%s', (_, change, original) => {
  const duplicates = new DuplicateFrames();
  const first = change.ipId === 0 ? { ...FIRST, ipId: 0 } : FIRST;
  expect(duplicates.originalOf(first)).toBeNull();
  expect(duplicates.originalOf({ ...FIRST, frameNumber: 2, ...change })).toBe(original);
});
