/**
 * Values that are words out of a fixed list, and the shorter words that stand for several of them.
 */
import { CONN_STATES } from '../tcp/conn-state.js';
import { TEARDOWNS } from '../tcp/teardown.js';

/** The words of a field. */
export interface WordTable {
  /** What a flow may have. */
  readonly words: readonly string[];
  /** Words that stand for several. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

/** Every word that may be typed. */
export function wordsToType({ words, groups }: WordTable): string[] {
  return [...Object.keys(groups), ...words];
}

/** The words that a typed one stands for, whatever its case; a `*` or `…` at its end is for any ending. Null for none. */
export function wordsMeant({ words, groups }: WordTable, typed: string): readonly string[] | null {
  const wanted = typed.toLowerCase();
  const ending = /(?:\*|…)$/.exec(wanted);
  if (ending !== null) {
    const meant = words.filter((word) => word.toLowerCase().startsWith(wanted.slice(0, ending.index)));
    return meant.length === 0 ? null : meant;
  }
  if (Object.hasOwn(groups, wanted)) return groups[wanted] as readonly string[];
  const meant = words.filter((word) => word.toLowerCase() === wanted);
  return meant.length === 0 ? null : meant;
}

const teardowns = (pattern: RegExp) => TEARDOWNS.filter((teardown) => pattern.test(teardown));
const RST_BY_SERVER = teardowns(/^(?:reset-by-server-|refused$)/);
const RST_BY_CLIENT = teardowns(/^(?:reset-by-client-|half-open-probe$)/);

/** How a flow ended. */
export const END_WORDS: WordTable = {
  words: TEARDOWNS,
  groups: {
    rst: [...RST_BY_CLIENT, ...RST_BY_SERVER],
    'rst by client': RST_BY_CLIENT,
    'rst by server': RST_BY_SERVER,
    fin: teardowns(/^(?:orderly|half-closed)-/),
    'fin by client': teardowns(/^(?:orderly-client-first|half-closed-by-client)$/),
    'fin by server': teardowns(/^(?:orderly-server-first|half-closed-by-server)$/),
  },
};

/** Zeek's names of how a connection went. */
export const STATE_WORDS: WordTable = {
  words: CONN_STATES,
  groups: {},
};
