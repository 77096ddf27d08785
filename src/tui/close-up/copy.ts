/** `y` and the key behind it: what can be copied from a screen. */
import { join, ownText, type SafeText, say } from '../../view/safe-text.js';
import type { Answer } from '../screen.js';

/** Something to copy. */
export interface Copyable {
  /** For the menu and the message: `Wireshark filter`. */
  readonly what: SafeText;
  /** Made only when it is asked for; null where there is none. */
  text(): string | null;
}

/** What the keys behind `y` copy, in the order of the menu. */
export type CopyMenu = readonly (readonly [key: string, copyable: Copyable])[];

/** The menu, shown until the next key. */
export function copyMessage(menu: CopyMenu): Pick<Answer<unknown>, 'shared'> {
  const choices = menu.map(([key, { what }]) => say`${ownText(key)} ${what}`);
  return { shared: { message: { tone: 'notice', text: say`copy: ${join(choices, ', ')}` } } };
}

/** The answer to the key behind `y`; a key that stands for nothing does nothing. */
export function copyAnswer(menu: CopyMenu, key: string): Pick<Answer<unknown>, 'shared' | 'effects'> {
  const chosen = menu.find(([name]) => name === key)?.[1];
  if (chosen === undefined) return {};
  const { what } = chosen;
  const text = chosen.text();
  if (text === null) {
    return { shared: { message: { tone: 'warning', text: say`there is no ${what} here to copy` } } };
  }
  return { effects: [{ kind: 'copy', text, what }] };
}
