/** The modes of the terminal that the screen needs, and how they are left: octets that are written at once. */
import { writeSync } from 'node:fs';

/** Each mode with what begins and what ends it, in the order in which they begin. */
const MODES: readonly (readonly [string, string])[] = [
  // The alternate screen: what stood on the terminal comes back.
  ['\x1b[?1049h', '\x1b[?1049l'],
  // The cursor.
  ['\x1b[?25l', '\x1b[?25h'],
  // Lines that wrap.
  ['\x1b[?7l', '\x1b[?7h'],
  // Bracketed paste.
  ['\x1b[?2004h', '\x1b[?2004l'],
];

/** The wheel and buttons, with coordinates as numbers (1000, 1006). */
const MOUSE = ['\x1b[?1000h\x1b[?1006h', '\x1b[?1006l\x1b[?1000l'] as const;

/** Modes of one kind of screen. */
export interface TerminalModes {
  readonly enter: string;
  /** The same in reverse; harmless where nothing was entered. */
  readonly leave: string;
}

/** @param isLinear lines are printed one after the other: the terminal stays as it is */
export function terminalModes(options: {
  readonly mouse: boolean;
  readonly isLinear: boolean;
}): TerminalModes {
  if (options.isLinear) return { enter: '', leave: '\x1b[0m' };
  const modes = options.mouse ? [...MODES, MOUSE] : MODES;
  return {
    enter: modes.map(([enter]) => enter).join(''),
    // An update may have been under way, and an attribute in force.
    leave: ['\x1b[?2026l\x1b[0m', ...modes.map(([, leave]) => leave).reverse()].join(''),
  };
}

/** Tries before a terminal that takes nothing is given up: half a second. */
const MOST_TRIES = 100;
const BETWEEN_TRIES_MS = 5;

/** Writes before the next statement runs, whatever state the program is in. A terminal that is gone is no error. */
export function writeNow(descriptor: number, text: string): void {
  const octets = Buffer.from(text);
  let written = 0;
  for (let tries = 0; written < octets.length && tries < MOST_TRIES; tries++) {
    try {
      written += writeSync(descriptor, octets, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BETWEEN_TRIES_MS);
    }
  }
}
