/** Names of keys, as `key.ts` lists them: for settings that people write. */

/** Keys that are not characters. */
const NAMED =
  /^(?:ctrl-)?(?:alt-)?(?:shift-)?(?:enter|escape|tab|backspace|delete|insert|up|down|left|right|home|end|pageup|pagedown|space|f(?:[1-9]|1[0-2]))$/;

/** Characters; with ctrl they are small letters and a few signs, as terminals send them. */
const CHARACTER = /^(?:alt-)?[^\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{M}]$|^ctrl-(?:alt-)?[a-z\\\]^_]$/u;

/** Whether a terminal can send a key of this name. */
export function isKeyName(name: string): boolean {
  return NAMED.test(name) || CHARACTER.test(name);
}
