/** Escape with a key right behind it, which a terminal sends as it sends Alt with that key. */
import type { Key } from './key.js';

/** Keys of a line that is typed which begin with Alt. */
const IN_LINES: ReadonlySet<string> = new Set(['alt-b', 'alt-f']);

/** What Alt may be before without a sequence of its own: a character, or one of these. */
const NAMED: ReadonlySet<string> = new Set(['enter', 'tab', 'backspace', 'space']);

/**
 * The two keys that are meant where Alt with this key means nothing; null for keys that nobody types as two. Over a slow line both
 * come at once, however they were typed.
 * @param isTyping a line is being typed, which has keys with Alt of its own
 */
export function hastyKeys({ name }: Key, isTyping: boolean): readonly [Key, Key] | null {
  const [, ctrl = '', behind = ''] = /^(ctrl-)?alt-(.+)$/u.exec(name) ?? [];
  const isCharacter = [...behind].length === 1;
  if ((!isCharacter && !NAMED.has(behind)) || (isTyping && IN_LINES.has(name))) return null;
  const typed = behind === 'space' ? ' ' : isCharacter ? behind : '';
  return [
    { name: 'escape', text: '' },
    { name: `${ctrl}${behind}`, text: ctrl === '' ? typed : '' },
  ];
}
