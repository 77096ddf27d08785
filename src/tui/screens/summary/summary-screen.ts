/** The first screen: what is wrong, where, and how sure that is. */
import { endpointText } from '../../../view/endpoint.js';
import { counted } from '../../../view/number.js';
import { ownText, say } from '../../../view/safe-text.js';
import { spans } from '../../cells.js';
import type { CommandId } from '../../command.js';
import { filterRequest } from '../../filter-request.js';
import { progressTitle } from '../../not-ready.js';
import { drawPage, movedOnPage, PAGE_START, type PagePlace, placedOnPage } from '../../page.js';
import { roomOf } from '../../room.js';
import type { Answer, Screen } from '../../screen.js';
import type { Shared } from '../../shared.js';
import type { Line } from '../../span.js';
import { summaryPage, type Target } from './page.js';

/** State of the summary: where the cursor is. */
export type SummaryState = PagePlace;

/** The summary. */
export const SUMMARY_SCREEN: Screen<SummaryState> = {
  id: 'summary',
  open: () => ({ state: PAGE_START }),
  update(state, event, shared) {
    if (event.kind !== 'command') return { state };
    return event.count === null ? takeCommand(state, event.command, shared) : { state, isUnused: true };
  },
  title: (_, shared) => [...spans(['title', '1 Summary']), ...stateOf(shared)],
  view: (state, shared, room) => drawPage(summaryPage(shared, room), state, room, shared.look),
  footer: (state, shared) =>
    FOOTERS[shared.capture.kind].filter((id) => id !== 'evidence' || isOnFinding(state, shared)),
  isTyping: () => false,
};

const FOOTERS: Readonly<Record<Shared['capture']['kind'], readonly CommandId[]>> = {
  ready: ['open', 'evidence', 'findings', 'flows', 'filter', 'export', 'help', 'leave'],
  reading: ['stop', 'flows', 'help', 'leave'],
  failed: ['help', 'leave'],
};

function takeCommand(state: SummaryState, command: CommandId, shared: Shared): Answer<SummaryState> {
  const room = roomOf(shared.size);
  const page = summaryPage(shared, room);
  const moved = movedOnPage(page, state, command, room.rows);
  if (moved !== null) return { state: moved };
  const target = page.items[placedOnPage(page, state, room.rows).item]?.target;
  if (target === undefined) return { state, isUnused: true };
  if (command === 'open') return openTarget(state, target, shared);
  if (command === 'evidence') return showEvidence(state, target);
  return { state, isUnused: true };
}

/** A finding is explained; of a service its flows are shown. */
function openTarget(state: SummaryState, target: Target, shared: Shared): Answer<SummaryState> {
  if (target.kind === 'finding') {
    const subject = { findingId: target.finding.id };
    return { state, go: { kind: 'open', screen: 'findings', subject } };
  }
  const filter = `server==${endpointText(target.endpoint)}`;
  return { state, ...filterRequest(shared, filter), go: { kind: 'open', screen: 'flows', subject: {} } };
}

/** Only findings have evidence. */
function isOnFinding(state: SummaryState, shared: Shared): boolean {
  const room = roomOf(shared.size);
  const page = summaryPage(shared, room);
  return page.items[placedOnPage(page, state, room.rows).item]?.target.kind === 'finding';
}

function showEvidence(state: SummaryState, target: Target): Answer<SummaryState> {
  const flow = target.kind === 'finding' ? target.finding.evidence[0]?.flow : undefined;
  if (flow === undefined) {
    const text = ownText('Only findings have evidence: Enter shows the flows of this server.');
    return { state, shared: { message: { text, tone: 'notice' } } };
  }
  return { state, go: { kind: 'open', screen: 'ladder', subject: { flow } } };
}

function stateOf({ capture }: Shared): Line {
  switch (capture.kind) {
    case 'reading':
      return progressTitle(capture.progress);
    case 'failed':
      return spans(['error', '  failed']);
    case 'ready': {
      const { length } = capture.diagnosis.findings;
      const text = length === 0 ? ownText('nothing found') : counted(length, 'finding');
      return [{ text: say`  ${text}`, tone: 'dim' }];
    }
  }
}
