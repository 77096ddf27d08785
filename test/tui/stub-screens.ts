/** Screens for tests of single screens: what is not given is a stub that tells how it was opened. */
import { fitLine, spans } from '../../src/tui/cells.js';
import type { Screens } from '../../src/tui/program.js';
import type { Screen, ScreenId, Subject } from '../../src/tui/screen.js';

/** Every screen. */
export const SCREEN_IDS: readonly ScreenId[] = [
  'summary',
  'findings',
  'flows',
  'ladder',
  'packet',
  'exchange',
  'timeline',
  'export',
  'ending',
  'help',
];

function stub(id: ScreenId): Screen<Subject> {
  return {
    id,
    open: (subject) => ({ state: subject }),
    update: (state) => ({ state, isUnused: true }),
    title: () => spans(['title', `stub ${id}`]),
    view: (state, { look }, { columns, rows }) => ({
      lines: Array.from({ length: rows }, (_row, row) =>
        row === 0 ? fitLine(spans(['plain', JSON.stringify(state)]), columns, look) : [],
      ),
      cursor: null,
    }),
    footer: () => ['help', 'back'],
    isTyping: () => false,
  };
}

/** The given screens among stubs. */
export function screensWith(...screens: readonly Screen<unknown>[]): Screens {
  const all = SCREEN_IDS.map((id) => [id, screens.find((screen) => screen.id === id) ?? stub(id)] as const);
  return Object.fromEntries(all) as Screens;
}
