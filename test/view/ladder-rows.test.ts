import { describe, expect, it } from 'vitest';
import { ladderRows } from '../../src/view/ladder-rows.js';
import { closeUpOf } from '../closeup/close-up-of.js';
import { HANDSHAKE } from '../craft/scenes.js';

const data = (count: number) => Array.from({ length: count }, () => '< A "0123456789"');

/** Frames and folds in a row: `1 2 3 [5-9 5x10] 10`. */
function rowsOf(
  lines: readonly string[],
  unfolded: 'all' | readonly number[],
  told: readonly number[] = [],
): string {
  const wishes = { evidence: [], told, unfolded: unfolded === 'all' ? unfolded : new Set(unfolded) };
  return ladderRows(closeUpOf(lines), wishes)
    .map((row) => {
      if (row.kind === 'segment')
        return `${row.segment.frameNumber}${row.run === null ? '' : `(${row.run})`}`;
      if (row.kind === 'gap') return `gap ${row.bytes}`;
      return `[${row.firstFrame}-${row.lastFrame} ${row.dataSegments} ${row.payloadBytes}]`;
    })
    .join(' ');
}

describe('Runs of data', () => {
  it.each([
    ['six are shown', data(6), [], '1 2 3 4 5 6 7 8 9'],
    ['seven are folded but for the first and the last', data(7), [], '1 2 3 4 [5-9 5 50] 10'],
    [
      'a run that is unfolded names itself in every row',
      data(7),
      [5],
      '1 2 3 4(5) 5(5) 6(5) 7(5) 8(5) 9(5) 10(5)',
    ],
    [
      'another run is not unfolded by that',
      [...data(7), '> PA "x"', ...data(7)],
      [13],
      '1 2 3 4 [5-9 5 50] 10 11 12(13) 13(13) 14(13) 15(13) 16(13) 17(13) 18(13)',
    ],
  ])('%s', (_, lines, unfolded, rows) => {
    expect(rowsOf([...HANDSHAKE, ...lines], unfolded)).toBe(rows);
  });

  it('all are shown on demand', () => {
    expect(rowsOf([...HANDSHAKE, ...data(9)], 'all').split(' ')).toHaveLength(12);
  });

  it('are broken by a frame that is told in words', () => {
    expect(rowsOf([...HANDSHAKE, ...data(9)], [], [8])).toBe('1 2 3 4 5 6 7 8 9 10 11 12');
  });
});
