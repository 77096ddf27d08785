/**
 * Every command of the screens: one table from which keys, help, footer and documentation come.
 *
 * `where` is the layer in which the keys count: `all` everywhere, `list` wherever a cursor moves over rows, else the id of
 * one screen, `live` on the first screens while a capture is taken, or `line` for the line that is being typed. Keys are named as in `key.ts`.
 */
import { EVERYWHERE } from './commands/everywhere.js';
import { IN_CLOSE_UPS } from './commands/in-close-ups.js';
import { ON_FIRST_SCREENS } from './commands/on-first-screens.js';
import { WHILE_TYPING } from './commands/while-typing.js';

export type { Command } from './commands/command-row.js';

/** The commands, in the order of the help. */
export const COMMANDS = [...EVERYWHERE, ...ON_FIRST_SCREENS, ...IN_CLOSE_UPS, ...WHILE_TYPING] as const;

/** Id of a command. */
export type CommandId = (typeof COMMANDS)[number]['id'];
