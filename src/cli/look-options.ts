import { type Command, Option } from 'commander';
import { COLOUR_CHOICES, type ColourChoice } from './config.js';

/** How the user wants the screen. */
export interface LookOptions {
  readonly color?: ColourChoice;
  readonly ascii?: boolean;
  readonly mouse?: boolean;
  readonly linear?: boolean;
}

/** Adds the options that all screens have. */
export function addLookOptions(command: Command): Command {
  return command
    .addOption(new Option('--color <when>', 'colours: auto, unless NO_COLOR is set').choices(COLOUR_CHOICES))
    .option('--ascii', 'draw with ASCII characters only')
    .option('--mouse', 'let the wheel move; selecting with the mouse then needs Shift')
    .option('--linear', 'say what is new as lines, for screen readers');
}
