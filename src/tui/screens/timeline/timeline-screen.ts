/** What happened when: connections, failures, 5xx responses, probes and handshakes over time. */

import { say } from '../../../view/safe-text.js';
import { spans } from '../../cells.js';
import { progressTitle } from '../../not-ready.js';
import type { Screen } from '../../screen.js';
import type { Shared } from '../../shared.js';
import type { Line } from '../../span.js';
import { refreshed, TIMELINE_START, type TimelineState } from './state.js';
import { takeCommand } from './update.js';
import { columnText, timelineView } from './view.js';

export type { TimelineState } from './state.js';

/** The timeline. */
export const TIMELINE_SCREEN: Screen<TimelineState> = {
  id: 'timeline',
  open: (_, shared) => ({ state: refreshed(TIMELINE_START, shared) }),
  update(state, event, shared) {
    const current = refreshed(state, shared);
    if (event.kind !== 'command') return { state: current };
    return event.count === null
      ? takeCommand(current, event.command, shared)
      : { state: current, isUnused: true };
  },
  title: (state, shared) => [...spans(['title', '4 Timeline']), ...stateText(state, shared)],
  view: timelineView,
  footer: ({ counted }, { capture }) =>
    counted === null
      ? [...(capture.kind === 'reading' ? (['stop'] as const) : []), 'summary', 'flows', 'help', 'leave']
      : [
          'earlier',
          'later',
          'zoom-in',
          'zoom-out',
          'open',
          'as-table',
          'pan-earlier',
          'pan-later',
          'help',
          'leave',
        ],
  isTyping: () => false,
};

function stateText(state: TimelineState, { capture }: Shared): Line {
  if (capture.kind === 'reading') return progressTitle(capture.progress);
  return [{ text: say`  ${columnText(state)}`, tone: 'dim' }];
}
