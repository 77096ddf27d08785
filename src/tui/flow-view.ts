/**
 * The list of flows as filter, order and marks make it: numbers of flows in a `Uint32Array`, good until the list after the next
 * one is made.
 *
 * Made in steps: the generators yield so often that between two of them a few thousand flows were looked at, and whoever
 * drives them decides how long a slice lasts and whether the answer is still wanted. The order of the last column and the
 * answer of the last filter are kept, so that turning an order around or sorting what was filtered costs one walk over bits.
 */
import { type StableOrder, stableOrder } from '../bytes/stable-order.js';
import { compileFilter, type FlowFilter } from '../filter/filter.js';
import type { FilterCapture } from '../filter/subject.js';
import { FLOWS_PER_STEP, flowKeys } from './flow-keys.js';
import type { SortColumn, SortOrder } from './flow-order.js';
import { ListMemory } from './list-memory.js';

/** Which flows are wanted, and in which order. */
export interface FlowQuery {
  /** An expression; empty for all flows. */
  readonly filter: string;
  readonly order: SortOrder;
  readonly markedOnly: boolean;
}

/** Makes lists of the flows of one capture. */
export class FlowViewer {
  private readonly capture: FilterCapture;
  private readonly first: number;
  private readonly end: number;
  private readonly memory: ListMemory;
  /** The order that lies in the memory for sorting. */
  private sorted: { readonly column: SortColumn; readonly order: StableOrder } | null;
  private filtered: { readonly filter: string; readonly matches: Uint8Array } | null = null;

  /**
   * @param capture as it stands now: a capture that is still being read needs a new viewer when it has grown
   * @param before a viewer of the same capture, but for its findings
   * @param memory that of the viewer before: its lists are taken back
   */
  constructor(capture: FilterCapture, before: FlowViewer | null = null, memory = new ListMemory()) {
    this.memory = memory;
    this.capture = capture;
    this.first = capture.survey.flows.firstKept;
    this.end = capture.survey.flows.length;
    const sorted = before?.sorted ?? null;
    this.sorted = sorted?.column === 'severity' ? null : sorted;
  }

  /** Flows whose rows are kept: those among which is looked. */
  get total(): number {
    return this.end - this.first;
  }

  /** Numbers of the flows that are wanted, in their order. A filter that is none matches nothing. */
  *view(
    { filter, order, markedOnly }: FlowQuery,
    marks: ReadonlySet<number>,
  ): Generator<undefined, Uint32Array> {
    const matches = filter.trim() === '' ? null : yield* this.matchesOf(filter);
    const { column, isDescending } = order;
    // The order comes first: it is made in the room that the list takes afterwards.
    const columnOrder = column === 'flow' ? null : yield* this.orderOf(column);
    const taken = new Taken(this.first, this.memory.list(this.total), matches, markedOnly ? marks : null);
    if (columnOrder === null) yield* isDescending ? this.takeDown(taken) : this.takeUp(taken);
    else yield* isDescending ? takeDescending(columnOrder, taken) : takeAscending(columnOrder, taken);
    this.memory.finishList();
    return taken.flows;
  }

  private *takeUp(taken: Taken): Generator<undefined, void> {
    for (let index = 0; index < this.total; index++) {
      taken.take(index);
      if (index % FLOWS_PER_STEP === 0) yield;
    }
  }

  private *takeDown(taken: Taken): Generator<undefined, void> {
    for (let index = this.total - 1; index >= 0; index--) {
      taken.take(index);
      if (index % FLOWS_PER_STEP === 0) yield;
    }
  }

  private *matchesOf(expression: string): Generator<undefined, Uint8Array> {
    if (this.filtered?.filter === expression) return this.filtered.matches;
    const compiled = compileFilter(expression);
    this.filtered = null;
    const matches = this.memory.matches(this.total);
    if (compiled.ok) yield* this.match(compiled.filter, matches);
    this.filtered = { filter: expression, matches };
    return matches;
  }

  private *match(filter: FlowFilter, matches: Uint8Array): Generator<undefined, void> {
    const isMatch = filter.over(this.capture);
    for (let index = 0; index < matches.length; index++) {
      if (isMatch(this.first + index)) matches[index] = 1;
      if (index % FLOWS_PER_STEP === 0) yield;
    }
  }

  private *orderOf(column: SortColumn): Generator<undefined, StableOrder> {
    if (this.sorted?.column === column) return this.sorted.order;
    const keys = this.memory.keys(this.total);
    yield* flowKeys(column, this.capture, this.first, keys);
    const room = this.memory.sortRoom(this.total);
    this.sorted = null;
    const order = yield* stableOrder(keys, room);
    this.memory.keepOrder(order);
    this.sorted = { column, order };
    return order;
  }
}

/** Flows that are wanted, taken one by one. */
class Taken {
  private readonly first: number;
  private readonly matches: Uint8Array | null;
  private readonly marks: ReadonlySet<number> | null;
  private readonly numbers: Uint32Array;
  private count = 0;

  /** @param matches 1 for flows that match, @param marks flows that are marked; null for all */
  constructor(
    first: number,
    numbers: Uint32Array,
    matches: Uint8Array | null,
    marks: ReadonlySet<number> | null,
  ) {
    this.first = first;
    this.numbers = numbers;
    this.matches = matches;
    this.marks = marks;
  }

  take(index: number): void {
    if (this.matches !== null && this.matches[index] === 0) return;
    const flow = this.first + index;
    if (this.marks?.has(flow) ?? true) this.numbers[this.count++] = flow;
  }

  get flows(): Uint32Array {
    return this.numbers.subarray(0, this.count);
  }
}

function* takeAscending({ order }: StableOrder, taken: Taken): Generator<undefined, void> {
  for (let place = 0; place < order.length; place++) {
    taken.take(order[place] as number);
    if (place % FLOWS_PER_STEP === 0) yield;
  }
}

/** Greatest first; equal ones stay in the order of their numbers, and those without a value at the end. */
function* takeDescending({ order, present, begins }: StableOrder, taken: Taken): Generator<undefined, void> {
  let steps = 0;
  for (let end = present; end > 0; ) {
    let start = end - 1;
    while (begins[start] === 0) start--;
    for (let place = start; place < end; place++) {
      taken.take(order[place] as number);
      if (++steps % FLOWS_PER_STEP === 0) yield;
    }
    end = start;
  }
  for (let place = present; place < order.length; place++) {
    taken.take(order[place] as number);
    if (++steps % FLOWS_PER_STEP === 0) yield;
  }
}
