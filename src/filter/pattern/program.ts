/**
 * Trees of regular expressions → programs of a machine that follows all ways at once.
 */

/** One step of a program. */
export type Step =
  /** Goes on when the octet is in the set of 256. */
  | { readonly kind: 'octet'; readonly set: Uint8Array; next: number }
  | { readonly kind: 'split'; next: number; other: number }
  /** Goes on at the start or the end of the text only. */
  | { readonly kind: 'start' | 'end'; next: number }
  | { readonly kind: 'found' };

/** A regular expression as a tree. */
export type Tree =
  | { readonly kind: 'octet'; readonly set: Uint8Array }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'row' | 'choice'; readonly parts: readonly Tree[] }
  | { readonly kind: 'repeat'; readonly part: Tree; readonly least: number; readonly most: number | null };

/** Steps of a program. */
const MOST_STEPS = 500;

/** The program of a tree, its first step first; null when it would be too large. */
export function programOf(tree: Tree): readonly Step[] | null {
  const steps: Step[] = [];
  try {
    emit(tree, steps);
    add(steps, { kind: 'found' });
    return steps;
  } catch (error) {
    if (error instanceof ProgramTooLarge) return null;
    throw error;
  }
}

class ProgramTooLarge extends Error {}

function add<S extends Step>(steps: Step[], step: S): S {
  if (steps.length >= MOST_STEPS) throw new ProgramTooLarge();
  steps.push(step);
  return step;
}

/** Appends the steps of a tree; each leads on to the step behind them. */
function emit(tree: Tree, steps: Step[]): void {
  switch (tree.kind) {
    case 'octet':
      add(steps, { kind: 'octet', set: tree.set, next: steps.length + 1 });
      return;
    case 'start':
    case 'end':
      add(steps, { kind: tree.kind, next: steps.length + 1 });
      return;
    case 'row':
      for (const part of tree.parts) emit(part, steps);
      return;
    case 'choice':
      emitChoice(tree.parts, steps);
      return;
    case 'repeat':
      emitRepeat(tree, steps);
  }
}

function emitChoice(parts: readonly Tree[], steps: Step[]): void {
  const exits: { next: number }[] = [];
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1) {
      emit(part, steps);
      break;
    }
    const split = add(steps, { kind: 'split', next: steps.length + 1, other: 0 });
    emit(part, steps);
    exits.push(add(steps, { kind: 'split', next: 0, other: -1 }));
    split.other = steps.length;
  }
  for (const exit of exits) exit.next = steps.length;
}

function emitRepeat({ part, least, most }: Extract<Tree, { kind: 'repeat' }>, steps: Step[]): void {
  for (let times = 0; times < least; times++) {
    const before = steps.length;
    emit(part, steps);
    // What is empty once is empty a thousand times.
    if (steps.length === before) break;
  }
  if (most === null) {
    const split = add(steps, { kind: 'split', next: steps.length + 1, other: 0 });
    const loop = steps.length - 1;
    emit(part, steps);
    add(steps, { kind: 'split', next: loop, other: -1 });
    split.other = steps.length;
    return;
  }
  const splits: { other: number }[] = [];
  for (let times = least; times < most; times++) {
    splits.push(add(steps, { kind: 'split', next: steps.length + 1, other: 0 }));
    emit(part, steps);
  }
  for (const split of splits) split.other = steps.length;
}
