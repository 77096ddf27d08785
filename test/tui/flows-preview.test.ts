import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PreviewRow, previewRows } from '../../src/tui/screens/flows/preview-rows.js';
import { closeUpOf } from '../closeup/close-up-of.js';

const DATA = Array.from({ length: 40 }, () => ['> PA len=100', '< A']).flat();
const LONG = ['> S', '< SA', '> A', ...DATA, '> FA', '< FA', '> A'];

const frameOf = (row: PreviewRow) => (row.kind === 'segment' ? row.segment.frameNumber : `+${row.segments}`);

describe('the segments of a preview', () => {
  const closeUp = closeUpOf(LONG);

  it('are all of them where there is room', () => {
    const { segments } = closeUpOf(['> S', '< SA', '> A', '> FA', '< R']);
    expect(segments.map(({ frameNumber }) => frameNumber)).toEqual(
      previewRows(closeUpOf(['> S', '< SA', '> A', '> FA', '< R']), [], 5).map(frameOf),
    );
  });

  it('are the first, the told and the last ones, and what lies between is counted', () => {
    expect(previewRows(closeUp, [50], 7).map(frameOf)).toEqual([1, 2, 3, '+46', 50, '+35', 86]);
  });

  it('take no more rows than there are, and account for every segment', () => {
    const property = fc.property(
      fc.array(fc.nat(90), { maxLength: 30 }),
      fc.integer({ min: 3, max: 100 }),
      (told, room) => {
        const rows = previewRows(closeUp, told, room);
        expect(rows.length).toBeLessThanOrEqual(room);
        const segments = rows.reduce((sum, row) => sum + (row.kind === 'segment' ? 1 : row.segments), 0);
        expect(segments).toBe(closeUp.segments.length);
        const frames = rows.flatMap((row) => (row.kind === 'segment' ? [row.segment.frameNumber] : []));
        expect(frames).toEqual([...frames].sort((a, b) => a - b));
      },
    );
    fc.assert(property);
  });
});
