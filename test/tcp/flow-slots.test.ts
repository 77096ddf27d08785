import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FlowSlots } from '../../src/tcp/flow-slots.js';

/** The flow of a hash, looked up as `FlowTable` does; where it is missing, -1 minus the place of the free slot. */
function find({ words, mask }: FlowSlots, hash: number): number {
  let at = (hash << 1) & mask;
  for (; words[at] !== 0; at = (at + 2) & mask) if (words[at + 1] === hash) return (words[at] as number) - 1;
  return -1 - at;
}

function add(slots: FlowSlots, flow: number, hash: number, firstKept = 0): void {
  const at = find(slots, hash);
  if (slots.put(at < 0 ? -1 - at : at, flow, hash)) slots.rebuild(firstKept, flow + 1 - firstKept);
}

/** Hashes that differ in the upper bits alone, or lie at the end of the table, fall into one another's places. */
const hashes = fc.uniqueArray(
  fc.oneof(
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    fc
      .tuple(fc.integer({ min: 0, max: 63 }), fc.integer({ min: -20, max: 20 }))
      .map(([high, low]) => ((high << 12) + low) | 0),
  ),
  { minLength: 1, maxLength: 200 },
);

describe('The slots of flows', () => {
  test('keep every flow that is not removed where a look-up finds it, however they grow and crowd', () => {
    fc.assert(
      fc.property(hashes, fc.nat({ max: 250 }), fc.boolean(), (keys, firstKept, grows) => {
        const slots = new FlowSlots(100_000);
        for (const [flow, hash] of keys.entries()) add(slots, flow, hash);
        // As if so many were kept that the table has to grow.
        slots.rebuild(firstKept, grows ? 1 << 12 : 0);
        for (const [flow, hash] of keys.entries()) {
          expect(Math.max(-1, find(slots, hash))).toBe(flow < firstKept ? -1 : flow);
        }
        expect(
          slots.words.filter((_, at) => at % 2 === 0).reduce((sum, flow) => sum + (flow === 0 ? 0 : 1), 0),
        ).toBe(Math.max(0, keys.length - firstKept));
      }),
      { numRuns: 200 },
    );
  });

  test('find 300,000 flows while they grow from the first size to the last, and all but the evicted ones after', () => {
    const slots = new FlowSlots(300_000);
    const hashOf = (flow: number): number => Math.imul(flow, 0x9e3779b1);
    const sizes = new Set<number>();
    for (let flow = 0; flow < 300_000; flow++) {
      add(slots, flow, hashOf(flow));
      sizes.add(slots.words.length);
    }
    for (let flow = 0; flow < 300_000; flow++) if (find(slots, hashOf(flow)) !== flow) expect.fail(`${flow}`);
    slots.rebuild(100_000, 200_000);
    for (let flow = 0; flow < 300_000; flow++) {
      if (Math.max(-1, find(slots, hashOf(flow))) !== (flow < 100_000 ? -1 : flow)) expect.fail(`${flow}`);
    }
    // Nothing larger than a quarter of a megabyte was outgrown.
    expect([...sizes].slice(0, -1).every((words) => words <= 64 * 1024)).toBe(true);
  });

  test('have no flow once they are closed', () => {
    const slots = new FlowSlots(1);
    add(slots, 0, 5);
    slots.close();
    expect(find(slots, 5)).toBe(-1);
  });
});
