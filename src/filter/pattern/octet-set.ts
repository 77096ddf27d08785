/**
 * Sets of octets, as 256 times 1 or 0.
 */

/** The set of these octets. */
export function setOfCodes(codes: Iterable<number>): Uint8Array {
  const set = new Uint8Array(256);
  for (const code of codes) set[code] = 1;
  return set;
}

/** The set of these ASCII characters. */
export function setOf(characters: string): Uint8Array {
  return setOfCodes([...characters].map((character) => character.charCodeAt(0)));
}

/** All octets that are not in a set. */
export function without(set: Uint8Array): Uint8Array {
  return set.map((isIn) => 1 - isIn);
}

/** The set with the other case of its letters. */
export function foldCase(set: Uint8Array): Uint8Array {
  const folded = Uint8Array.from(set);
  for (let upper = 0x41; upper <= 0x5a; upper++) {
    if (set[upper] === 1 || set[upper + 0x20] === 1) folded[upper] = folded[upper + 0x20] = 1;
  }
  return folded;
}

/** The only code in a set; null for none or several. */
export function onlyCode(set: Uint8Array): number | null {
  const code = set.indexOf(1);
  return code >= 0 && code === set.lastIndexOf(1) ? code : null;
}

const DIGITS = setOf('0123456789');
const BLANKS = setOf(' \t\n\r\f\v');
const WORD = setOf('0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ');
/** Sets that a letter behind a backslash stands for. */
export const ESCAPES: Readonly<Record<string, Uint8Array>> = Object.assign(Object.create(null), {
  d: DIGITS,
  D: without(DIGITS),
  s: BLANKS,
  S: without(BLANKS),
  w: WORD,
  W: without(WORD),
  n: setOf('\n'),
  r: setOf('\r'),
  t: setOf('\t'),
});
