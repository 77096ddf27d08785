import type { Effect } from './effect.js';
import type { Shared } from './shared.js';

/** What a screen answers to have the flows filtered: the list is the old one until the request is done. */
export function filterRequest(
  { flows }: Pick<Shared, 'flows'>,
  filter: string,
): { readonly shared: Partial<Shared>; readonly effects: readonly Effect[] } {
  const { order, markedOnly } = flows;
  return {
    shared: { flows: { ...flows, filter, tookMs: null } },
    effects: [{ kind: 'view-flows', filter, order, markedOnly }],
  };
}
