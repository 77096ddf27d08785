/**
 * What escape sequences of terminals mean: tables, from xterm's ctlseqs, terminfo of tmux, rxvt and the Linux console, and
 * libuv's table for the Windows console. Names of keys are those of `key.ts`; with modifiers `ctrl-`, `alt-`, `shift-`, in
 * this order.
 */
import type { Key } from '../key.js';

/** Final letters of CSI and SS3 that both mean keys of movement and F1 to F4. */
const LETTERS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};

/** Numbers in front of `~`; rxvt ends them with `^`, `$` or `@` where a modifier is held. */
const NUMBERED: Readonly<Record<number, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

/** `ESC [ [ A` of the Linux console, which libuv sends on Windows as well. */
const LINUX_FUNCTION_KEYS: Readonly<Record<string, string>> = { A: 'f1', B: 'f2', C: 'f3', D: 'f4', E: 'f5' };

/** Arrows of rxvt: small letters after CSI mean shift, after SS3 ctrl. */
const RXVT_ARROWS: Readonly<Record<string, string>> = { a: 'up', b: 'down', c: 'right', d: 'left' };

/** Ends of numbered sequences of rxvt → xterm's number of the modifiers. */
const RXVT_ENDS: Readonly<Record<string, number>> = { '~': 1, $: 2, '^': 5, '@': 6 };

/** Keypad in application mode: SS3 and a letter. */
const KEYPAD: Readonly<Record<string, string>> = {
  ' ': 'space',
  I: 'tab',
  M: 'enter',
  X: '=',
  j: '*',
  k: '+',
  l: ',',
  m: '-',
  n: '.',
  o: '/',
  ...Object.fromEntries(Array.from({ length: 10 }, (_, digit) => ['pqrstuvwxy'[digit], String(digit)])),
};

/** Characters that have a name. */
const NAMED_CHARACTERS: Readonly<Record<number, string>> = {
  8: 'backspace',
  9: 'tab',
  10: 'enter',
  13: 'enter',
  27: 'escape',
  32: 'space',
  127: 'backspace',
};

const SHIFT = 1;
const ALT = 2;
const CTRL = 4;
const META = 8;

/** A wheel turned, in xterm's numbers of mouse buttons. */
const WHEEL: Readonly<Record<number, string>> = { 64: 'up', 65: 'down' };

/** The key of a name, with modifiers as bits (1 shift, 2 alt, 4 ctrl, 8 meta, which is taken for alt). */
function keyOf(name: string, modifiers = 0): Key {
  const ctrl = (modifiers & CTRL) === 0 ? '' : 'ctrl-';
  const alt = (modifiers & (ALT | META)) === 0 ? '' : 'alt-';
  const shift = (modifiers & SHIFT) === 0 ? '' : 'shift-';
  const full = `${ctrl}${alt}${shift}${name}`;
  return { name: full, text: full === 'space' ? ' ' : isSymbol(full) ? full : '' };
}

function isSymbol(name: string): boolean {
  return (
    name.length > 0 && name.length <= 2 && (name.codePointAt(0) as number) > 0xffff === (name.length === 2)
  );
}

/**
 * The key of one character; null for one that no key types (C1 controls).
 * @param withAlt whether Escape came right in front of it
 */
export function characterKey(code: number, withAlt: boolean): Key | null {
  const alt = withAlt ? ALT : 0;
  const named = NAMED_CHARACTERS[code];
  if (named !== undefined) return keyOf(named, alt);
  if (code === 0) return keyOf('space', alt | CTRL);
  if (code < 32) return keyOf(String.fromCharCode(code + 64).toLowerCase(), alt | CTRL);
  if (code >= 0x80 && code < 0xa0) return null;
  return keyOf(String.fromCodePoint(code), alt);
}

/**
 * The key of `ESC [ parameters final`; null for what is no key, or none that has a name.
 * @param parameters everything between `[` and the final character
 */
export function csiKey(parameters: string, final: string, wheel: boolean): Key | null {
  if (parameters.startsWith('<')) return wheel && final === 'M' ? wheelKey(parameters) : null;
  if (parameters === '[') return optional(LINUX_FUNCTION_KEYS[final], 1);
  if (!/^[\d;:]*$/.test(parameters)) return null;
  const numbers = parameters.split(';').map((part) => Number.parseInt(part, 10) || 0);
  const [first = 0, second = 0, third = 0] = numbers;
  if (final === 'Z') return keyOf('tab', SHIFT);
  if (final === 'u') return codeKey(first, second);
  if (final === '~' && first === 27) return codeKey(third, second);
  const rxvt = RXVT_ENDS[final];
  if (rxvt !== undefined) return optional(NUMBERED[first], second === 0 ? rxvt : second);
  const arrow = RXVT_ARROWS[final];
  if (arrow !== undefined) return keyOf(arrow, SHIFT);
  return optional(LETTERS[final], second === 0 && numbers.length === 1 && first > 1 ? first : second);
}

/** The key of `ESC O final`; some old terminals put the modifiers between. */
export function ss3Key(parameters: string, final: string): Key | null {
  const arrow = RXVT_ARROWS[final];
  if (arrow !== undefined) return keyOf(arrow, CTRL);
  const modifiers = Number.parseInt(parameters.split(';').pop() ?? '', 10) || 1;
  return optional(LETTERS[final] ?? KEYPAD[final], modifiers);
}

/** `ESC [ < button ; column ; row M`, SGR 1006. */
function wheelKey(parameters: string): Key | null {
  const button = Number.parseInt(parameters.slice(1), 10);
  return optional(WHEEL[button], 1);
}

/** Keys by their character, as `CSI u` and xterm's modifyOtherKeys send them. */
function codeKey(code: number, modifiers: number): Key | null {
  const bits = bitsOf(modifiers);
  const named = NAMED_CHARACTERS[code];
  if (named !== undefined) return keyOf(named, bits);
  // Kitty numbers keys without a character in the private use area.
  if (code < 32 || code > 0x10ffff || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xf900))
    return null;
  const character = String.fromCodePoint(code);
  const isShifted = (bits & SHIFT) !== 0;
  // Shift is part of a character, not of its name: G, not shift-g.
  if ((bits & CTRL) === 0) return keyOf(isShifted ? character.toUpperCase() : character, bits & ~SHIFT);
  return keyOf(character, bits);
}

/** @param modifiers xterm's number: 1 and the bits */
function optional(name: string | undefined, modifiers: number): Key | null {
  return name === undefined ? null : keyOf(name, bitsOf(modifiers));
}

/** Bits above the four (caps lock, num lock) say nothing about a command. */
function bitsOf(modifiers: number): number {
  return Math.max(0, modifiers - 1) & (SHIFT | ALT | CTRL | META);
}
