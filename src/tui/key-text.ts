/** Keys as people write them: `Enter`, `Ctrl-D`, `↓`. */
import { ownText, type SafeText } from '../view/safe-text.js';
import type { Look } from './look.js';

const NAMES: Readonly<Record<string, string>> = {
  enter: 'Enter',
  escape: 'Esc',
  tab: 'Tab',
  'shift-tab': 'Shift-Tab',
  backspace: 'Backspace',
  delete: 'Del',
  insert: 'Ins',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  space: 'Space',
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
};

const ARROWS: Readonly<Record<string, string>> = { up: '↑', down: '↓', left: '←', right: '→' };

/** The name of a key (`key.ts`) as it is shown. */
export function keyText(name: string, { hasUnicode }: Look): SafeText {
  const arrow = hasUnicode ? ARROWS[name] : undefined;
  if (arrow !== undefined) return ownText(arrow);
  const known = NAMES[name];
  if (known !== undefined) return ownText(known);
  const modified = /^(ctrl|alt)-(.+)$/.exec(name);
  if (modified !== null) {
    const [, modifier = '', key = ''] = modified;
    return ownText(`${modifier === 'ctrl' ? 'Ctrl' : 'Alt'}-${key.toUpperCase()}`);
  }
  return ownText(/^f\d+$/.test(name) ? name.toUpperCase() : name);
}
