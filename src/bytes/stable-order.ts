/**
 * Numbers → their order, in steps short enough to answer keys in between.
 *
 * Radix sort by eleven bits, least significant first: linear, stable, no comparison function. A generator that yields between
 * steps of some thousand numbers.
 */
const RADIX_BITS = 11;
const BUCKETS = 1 << RADIX_BITS;
const RADIX_MASK = BUCKETS - 1;
/** Sign, exponent and fraction of a double are sorted as 64 bits. */
const DIGITS = 6;
/** Digits that lie in the low word alone; the next one lies across both. */
const LOW_DIGITS = 2;
const STEP = 8192;
/** Both words of a number that is NaN: behind all others. */
const ABSENT = 0xffffffff;

/** Numbers in order. */
export interface StableOrder {
  /** Indexes of the numbers, ascending; equal ones in the order of their indexes, NaN at the end. */
  readonly order: Uint32Array<ArrayBuffer>;
  /** Numbers that are not NaN. */
  readonly present: number;
  /** By place in `order`: 1 where a number begins that is not that of the place before. */
  readonly begins: Uint8Array;
}

/** Memory to sort in, each at least as long as the numbers. The result lies in it. */
export interface SortRoom {
  readonly order: Uint32Array<ArrayBuffer>;
  readonly spare: Uint32Array<ArrayBuffer>;
  readonly begins: Uint8Array<ArrayBuffer>;
}

/** The order of numbers; -0 and 0 are equal. The numbers are used up: it is worked in their memory. */
export function* stableOrder(
  numbers: Float64Array<ArrayBuffer>,
  room: SortRoom,
): Generator<undefined, StableOrder> {
  const { length } = numbers;
  const words = yield* sortableWords(numbers);
  let order = room.order.subarray(0, length);
  let next = room.spare.subarray(0, length);
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
  let present = length;
  while (present > 0 && isAbsent(words, order[present - 1] as number)) present--;
  const begins = room.begins.subarray(0, length).fill(0);
  yield* markBeginnings(words, order, present, begins);
  return { order, present, begins };
}

/** The bits of the numbers in their place, so that unsigned integers order them: of each the low word, then the high one. */
function* sortableWords(numbers: Float64Array<ArrayBuffer>): Generator<undefined, Uint32Array<ArrayBuffer>> {
  const { length } = numbers;
  const words = new Uint32Array(numbers.buffer, numbers.byteOffset, 2 * length);
  const one = new Float64Array(1);
  const bits = new Uint32Array(one.buffer);
  for (let index = 0; index < length; index++) {
    // Adding 0 makes -0 to 0.
    one[0] = (numbers[index] as number) + 0;
    const isNaNumber = Number.isNaN(one[0]);
    const isNegative = (bits[1] as number) >>> 31 === 1;
    words[2 * index] = isNaNumber ? ABSENT : isNegative ? ~(bits[0] as number) : (bits[0] as number);
    words[2 * index + 1] = isNaNumber
      ? ABSENT
      : isNegative
        ? ~(bits[1] as number)
        : (bits[1] as number) | 0x80000000;
    if (index % STEP === 0) yield;
  }
  return words;
}

function isAbsent(words: Uint32Array, index: number): boolean {
  return words[2 * index] === ABSENT && words[2 * index + 1] === ABSENT;
}

function* markBeginnings(
  words: Uint32Array,
  order: Uint32Array,
  present: number,
  begins: Uint8Array,
): Generator<undefined, void> {
  let before = -1;
  for (let place = 0; place < present; place++) {
    const index = order[place] as number;
    const isSame =
      before >= 0 && words[2 * index] === words[2 * before] && words[2 * index + 1] === words[2 * before + 1];
    if (!isSame) begins[place] = 1;
    before = index;
    if (place % STEP === 0) yield;
  }
}

/** Where each value of a digit begins in the order; null when all numbers have the same. */
function* countDigits(
  words: Uint32Array,
  digit: number,
  length: number,
): Generator<undefined, Uint32Array | null> {
  const starts = new Uint32Array(BUCKETS);
  for (let index = 0; index < length; index++) {
    const value = digitOf(words, digit, index);
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
  for (let at = from; at < end; at++) {
    const index = order[at] as number;
    const value = digitOf(words, digit, index);
    const place = starts[value] as number;
    next[place] = index;
    starts[value] = place + 1;
  }
}

function digitOf(words: Uint32Array, digit: number, index: number): number {
  const low = words[2 * index] as number;
  if (digit < LOW_DIGITS) return (low >>> (digit * RADIX_BITS)) & RADIX_MASK;
  const high = words[2 * index + 1] as number;
  if (digit === LOW_DIGITS)
    return ((low >>> (2 * RADIX_BITS)) | (high << (32 - 2 * RADIX_BITS))) & RADIX_MASK;
  return (high >>> ((digit - LOW_DIGITS) * RADIX_BITS - (32 - 2 * RADIX_BITS))) & RADIX_MASK;
}
