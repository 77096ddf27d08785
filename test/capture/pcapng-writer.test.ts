import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TimeBase } from '../../src/bytes/time.js';
import { openCaptureFrom } from '../../src/capture/open-capture.js';
import { NOTE_PREFIX } from '../../src/capture/pcapng-comments.js';
import {
  frameBlock,
  interfaceBlock,
  sectionBlock,
  type WrittenFrame,
  type WrittenInterface,
} from '../../src/capture/pcapng-writer.js';
import { concat } from './craft-capture.js';
import { MemorySource, readAll } from './read-all.js';

async function readBack(blocks: readonly Uint8Array[]) {
  const timeBase = new TimeBase();
  const reader = await openCaptureFrom(new MemorySource(concat(...blocks)), 'written', timeBase);
  const frames = await readAll(reader, timeBase);
  expect(reader.endedEarly).toBeNull();
  return { reader, frames };
}

const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((it) => !it.includes('\0'));
const anInterface = fc.record<WrittenInterface>({
  linkType: fc.nat(0xffff),
  snapLength: fc.nat(),
  name: fc.option(text),
});
const START_NS = 1_700_000_000_123_456_789n;

test('what is written is read back: frames, times, lengths, interfaces, comments', async () => {
  const frame = fc.record({
    interfaceIndex: fc.nat(),
    afterNs: fc.bigInt({ min: 0n, max: 86_400_000_000_000n }),
    octets: fc.uint8Array({ maxLength: 70 }),
    cutOff: fc.nat(2000),
    comments: fc.array(text, { maxLength: 3 }),
  });
  const file = fc.tuple(
    fc.array(anInterface, { minLength: 1, maxLength: 4 }),
    fc.array(frame, { maxLength: 20 }),
    fc.array(text, { maxLength: 3 }),
  );
  await fc.assert(
    fc.asyncProperty(file, async ([interfaces, drawn, comments]) => {
      const frames: WrittenFrame[] = drawn.map(
        ({ interfaceIndex, afterNs, octets, cutOff, comments: own }) => ({
          interfaceIndex: interfaceIndex % interfaces.length,
          timeNs: START_NS + afterNs,
          octets,
          originalLength: octets.length + cutOff,
          comments: own,
        }),
      );
      const { reader, frames: read } = await readBack([
        sectionBlock('a program', comments),
        ...interfaces.map(interfaceBlock),
        ...frames.map(frameBlock),
      ]);
      expect(
        reader.interfaces.map(({ linkType, snapLength, name }) => ({ linkType, snapLength, name })),
      ).toEqual(interfaces);
      expect(read.map(({ fileOffset: _, ...it }) => it)).toEqual(
        frames.map(({ interfaceIndex, timeNs, octets, originalLength }) => ({
          timeNs,
          capturedLength: octets.length,
          originalLength,
          linkType: interfaces[interfaceIndex]?.linkType,
          interfaceId: interfaceIndex,
          data: Buffer.from(octets).toString('hex'),
        })),
      );
      const expected = [
        ...comments.map((it) => ({ target: 'section', frameNumber: null, text: it })),
        ...frames.flatMap(({ comments: own }, index) =>
          own.map((it) => ({ target: 'frame', frameNumber: index + 1, text: it })),
        ),
      ];
      expect(reader.comments).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

const HEAD = [sectionBlock('a program', []), interfaceBlock({ linkType: 1, snapLength: 0, name: null })];
const plain = (comments: readonly string[]) =>
  frameBlock({ interfaceIndex: 0, timeNs: START_NS, octets: new Uint8Array(3), originalLength: 3, comments });

test('a comment that no option can hold is cut between two characters', async () => {
  const { reader } = await readBack([...HEAD, plain([`x${'ü'.repeat(40_000)}`])]);
  const [comment] = reader.comments;
  expect(comment?.text.startsWith('xüü')).toBe(true);
  // The reader keeps 4,096 octets: what it keeps ends where a character does, or in the sign for a broken one.
  expect(comment?.text.replace(/\ufffd$/, '')).toMatch(/^xü+$/);
});

test('notes are kept where other comments are too many', async () => {
  const blocks = Array.from({ length: 1001 }, () => plain(['evidence']));
  const { reader } = await readBack([...HEAD, ...blocks, plain(['other', `${NOTE_PREFIX}mine`])]);
  expect(reader.comments).toHaveLength(1001);
  expect(reader.comments.at(-1)).toEqual({ target: 'frame', frameNumber: 1002, text: `${NOTE_PREFIX}mine` });
  expect(reader.problems.get('comments-dropped')).toBe(2);
});
