/**
 * Numbers → their order, in steps short enough to answer keys in between.
 *
 * Radix sort by eleven bits, least significant first: linear, stable, no comparison function. A generator that yields between
 * steps of some thousand numbers.
 */
import { giveBack } from './give-back.js';

const RADIX_BITS = 11;
const BUCKETS = 1 << RADIX_BITS;
const RADIX_MASK = BUCKETS - 1;
/** Sign, exponent and fraction of a double are sorted as 64 bits. */
const DIGITS = 6;
/** Digits that lie in the low word alone; the next one lies across both. */
const LOW_DIGITS = 2;
const STEP = 8192;

/** Numbers in order. */
export interface StableOrder {
  /** Indexes of the numbers, ascending; equal ones in the order of their indexes, NaN at the end. */
  readonly order: Uint32Array<ArrayBuffer>;
  /** Numbers that are not NaN. */
  readonly present: number;
}

/** The order of numbers; -0 and 0 are equal. */
export function* stableOrder(numbers: Float64Array): Generator<undefined, StableOrder> {
  const { length } = numbers;
  const words = yield* sortableWords(numbers);
  let order: Uint32Array<ArrayBuffer> = new Uint32Array(length);
  let next = new Uint32Array(length);
  for (let index = 0; index < length; index++) {
    order[index] = index;
    if (index % STEP === 0) yield;
  }
  for (let digit = 0; digit < DIGITS; digit++) {
    const starts = yield* countDigits(words, digit, length);
    if (starts === null) continue;
    for (let from = 0; from < length; from += STEP) {
      placeDigits(words, digit, order, next, starts, from, Math.min(length, from + STEP));
      yield;
    }
    [order, next] = [next, order];
  }
  giveBack(words);
  giveBack(next);
  let present = length;
  while (present > 0 && Number.isNaN(numbers[order[present - 1] as number])) present--;
  return { order, present };
}

/** The bits of the numbers so that unsigned integers order them: low words, then high words. */
function* sortableWords(numbers: Float64Array): Generator<undefined, Uint32Array<ArrayBuffer>> {
  const { length } = numbers;
  const words = new Uint32Array(2 * length);
  const one = new Float64Array(1);
  const bits = new Uint32Array(one.buffer);
  for (let index = 0; index < length; index++) {
    // Adding 0 makes -0 to 0.
    one[0] = (numbers[index] as number) + 0;
    const isNaNumber = Number.isNaN(one[0]);
    const isNegative = (bits[1] as number) >>> 31 === 1;
    words[index] = isNaNumber ? 0xffffffff : isNegative ? ~(bits[0] as number) : (bits[0] as number);
    words[length + index] = isNaNumber
      ? 0xffffffff
      : isNegative
        ? ~(bits[1] as number)
        : (bits[1] as number) | 0x80000000;
    if (index % STEP === 0) yield;
  }
  return words;
}

/** Where each value of a digit begins in the order; null when all numbers have the same. */
function* countDigits(
  words: Uint32Array,
  digit: number,
  length: number,
): Generator<undefined, Uint32Array | null> {
  const starts = new Uint32Array(BUCKETS);
  for (let index = 0; index < length; index++) {
    const value = digitOf(words, digit, index, length);
    starts[value] = (starts[value] as number) + 1;
    if (index % STEP === 0) yield;
  }
  let start = 0;
  for (let value = 0; value < BUCKETS; value++) {
    const count = starts[value] as number;
    if (count === length) return null;
    starts[value] = start;
    start += count;
  }
  return starts;
}

function placeDigits(
  words: Uint32Array,
  digit: number,
  order: Uint32Array,
  next: Uint32Array,
  starts: Uint32Array,
  from: number,
  end: number,
): void {
  const { length } = order;
  for (let at = from; at < end; at++) {
    const index = order[at] as number;
    const value = digitOf(words, digit, index, length);
    const place = starts[value] as number;
    next[place] = index;
    starts[value] = place + 1;
  }
}

function digitOf(words: Uint32Array, digit: number, index: number, length: number): number {
  const low = words[index] as number;
  if (digit < LOW_DIGITS) return (low >>> (digit * RADIX_BITS)) & RADIX_MASK;
  const high = words[length + index] as number;
  if (digit === LOW_DIGITS)
    return ((low >>> (2 * RADIX_BITS)) | (high << (32 - 2 * RADIX_BITS))) & RADIX_MASK;
  return (high >>> ((digit - LOW_DIGITS) * RADIX_BITS - (32 - 2 * RADIX_BITS))) & RADIX_MASK;
}
