/** All findings, worst first, and the one under the cursor in full. */
import type { Finding } from '../../../diagnosis/diagnosis.js';
import { nothingFound } from '../../../view/nothing-found-text.js';
import { counted, plain } from '../../../view/number.js';
import { ownText, say } from '../../../view/safe-text.js';
import { fillRows, padLine, spans } from '../../cells.js';
import type { CommandId } from '../../command.js';
import { coverageRows } from '../../coverage-rows.js';
import { glyphsOf } from '../../glyphs.js';
import { LIST_START, type ListPlace, moved, placed } from '../../list.js';
import type { Size } from '../../look.js';
import { notReadyRows, progressTitle } from '../../not-ready.js';
import { drawPage, movedOnPage, PAGE_START, type Page, type PagePlace } from '../../page.js';
import { heading, prose } from '../../prose.js';
import { roomOf } from '../../room.js';
import type { Answer, Screen } from '../../screen.js';
import type { Shared } from '../../shared.js';
import type { Frame, Line } from '../../span.js';
import { listHead, listRows } from './finding-list.js';
import { overviewRows, remedyRows } from './finding-text-rows.js';
import { layoutOf } from './layout.js';

/** State of the screen. */
export interface FindingsState {
  readonly place: ListPlace;
  readonly shows: 'overview' | 'remedies';
  /** Where keys move. */
  readonly active: 'list' | 'text';
  readonly text: PagePlace;
}

/** The findings. */
export const FINDINGS_SCREEN: Screen<FindingsState> = {
  id: 'findings',
  open({ findingId }, shared) {
    const findings = findingsOf(shared);
    const index = Math.max(
      0,
      findings.findIndex(({ id }) => id === findingId),
    );
    return { state: stateAt(placed(LIST_START, index, findings.length, listHeight(shared))) };
  },
  update(state, event, shared) {
    if (event.kind !== 'command') return { state };
    return event.count === null
      ? takeCommand(state, event.command, shared)
      : goToRow(state, event.count, shared);
  },
  title: (state, shared) => [...spans(['title', '2 Findings']), ...placeText(state, shared)],
  view,
  footer: ({ active, shows }, shared) => {
    if (shared.capture.kind === 'reading') return ['stop', 'summary', 'flows', 'help', 'leave'];
    if (findingsOf(shared).length === 0) return ['summary', 'flows', 'help', 'leave'];
    if (active === 'text')
      return ['down', 'up', 'read', 'back', shows === 'remedies' ? 'open' : 'remedy', 'help'];
    return ['open', 'evidence', 'remedy', 'mute', 'read', 'export', 'help', 'leave'];
  },
  isTyping: () => false,
};

function findingsOf({ capture }: Shared): readonly Finding[] {
  return capture.kind === 'ready' ? capture.diagnosis.findings : [];
}

function stateAt(place: ListPlace): FindingsState {
  return { place, shows: 'overview', active: 'list', text: PAGE_START };
}

function listHeight(shared: Shared): number {
  return layoutOf(roomOf(shared.size), findingsOf(shared).length, false).listRows;
}

function selectedOf({ place }: FindingsState, shared: Shared): Finding | undefined {
  const findings = findingsOf(shared);
  return findings[Math.min(place.cursor, findings.length - 1)];
}

function takeCommand(state: FindingsState, command: CommandId, shared: Shared): Answer<FindingsState> {
  const finding = selectedOf(state, shared);
  if (finding === undefined) return scrollEmpty(state, command, shared);
  switch (command) {
    case 'open':
      return { state, go: { kind: 'open', screen: 'flows', subject: { findingId: finding.id } } };
    case 'evidence':
      return showEvidence(state, finding);
    case 'remedy':
      return { state: toggleRemedies(state) };
    case 'read':
      return { state: { ...state, active: state.active === 'list' ? 'text' : 'list' } };
    case 'mute':
      return { state, shared: { mutedRules: toggled(shared.mutedRules, finding.rule) } };
    case 'back':
      return state.active === 'text'
        ? { state: { ...state, active: 'list', shows: 'overview', text: PAGE_START } }
        : { state, isUnused: true };
    default:
      return move(state, command, shared);
  }
}

function goToRow(state: FindingsState, row: number, shared: Shared): Answer<FindingsState> {
  const { length } = findingsOf(shared);
  if (length === 0) return { state, isUnused: true };
  return { state: stateAt(placed(state.place, row - 1, length, listHeight(shared))) };
}

function move(state: FindingsState, command: CommandId, shared: Shared): Answer<FindingsState> {
  const findings = findingsOf(shared);
  if (state.active === 'text') {
    const layout = layoutOf(roomOf(shared.size), findings.length, true);
    const page = textPage(state, shared, layout.columns);
    const text = movedOnPage(page, state.text, command, layout.textRows);
    return text === null ? { state, isUnused: true } : { state: { ...state, text } };
  }
  const place = moved(state.place, command, findings.length, listHeight(shared));
  return place === null ? { state, isUnused: true } : { state: stateAt(place) };
}

function scrollEmpty(state: FindingsState, command: CommandId, shared: Shared): Answer<FindingsState> {
  const { columns, rows } = roomOf(shared.size);
  const text = movedOnPage(emptyPage(shared, columns), state.text, command, rows);
  return text === null ? { state, isUnused: true } : { state: { ...state, text } };
}

function showEvidence(state: FindingsState, { evidence }: Finding): Answer<FindingsState> {
  const [first] = evidence;
  if (first === undefined) return { state };
  return { state, go: { kind: 'open', screen: 'ladder', subject: { flow: first.flow } } };
}

function toggleRemedies(state: FindingsState): FindingsState {
  const isShown = state.shows === 'remedies';
  return {
    ...state,
    shows: isShown ? 'overview' : 'remedies',
    active: isShown ? 'list' : 'text',
    text: PAGE_START,
  };
}

function toggled(rules: ReadonlySet<string>, rule: string): ReadonlySet<string> {
  const changed = new Set(rules);
  if (!changed.delete(rule)) changed.add(rule);
  return changed;
}

function view(state: FindingsState, shared: Shared, room: Size): Frame {
  const { look, mutedRules } = shared;
  const findings = findingsOf(shared);
  if (findings.length === 0) return drawPage(emptyPage(shared, room.columns), state.text, room, look);
  const layout = layoutOf(room, findings.length, state.active === 'text');
  const place = placed(state.place, state.place.cursor, findings.length, layout.listRows);
  const list = {
    room: { columns: room.columns, rows: layout.listRows },
    look,
    muted: mutedRules,
    isActive: state.active === 'list',
  };
  const text = drawPage(
    textPage(state, shared, room.columns),
    state.text,
    { columns: room.columns, rows: layout.textRows },
    look,
  );
  const lines = [
    ...(layout.hasHead ? [listHead(list)] : []),
    ...fillRows(listRows(findings, place, list), layout.listRows),
    ...(layout.hasRule ? [ruleLine(state, place.cursor, shared, room.columns)] : []),
    ...text.lines,
  ];
  return { lines: fillRows(lines, room.rows), cursor: null };
}

function textPage(state: FindingsState, shared: Shared, columns: number): Page<never> {
  const { capture, secrets } = shared;
  const finding = selectedOf(state, shared);
  if (finding === undefined || capture.kind !== 'ready') return { lines: [], items: [] };
  const context = { capture: capture.diagnosis.capture, secrets, width: columns - 2 };
  const rows = state.shows === 'remedies' ? remedyRows : overviewRows;
  return { lines: rows(finding, context), items: [] };
}

function emptyPage(shared: Shared, columns: number): Page<never> {
  const { capture } = shared;
  const width = columns - 2;
  const notReady = notReadyRows(shared, width);
  if (notReady !== null || capture.kind !== 'ready') return { lines: notReady ?? [], items: [] };
  const { diagnosis } = capture;
  return {
    lines: [
      ...heading(ownText('DIAGNOSIS')),
      ...prose(nothingFound(diagnosis), { width, tone: 'strong' }),
      ...coverageRows(diagnosis, 'all', width, shared.secrets),
    ],
    items: [],
  };
}

/** Between list and text: which finding the text is on. */
function ruleLine({ shows, active }: FindingsState, index: number, { look }: Shared, columns: number): Line {
  const { horizontal } = glyphsOf(look);
  const what = shows === 'remedies' ? ownText('remedies') : ownText('finding');
  const line = spans(['dim', `${horizontal}${horizontal} `]);
  line.push({ text: say`${what} #${plain(index + 1)}`, tone: active === 'text' ? 'title' : 'plain' });
  line.push(...spans(['dim', ` ${horizontal.repeat(columns)}`]));
  return fitRule(line, columns);
}

function fitRule(line: Line, columns: number): Line {
  let room = columns;
  return padLine(
    line.map((span) => {
      const text = span.text.slice(0, room) as typeof span.text;
      room -= text.length;
      return { ...span, text };
    }),
    columns,
  );
}

function placeText(state: FindingsState, shared: Shared): Line {
  const { capture } = shared;
  if (capture.kind === 'reading') return progressTitle(capture.progress);
  const { length } = findingsOf(shared);
  if (length === 0) return spans(['dim', '  none']);
  const cursor = Math.min(state.place.cursor, length - 1);
  return [{ text: say`  ${plain(cursor + 1)} of ${counted(length, 'finding')}`, tone: 'dim' }];
}
