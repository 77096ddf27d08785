/** Changes to octets as damage and malice make them. */
import { concat } from '../capture/craft-capture.js';
import type { Random } from './random.js';

/** Changes octets; may give back other octets of another length, never changes its input. */
type Mutation = (octets: Uint8Array, random: Random) => Uint8Array;

/** Numbers at which length fields go wrong. */
const EDGES = [
  0, 1, 2, 3, 4, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x40000, 0x40001,
];
const WIDE_EDGES = [
  ...EDGES,
  0xffffff,
  0x1000000,
  0x7fffffff,
  0x80000000,
  0xfffffff0,
  0xfffffffc,
  0xffffffff,
];

/** One to eight bits. */
const flip: Mutation = (octets, random) => {
  const changed = octets.slice();
  for (let times = 1 + random.below(8); times > 0; times--) {
    const at = random.below(changed.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
  }
  return changed;
};

/** One to four octets become any other. */
const replace: Mutation = (octets, random) => {
  const changed = octets.slice();
  for (let times = 1 + random.below(4); times > 0; times--) {
    changed[random.below(changed.length)] = random.below(256);
  }
  return changed;
};

/** A field of one, two or four octets, at any place and of either byte order, gets an edge value. */
const setField: Mutation = (octets, random) => {
  const changed = octets.slice();
  const view = new DataView(changed.buffer);
  const width = random.pick([1, 2, 4].filter((each) => each <= changed.length));
  const at = random.below(changed.length - width + 1);
  const isLittle = random.below(2) === 1;
  if (width === 1) view.setUint8(at, random.pick(EDGES) & 0xff);
  else if (width === 2) view.setUint16(at, random.pick(EDGES) & 0xffff, isLittle);
  else view.setUint32(at, random.pick(WIDE_EDGES), isLittle);
  return changed;
};

const truncate: Mutation = (octets, random) => octets.slice(0, random.below(octets.length));

const remove: Mutation = (octets, random) => {
  const at = random.below(octets.length);
  return concat(octets.subarray(0, at), octets.subarray(at + 1 + random.below(40)));
};

/** A stretch once more, at its place or elsewhere. */
const repeat: Mutation = (octets, random) => {
  const from = random.below(octets.length);
  const stretch = octets.subarray(from, from + 1 + random.below(200));
  const at = random.below(2) === 0 ? from : random.below(octets.length);
  return concat(octets.subarray(0, at), stretch, octets.subarray(at));
};

/** Octets of one value, as a disk leaves them. */
const blank: Mutation = (octets, random) => {
  const changed = octets.slice();
  const at = random.below(changed.length);
  return changed.fill(random.pick([0, 0xff, 0x41]), at, at + 1 + random.below(64));
};

const MUTATIONS: readonly Mutation[] = [
  flip,
  flip,
  replace,
  setField,
  setField,
  truncate,
  remove,
  repeat,
  blank,
];

/** The same in the first octets only, where a file says what it is. */
export function mutatedAtFront(octets: Uint8Array, frontBytes: number, random: Random): Uint8Array {
  return concat(mutated(octets.subarray(0, frontBytes), random), octets.subarray(frontBytes));
}

/** One to three changes; never of what is empty. */
export function mutated(octets: Uint8Array, random: Random): Uint8Array {
  let changed = octets;
  for (let times = 1 + random.below(3); times > 0; times--) {
    if (changed.length > 0) changed = random.pick(MUTATIONS)(changed, random);
  }
  return changed;
}

/** The front of one and the back of another. */
export function spliced(first: Uint8Array, second: Uint8Array, random: Random): Uint8Array {
  return concat(
    first.subarray(0, random.below(first.length + 1)),
    second.subarray(random.below(second.length + 1)),
  );
}

/** Parts left out, repeated, changed places or mutated: blocks of a file, frames, segments. */
export function shuffled(parts: readonly Uint8Array[], random: Random): Uint8Array[] {
  const changed = [...parts];
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(changed.length);
    const part = changed[at];
    if (part === undefined) break;
    const how = random.below(4);
    if (how === 0) changed.splice(at, 1);
    else if (how === 1) changed.splice(random.below(changed.length), 0, part);
    else if (how === 2) changed.splice(at, 1, mutated(part, random));
    else changed.push(...changed.splice(at, 1));
  }
  return changed;
}
