import fc from 'fast-check';
import type { Size } from '../../../src/tui/look.js';
import type { Frame, Line, Tone } from '../../../src/tui/span.js';
import type { SafeText } from '../../../src/view/safe-text.js';

const TONES: readonly Tone[] = [
  'plain',
  'dim',
  'strong',
  'title',
  'error',
  'warning',
  'notice',
  'good',
  'client',
  'server',
  'evidence',
  'key',
  'match',
];

const CHARACTERS = [...'abc XYZ 0189 -|> ─│▌…✖▲·→▸▾▁▂▃▄▅▆▇█ é Ж'];

/** Sizes of small terminals, so that frames of different sizes often follow each other; xterm.js knows none of one column. */
export const sizes: fc.Arbitrary<Size> = fc.record({
  columns: fc.integer({ min: 2, max: 24 }),
  rows: fc.integer({ min: 1, max: 8 }),
});

/** Frames that fit a size, in every tone. */
export function framesOf({ columns, rows }: Size): fc.Arbitrary<Frame> {
  const span = fc.record({
    text: fc.array(fc.constantFrom(...CHARACTERS), { maxLength: 12 }).map((all) => all.join('') as SafeText),
    tone: fc.constantFrom(...TONES),
    isSelected: fc.boolean(),
  });
  const line = fc.array(span, { maxLength: 4 }).map((spans) => fitted(spans, columns));
  return fc.record({
    lines: fc.array(line, { minLength: rows, maxLength: rows }),
    cursor: fc.option(fc.record({ row: fc.nat(rows - 1), column: fc.nat(columns - 1) })),
  });
}

function fitted(line: Line, columns: number): Line {
  let room = columns;
  return line.map((span) => {
    const text = span.text.slice(0, room) as SafeText;
    room -= text.length;
    return { ...span, text };
  });
}
