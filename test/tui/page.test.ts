import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spans } from '../../src/tui/cells.js';
import type { CommandId } from '../../src/tui/command.js';
import { drawPage, movedOnPage, onItem, PAGE_START, type Page, type PagePlace } from '../../src/tui/page.js';
import { textOf, UNICODE } from './drive.js';

const MOVES: readonly CommandId[] = [
  'down',
  'up',
  'first',
  'last',
  'page-down',
  'page-up',
  'half-down',
  'half-up',
];

/** A page of numbered rows with items of two rows at the given ones. */
function pageOf(rows: number, items: readonly number[]): Page<number> {
  return {
    lines: Array.from({ length: rows }, (_, row) => spans(['plain', `row ${row}`])),
    items: items.map((first) => ({ first, end: Math.min(rows, first + 2), target: first })),
  };
}

function placeAfter(page: Page<number>, shown: number, ...commands: readonly CommandId[]): PagePlace {
  return commands.reduce((place, command) => movedOnPage(page, place, command, shown) ?? place, PAGE_START);
}

describe('a page', () => {
  const page = pageOf(30, [2, 5, 25]);

  it.each([
    ['down goes to the next item', ['down'], { item: 1, top: 0 }],
    ['down reaches what lies between items far apart', ['down', 'down'], { item: 1, top: 1 }],
    ['up goes back', ['down', 'up'], { item: 0, top: 0 }],
    ['up at the first item shows the beginning', ['page-down', 'first', 'up'], { item: 0, top: 0 }],
    ['last goes to the end', ['last'], { item: 2, top: 20 }],
    ['down at the end stays', ['last', 'down', 'down'], { item: 2, top: 20 }],
    ['a page further the cursor is on what is seen there', ['page-down', 'page-down'], { item: 2, top: 20 }],
  ] as const)('%s', (_, commands, place) => {
    expect(placeAfter(page, 10, ...commands)).toEqual(place);
  });

  it('does not take commands that do not move', () => {
    expect(movedOnPage(page, PAGE_START, 'open', 10)).toBeNull();
  });

  it('tells how many rows are below', () => {
    const { lines } = drawPage(page, PAGE_START, { columns: 20, rows: 3 }, UNICODE);
    expect(textOf({ lines, cursor: null })).toBe(' row 0\n row 1\n▌row 2     27 more ↓');
  });

  it('shows every row to who presses down long enough', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.uniqueArray(fc.nat(59), { maxLength: 8 }),
        fc.integer({ min: 1, max: 12 }),
        (rows, starts, shown) => {
          const items = starts.filter((at) => at < rows).sort((a, b) => a - b);
          const some = pageOf(rows, items);
          const seen = new Set<number>();
          let place = PAGE_START;
          for (let step = 0; step < rows + items.length + 1; step++) {
            for (let row = place.top; row < Math.min(rows, place.top + shown); row++) seen.add(row);
            place = movedOnPage(some, place, 'down', shown) ?? place;
          }
          expect(seen.size).toBe(rows);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps cursor and window on the page, whatever is pressed', () => {
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.uniqueArray(fc.nat(39), { maxLength: 6 }),
        fc.array(fc.constantFrom(...MOVES), { maxLength: 20 }),
        fc.integer({ min: 1, max: 12 }),
        (rows, starts, commands, shown) => {
          const items = starts.filter((at) => at < rows).sort((a, b) => a - b);
          const some = pageOf(rows, items);
          const place = placeAfter(some, shown, ...commands);
          expect(place.top).toBeGreaterThanOrEqual(0);
          expect(place.top).toBeLessThanOrEqual(Math.max(0, rows - shown));
          expect(place.item).toBeLessThan(Math.max(1, items.length));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('brings an item into sight', () => {
    expect(onItem(page, PAGE_START, 2, 10)).toEqual({ item: 2, top: 17 });
    expect(onItem(page, { item: 2, top: 17 }, 1, 10)).toEqual({ item: 1, top: 5 });
  });
});
