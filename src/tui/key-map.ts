/**
 * Keys → commands, layer by layer: what counts only on one screen comes before what counts in lists, and that before what
 * counts everywhere.
 */
import { COMMANDS, type CommandId } from './command.js';

/** Layers with keys that nobody can change: a line that is typed takes all of them. */
export const FIXED_LAYERS: readonly string[] = ['line', 'export'];

/** Keys that the user set, by command: in place of the usual ones. */
export type OwnKeys = ReadonlyMap<CommandId, readonly string[]>;

/** Keys of each layer (`Command.where`). */
export type KeyMap = ReadonlyMap<string, ReadonlyMap<string, CommandId>>;

/** The keys of `COMMANDS`, but for commands whose keys `own` sets. */
export function keyMapOf(own: OwnKeys = new Map()): KeyMap {
  const layers = new Map<string, Map<string, CommandId>>();
  for (const { id, where, keys } of COMMANDS) {
    const layer = layers.get(where) ?? new Map<string, CommandId>();
    layers.set(where, layer);
    for (const key of own.get(id) ?? keys) layer.set(key, id);
  }
  return layers;
}

/** The keys of a command, the one to tell first in front. */
export function keysOf(id: CommandId, own: OwnKeys = new Map()): readonly string[] {
  return own.get(id) ?? COMMANDS.find((command) => command.id === id)?.keys ?? [];
}

/** Screens on which a capture that is being taken is watched: there the keys of `live` come first. */
const LIVE_SCREENS: readonly string[] = ['flows', 'summary', 'findings', 'timeline'];

/** The command of a key on a screen; null for none. @param isLive a capture is being taken */
export function commandOf(keys: KeyMap, screen: string, key: string, isLive = false): CommandId | null {
  const first = isLive && LIVE_SCREENS.includes(screen) ? ['live', screen] : [screen];
  for (const layer of [...first, 'list', 'all']) {
    const command = keys.get(layer)?.get(key);
    if (command !== undefined) return command;
  }
  return null;
}
