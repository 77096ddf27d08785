/** What the terminal can show, from options, settings and the environment. */
import type { Look } from '../tui/look.js';
import type { ColourChoice } from './config.js';
import type { Io } from './io.js';

/** What the user asked for. */
export interface LookWishes {
  /** `--color`; undefined where not given. */
  readonly color?: ColourChoice | undefined;
  readonly ascii: boolean;
  /** `colours` of the settings. */
  readonly colours: ColourChoice;
}

type Environment = NonNullable<Io['environment']>;

/** Terminals that know no colours. */
const WITHOUT_COLOURS = /^(?:dumb|vt\d+|xterm-mono|linux-m\d?|ansi-m|unknown)$/;

/** How the screen is drawn. An option comes before NO_COLOR, that before FORCE_COLOR, and that before the settings. */
export function lookOf(wishes: LookWishes, environment: Environment, platform: string): Look {
  return {
    colours: hasColours(wishes, environment) ? 'sixteen' : 'none',
    hasUnicode: !wishes.ascii && knowsUnicode(environment, platform),
  };
}

/** Whether a terminal can be addressed at all: else there is no screen. */
export function isDumb({ TERM }: Environment, platform: string): boolean {
  return TERM === 'dumb' || (platform !== 'win32' && (TERM === undefined || TERM === ''));
}

/** Source of the variables: https://no-color.org and https://force-color.org. */
function hasColours({ color, colours }: LookWishes, environment: Environment): boolean {
  const { NO_COLOR = '', FORCE_COLOR, TERM = '' } = environment;
  if (color === 'always') return true;
  if (color === 'never') return false;
  if (NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return !['0', 'false'].includes(FORCE_COLOR);
  if (colours !== 'auto') return colours === 'always';
  return !WITHOUT_COLOURS.test(TERM);
}

/** By the locale; on Windows by the terminal, because there is no locale to ask. The Linux console has no font for our signs. */
function knowsUnicode(environment: Environment, platform: string): boolean {
  const { LC_ALL, LC_CTYPE, LANG, TERM, WT_SESSION, TERM_PROGRAM, ConEmuANSI } = environment;
  if (TERM === 'linux') return false;
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '');
  if (locale !== undefined) return /utf-?8/i.test(locale);
  return platform === 'win32' && (WT_SESSION ?? TERM_PROGRAM ?? ConEmuANSI) !== undefined;
}
