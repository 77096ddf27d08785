/** What is shared in front of the first word of a capture. */
import { NOTHING_READ } from '../tui/capture-service.js';
import type { Look, Size } from '../tui/look.js';
import type { Shared } from '../tui/shared.js';

/** See above. @param filter is right, and empty for none */
export function firstShared(
  paths: readonly string[],
  options: { readonly filter: string; readonly showSecrets?: boolean | undefined },
  look: Look,
  size: Size,
): Shared {
  const { filter, showSecrets } = options;
  return {
    paths,
    size,
    look,
    capture: NOTHING_READ,
    findingsOf: () => [],
    flows: {
      filter,
      order: { column: 'flow', isDescending: false },
      markedOnly: false,
      flows: new Uint32Array(0),
      total: 0,
      tookMs: null,
    },
    closeUp: null,
    comparison: null,
    packet: null,
    marks: new Set(),
    notes: new Map(),
    hasUnwrittenNotes: false,
    mutedRules: new Set(),
    timeFormat: 'since-start',
    secrets: showSecrets === true ? 'shown' : 'masked',
    message: null,
  };
}
