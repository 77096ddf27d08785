/** Drives screens in tests: a capture, keys, and what is on the screen then. No terminal, no thread, no clock. */
import { firstShared } from '../../src/cli/first-shared.js';
import { readCaptures } from '../../src/cli/read-captures.js';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import { composeFrame } from '../../src/tui/compose.js';
import type { Effect } from '../../src/tui/effect.js';
import { keyMapOf } from '../../src/tui/key-map.js';
import type { Look, Size } from '../../src/tui/look.js';
import { type ProgramState, type Screens, startProgram, stepProgram } from '../../src/tui/program.js';
import type { Shared } from '../../src/tui/shared.js';
import type { Frame } from '../../src/tui/span.js';

export const UNICODE: Look = { colours: 'sixteen', hasUnicode: true };
export const ASCII: Look = { colours: 'none', hasUnicode: false };
export const LARGE: Size = { columns: 120, rows: 36 };
export const USUAL: Size = { columns: 80, rows: 24 };
export const SMALL: Size = { columns: 40, rows: 12 };

/** What screens share once a capture was read. */
export async function sharedOf(path: string, changes: Partial<Shared> = {}): Promise<Shared> {
  const { survey, files, problems } = await readCaptures([path], { hash: false, onProgress: () => {} });
  const judge = new Diagnostician(survey);
  const diagnosis = judge.finish({ files, readerProblems: [problems] });
  const flows = Uint32Array.from({ length: survey.flows.length }, (_, flow) => flow);
  const first = firstShared([path], { filter: '' }, UNICODE, USUAL);
  return {
    ...first,
    capture: { kind: 'ready', survey, diagnosis, wasStopped: false },
    findingsOf: (flow) => judge.findingsAt(flow),
    flows: { ...first.flows, flows, total: flows.length, tookMs: 0 },
    ...changes,
  };
}

/** A program that is driven by keys; requests are collected. */
export class Driver {
  state: ProgramState;
  readonly effects: Effect[] = [];

  constructor(screens: Screens, shared: Shared) {
    const { state, effects } = startProgram(screens, keyMapOf(), shared);
    this.state = state;
    this.effects.push(...effects);
  }

  /** Presses keys by their names (`key.ts`). */
  press(...names: readonly string[]): this {
    for (const name of names) {
      const text = name.length === 1 ? name : name === 'space' ? ' ' : '';
      this.take(stepProgram(this.state, { kind: 'key', key: { name, text } }));
    }
    return this;
  }

  /** Types text, character by character. */
  type(text: string): this {
    return this.press(...[...text].map((character) => (character === ' ' ? 'space' : character)));
  }

  share(changes: Partial<Shared>): this {
    this.take(stepProgram(this.state, { kind: 'shared', changes }));
    return this;
  }

  get frame(): Frame {
    return composeFrame(this.state);
  }

  /** The screen as text, a line per row, without blanks at the ends. */
  get text(): string {
    return textOf(this.frame);
  }

  private take({ state, effects }: { state: ProgramState; effects: readonly Effect[] }): void {
    this.state = state;
    this.effects.push(...effects);
  }
}

/** A frame as text. */
export function textOf({ lines }: Frame): string {
  return lines
    .map((line) =>
      line
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    )
    .join('\n');
}
