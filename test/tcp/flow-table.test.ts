import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FlowTable } from '../../src/tcp/flow-table.js';

interface Lookup {
  readonly source: number;
  readonly destination: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly isIpv6: boolean;
  /** Opens a new flow although the tuple is known, as a SYN with another sequence number does. */
  readonly reuses: boolean;
}

/** Few different values, so that tuples return in both directions and differ in one part only. */
const lookup: fc.Arbitrary<Lookup> = fc.record({
  source: fc.constantFrom(1, 2, -1),
  destination: fc.constantFrom(1, 2, -0x8000_0000),
  sourcePort: fc.constantFrom(0, 1, 80, 65_535),
  destinationPort: fc.constantFrom(1, 80, 65_535),
  isIpv6: fc.boolean(),
  reuses: fc.boolean(),
});

/** A table that is slow and obviously right: one string per direction of a tuple. */
class SlowTable {
  private readonly flows = new Map<string, { flow: number; side: number }>();
  length = 0;

  take(wanted: Lookup): { flow: number; side: number } {
    const there = `${wanted.source}:${wanted.sourcePort} ${wanted.destination}:${wanted.destinationPort} ${wanted.isIpv6}`;
    const back = `${wanted.destination}:${wanted.destinationPort} ${wanted.source}:${wanted.sourcePort} ${wanted.isIpv6}`;
    const known = this.flows.get(there);
    if (known !== undefined && !wanted.reuses) return known;
    const flow = this.length++;
    this.flows.set(back, { flow, side: 1 });
    this.flows.set(there, { flow, side: 0 });
    return { flow, side: 0 };
  }
}

function take(table: FlowTable, wanted: Lookup): { flow: number; side: number } {
  const { source, destination, sourcePort, destinationPort, isIpv6, reuses } = wanted;
  const isKnown = table.find(source, destination, sourcePort, destinationPort, isIpv6);
  if (!isKnown || reuses) table.add(source, destination, sourcePort, destinationPort, isIpv6);
  return { flow: table.row.flow, side: table.side };
}

const never = () => {
  throw new Error('Expected no eviction');
};

describe('The flow table', () => {
  test('gives the flows and sides that a slow table gives', () => {
    fc.assert(
      fc.property(fc.array(lookup, { maxLength: 200 }), fc.integer(), (lookups, seed) => {
        const table = new FlowTable(seed, 1_000_000, never);
        const slow = new SlowTable();
        for (const wanted of lookups) expect(take(table, wanted)).toEqual(slow.take(wanted));
        expect(table.length).toBe(slow.length);
      }),
    );
  });

  test('finds every one of 50,000 flows in either direction while it grows', () => {
    const table = new FlowTable(7, 1_000_000, never);
    const tuple = (i: number): Lookup => ({
      source: i % 1000,
      destination: 9,
      sourcePort: 1024 + (i >> 3),
      destinationPort: 80,
      isIpv6: false,
      reuses: false,
    });
    for (let i = 0; i < 50_000; i++) expect(take(table, tuple(i)).flow).toBe(i);
    for (let i = 0; i < 50_000; i += 7) {
      const { source, destination, sourcePort, destinationPort } = tuple(i);
      const back = { ...tuple(i), source: destination, destination: source };
      expect(take(table, { ...back, sourcePort: destinationPort, destinationPort: sourcePort })).toEqual({
        flow: i,
        side: 1,
      });
    }
  });
});

describe('At its cap the flow table', () => {
  const ROWS_PER_SLAB = new FlowTable(0, 1, never).rows.rowMask + 1;
  const MOST = 2 * ROWS_PER_SLAB;
  const COUNT = 5 * ROWS_PER_SLAB + 3;

  function fill(): { table: FlowTable; evicted: [number, number][] } {
    const evicted: [number, number][] = [];
    const table: FlowTable = new FlowTable(0, MOST, (first, end) => {
      evicted.push([first, end]);
      // The rows can still be read when their flows are evicted.
      expect(table.rows.slabOf(first)[table.rows.baseOf(end - 1)]).toBe(end - 1);
    });
    for (let i = 0; i < COUNT; i++) {
      expect(table.find(i, -1, 1, 2, false)).toBe(false);
      expect(table.add(i, -1, 1, 2, false).flow).toBe(i);
    }
    return { table, evicted };
  }

  test('evicts whole slabs of the oldest flows, in order, and no flow twice', () => {
    const { table, evicted } = fill();
    expect(evicted.map(([first]) => first)).toEqual(evicted.map((_, index) => index * ROWS_PER_SLAB));
    for (const [first, end] of evicted) expect(end - first).toBe(ROWS_PER_SLAB);
    expect(table.firstKept).toBe(evicted.length * ROWS_PER_SLAB);
    expect(table.length - table.firstKept).toBeLessThanOrEqual(MOST + ROWS_PER_SLAB);
    expect(table.length - table.firstKept).toBeGreaterThanOrEqual(MOST - ROWS_PER_SLAB);
  });

  test('gives their memory back and goes on numbering', () => {
    const { table } = fill();
    expect(table.length).toBe(COUNT);
    expect(table.rows.slabOf(0)).toHaveLength(0);
    expect(table.rows.slabOf(table.firstKept).length).toBeGreaterThan(0);
  });

  test('still finds what it keeps and has forgotten what it evicted', () => {
    const { table } = fill();
    for (let i = table.firstKept; i < COUNT; i++) {
      expect(table.find(-1, i, 2, 1, false)).toBe(true);
      expect([table.row.flow, table.side]).toEqual([i, 1]);
    }
    expect(table.find(0, -1, 1, 2, false)).toBe(false);
    expect(table.find(table.firstKept - 1, -1, 1, 2, false)).toBe(false);
    expect(table.add(0, -1, 1, 2, false).flow).toBe(COUNT);
  });
});
