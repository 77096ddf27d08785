/**
 * Runs the programs of `program.ts`. All places that the program can be at are followed at once; sets of places that
 * were met before are remembered, so that an octet mostly costs one look into a table. Source: Russ Cox, "Regular Expression
 * Matching Can Be Simple And Fast".
 */
import type { Step } from './program.js';

/** Sets of places that are remembered. At the limit all are forgotten and it begins anew. */
const MOST_STATES = 500;
/** Octets of a text that are looked at; the pool keeps no longer ones. */
const LONGEST_TEXT = 4096;

const NOT_MADE = -1;

interface State {
  /** Steps, in order, at which the program is: those that take an octet or wait for the end of the text. */
  readonly places: readonly number[];
  readonly isFound: boolean;
  /** Found if the text ends here. */
  readonly isFoundAtEnd: boolean;
  /** Number of the state behind each octet. */
  readonly next: Int32Array;
}

/** A program with what it has learned. */
export class Pattern {
  private readonly steps: readonly Step[];
  private states: State[] = [];
  private numbers = new Map<string, number>();
  /** The round in which a step was reached last. */
  private readonly reachedIn: Uint32Array;
  private round = 0;

  constructor(steps: readonly Step[]) {
    this.steps = steps;
    this.reachedIn = new Uint32Array(steps.length);
    this.stateOf([0], true);
  }

  /** Whether it is found anywhere in a text, each character of which stands for the octet of its number. */
  isFoundIn(text: string): boolean {
    let number = 0;
    const end = Math.min(text.length, LONGEST_TEXT);
    for (let at = 0; at < end; at++) {
      const state = this.states[number] as State;
      if (state.isFound) return true;
      const octet = text.charCodeAt(at) & 0xff;
      number = state.next[octet] as number;
      if (number === NOT_MADE) number = this.advance(state, octet);
    }
    const last = this.states[number] as State;
    return last.isFound || last.isFoundAtEnd;
  }

  private advance(from: State, octet: number): number {
    const reached: number[] = [];
    for (const place of from.places) {
      const step = this.steps[place] as Step;
      if (step.kind === 'octet' && step.set[octet] === 1) reached.push(step.next);
    }
    if (this.states.length >= MOST_STATES) this.forget();
    // A match may begin behind any octet.
    const number = this.stateOf([...reached, 0], false);
    from.next[octet] = number;
    return number;
  }

  /** Only the start is kept; from where the text has got to, states are made anew. */
  private forget(): void {
    this.states = [];
    this.numbers = new Map();
    this.stateOf([0], true);
  }

  private stateOf(places: readonly number[], isStart: boolean): number {
    const closed = this.close(places, isStart, false);
    const key = `${isStart}${closed.join()}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const steps = closed.map((place) => (this.steps[place] as Step).kind);
    const number = this.states.length;
    this.states.push({
      places: closed,
      isFound: steps.includes('found'),
      isFoundAtEnd: this.close(places, isStart, true).some((at) => this.steps[at]?.kind === 'found'),
      next: new Int32Array(256).fill(NOT_MADE),
    });
    this.numbers.set(key, number);
    return number;
  }

  /** The steps that are reached without an octet, in order. */
  private close(places: readonly number[], isStart: boolean, isEnd: boolean): number[] {
    this.round++;
    const waiting = [...places];
    const kept: number[] = [];
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      if (this.reachedIn[place] === this.round) continue;
      this.reachedIn[place] = this.round;
      const step = this.steps[place] as Step;
      if (step.kind === 'split') {
        waiting.push(step.next);
        if (step.other >= 0) waiting.push(step.other);
      } else if (step.kind === 'start') {
        if (isStart) waiting.push(step.next);
      } else if (step.kind === 'end') {
        if (isEnd) waiting.push(step.next);
        else kept.push(place);
      } else kept.push(place);
    }
    return kept.sort((a, b) => a - b);
  }
}
