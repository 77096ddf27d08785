/**
 * The user's settings of the screen: `config.json` in `$XDG_CONFIG_HOME/tcpdx`, `~/.config/tcpdx` or `%APPDATA%\tcpdx`.
 * Everything in it is checked, and all errors are told at once.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nearestOf } from '../filter/nearest.js';
import { COMMANDS, type CommandId } from '../tui/command.js';
import { FIXED_LAYERS } from '../tui/key-map.js';
import { isKeyName } from '../tui/key-name.js';
import { safeText } from '../view/safe-text.js';
import { ConfigRefused } from './config-refused.js';
import type { Io } from './io.js';

/** When there are colours. */
export const COLOUR_CHOICES = ['auto', 'always', 'never'] as const;
export type ColourChoice = (typeof COLOUR_CHOICES)[number];

/** Settings of the screen. */
export interface Config {
  /** Keys in place of those that commands have; an empty list for a command without a key. */
  readonly keys: ReadonlyMap<CommandId, readonly string[]>;
  readonly colours: ColourChoice;
  readonly ascii: boolean;
  readonly mouse: boolean;
}

type Environment = NonNullable<Io['environment']>;

const LONGEST_FILE = 1024 * 1024;

/** Where the settings are; null where the environment names no home. */
export function configPath(environment: Environment, platform: string): string | null {
  const { XDG_CONFIG_HOME, HOME, APPDATA } = environment;
  const base =
    platform === 'win32'
      ? (APPDATA ?? null)
      : XDG_CONFIG_HOME?.startsWith('/') === true
        ? XDG_CONFIG_HOME
        : HOME === undefined || HOME === ''
          ? null
          : join(HOME, '.config');
  return base === null || base === '' ? null : join(base, 'tcpdx', 'config.json');
}

/** Reads the settings; the usual ones where there is no file. Throws `ConfigRefused`. */
export async function readConfig(environment: Environment, platform: string): Promise<Config> {
  const path = configPath(environment, platform);
  if (path === null) return configOf({}, '');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return configOf({}, path);
    throw new ConfigRefused([`${safeText(path, 400)} cannot be read: ${safeText(message, 400)}`]);
  }
  return parseConfig(text, path);
}

/** The settings of a text. Throws `ConfigRefused`. */
export function parseConfig(text: string, path: string): Config {
  if (text.length > LONGEST_FILE) throw new ConfigRefused([`${safeText(path, 400)}: too long for settings`]);
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigRefused([`${safeText(path, 400)} is not JSON: ${safeText(reason, 400)}`]);
  }
  return configOf(value, path);
}

function configOf(value: unknown, path: string): Config {
  const check = new Check();
  const config = check.config(value);
  if (check.errors.length === 0) return config;
  throw new ConfigRefused(check.errors.map((error) => safeText(`${path}: ${error}`, 600)));
}

/** Reads settings and notes what is wrong with them. */
class Check {
  readonly errors: string[] = [];

  config(value: unknown): Config {
    const settings = this.object(value, 'settings');
    const known = ['keys', 'colours', 'ascii', 'mouse'];
    for (const name of Object.keys(settings)) {
      if (known.includes(name)) continue;
      this.errors.push(`there is no setting ${quoted(name)}; there are ${known.join(', ')}`);
    }
    const { keys = {}, colours = 'auto', ascii = false, mouse = false } = settings;
    return {
      keys: this.keys(keys),
      colours: this.choice('colours', colours, COLOUR_CHOICES),
      ascii: this.choice('ascii', ascii, [true, false]),
      mouse: this.choice('mouse', mouse, [true, false]),
    };
  }

  private keys(value: unknown): Map<CommandId, readonly string[]> {
    const keys = new Map<CommandId, readonly string[]>();
    const ids = COMMANDS.map(({ id }) => id);
    for (const [name, wanted] of Object.entries(this.object(value, 'keys'))) {
      const id = ids.find((candidate) => candidate === name);
      const isFixed = COMMANDS.some(({ id: known, where }) => known === id && FIXED_LAYERS.includes(where));
      if (isFixed) this.errors.push(`keys: those of ${name} cannot be changed`);
      else if (id === undefined)
        this.errors.push(`keys: there is no command ${quoted(name)}${hint(name, ids)}`);
      else keys.set(id, this.keyList(name, wanted));
    }
    if (keys.get('quit')?.length === 0) this.errors.push('keys: quit needs a key');
    this.conflicts(keys);
    return keys;
  }

  private keyList(command: string, value: unknown): string[] {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list.filter((key): key is string => {
      const isGood = typeof key === 'string' && isKeyName(key);
      if (!isGood) this.errors.push(`keys: ${command}: ${quoted(key)} is no name of a key`);
      return isGood;
    });
  }

  /** On one layer a key can stand for one command only. */
  private conflicts(own: ReadonlyMap<CommandId, readonly string[]>): void {
    const taken = new Map<string, CommandId>();
    for (const { id, where, keys } of COMMANDS) {
      for (const key of own.get(id) ?? keys) {
        const place = `${where} ${key}`;
        const other = taken.get(place);
        if (other !== undefined) {
          this.errors.push(`keys: ${quoted(key)} stands for both ${other} and ${id} (${whereText(where)})`);
        }
        taken.set(place, id);
      }
    }
  }

  private choice<T>(name: string, value: unknown, choices: readonly T[]): T {
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    this.errors.push(`${name} is ${quoted(value)}; it can be ${choices.map(quoted).join(', ')}`);
    return choices[0] as T;
  }

  private object(value: unknown, name: string): Readonly<Record<string, unknown>> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
    this.errors.push(`${name} is ${quoted(value)}; it has to be an object`);
    return {};
  }
}

function whereText(where: string): string {
  return where === 'all' ? 'everywhere' : where === 'list' ? 'in lists' : `on the screen ${where}`;
}

function quoted(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

function hint(name: string, known: readonly string[]): string {
  const nearest = nearestOf(name, known);
  return nearest === null ? '' : `; did you mean ${quoted(nearest)}?`;
}
