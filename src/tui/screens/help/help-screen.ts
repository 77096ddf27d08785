/** The help of the screen below: all keys, what can be typed, and how flows are filtered; typing searches it. */
import { ownText, type SafeText } from '../../../view/safe-text.js';
import { fitLine, spans } from '../../cells.js';
import type { CommandId } from '../../command.js';
import { glyphsOf } from '../../glyphs.js';
import { type EditedLine, editLine, lineOf, shownLine } from '../../line-editor.js';
import { isCapturing } from '../../live-state.js';
import type { Size } from '../../look.js';
import {
  drawPage,
  movedOnPage,
  onItem,
  PAGE_START,
  type Page,
  type PageItem,
  type PagePlace,
  placedOnPage,
} from '../../page.js';
import { prose } from '../../prose.js';
import { roomOf } from '../../room.js';
import type { Answer, Screen, ScreenId } from '../../screen.js';
import type { Shared } from '../../shared.js';
import type { Frame, Line, Span } from '../../span.js';
import { helpSections, searched } from './entries.js';

/** State of the help. */
export interface HelpState {
  /** The screen whose keys are told. */
  readonly below: ScreenId;
  readonly search: EditedLine;
  readonly place: PagePlace;
}

/** Cells for what is pressed or typed. */
const LEFT_CELLS = 22;
/** Rows above the page, for the search. */
const SEARCH_ROWS = 2;

/** The help. Everything typed goes to its search. */
export const HELP_SCREEN: Screen<HelpState> = {
  id: 'help',
  open: ({ screen = 'summary' }) => ({ state: { below: screen, search: lineOf(), place: PAGE_START } }),
  update(state, event, shared) {
    return event.kind === 'key' ? takeKey(state, event.key, event.text, shared) : { state };
  },
  title: ({ below }) => spans(['title', `Help: ${below}`]),
  view,
  footer: () => ['open', 'back'],
  isTyping: () => true,
};

/** Keys that move, while text is typed. */
const MOVES: ReadonlyMap<string, CommandId> = new Map<string, CommandId>([
  ['down', 'down'],
  ['up', 'up'],
  ['pagedown', 'page-down'],
  ['pageup', 'page-up'],
  ['tab', 'page-down'],
  ['shift-tab', 'page-up'],
]);

/** Keys that close the help as long as nothing is searched for; escape always does. */
const CLOSES: ReadonlySet<string> = new Set(['q', '?', 'f1']);

function takeKey(state: HelpState, key: string, text: string, shared: Shared): Answer<HelpState> {
  const { search } = state;
  if (key === 'escape' || (search.text === '' && CLOSES.has(key))) return { state, go: { kind: 'back' } };
  if (key === 'enter') return runSelected(state, shared);
  const move = MOVES.get(key);
  if (move !== undefined) return { state: moved(state, move, shared) };
  const edited = editLine(search, key, text);
  if (edited === null) return { state };
  const isSame = edited.text === search.text;
  return { state: { ...state, search: edited, place: isSame ? state.place : PAGE_START } };
}

/** Closes the help; a command is run on the screen below. */
function runSelected(state: HelpState, shared: Shared): Answer<HelpState> {
  const { page, shown } = helpWindow(state, shared);
  const { item, top } = placedOnPage(page, state.place, shown);
  const chosen = page.items[item];
  if (chosen === undefined) return { state, go: { kind: 'back' } };
  // What the cursor is on may have been scrolled away: nobody means what he does not see.
  const isSeen = chosen.end > top && chosen.first < top + shown;
  return isSeen
    ? { state, go: { kind: 'back', command: chosen.target } }
    : { state, shared: { message: { text: NO_COMMAND, tone: 'notice' } } };
}

const NO_COMMAND = ownText('Enter runs the command under the cursor: there is none here.');

/** The page, and how many rows of it are shown. */
function helpWindow(state: HelpState, shared: Shared): { page: Page<CommandId>; shown: number } {
  const { rows, columns } = roomOf(shared.size);
  return { page: helpPage(state, shared, columns - 1), shown: Math.max(1, rows - SEARCH_ROWS) };
}

function moved(state: HelpState, command: CommandId, shared: Shared): HelpState {
  const { page, shown } = helpWindow(state, shared);
  const place = movedOnPage(page, state.place, command, shown) ?? state.place;
  return { ...state, place: command === 'up' && place.item === 0 ? onItem(page, place, 0, shown) : place };
}

function view(state: HelpState, shared: Shared, room: Size): Frame {
  const { columns, rows } = room;
  const lead = ' Search: ';
  const typed = shownLine(state.search, columns - lead.length);
  const search: Line = [...spans(['dim', lead]), { text: typed.text, tone: 'strong' }, ...hint(state)];
  const page = helpPage(state, shared, columns - 1);
  const body = drawPage(page, state.place, { columns, rows: Math.max(0, rows - SEARCH_ROWS) }, shared.look);
  const lines = [fitLine(search, columns, shared.look), [], ...body.lines].slice(0, rows);
  return { lines, cursor: { row: 0, column: lead.length + typed.column } };
}

function hint({ search }: HelpState): Line {
  return search.text === '' ? spans(['dim', ' type a word']) : [];
}

function helpPage(
  { below, search }: HelpState,
  { look, ownKeys, live }: Shared,
  width: number,
): Page<CommandId> {
  const lines: Line[] = [];
  const items: PageItem<CommandId>[] = [];
  const sections = searched(helpSections(below, look, ownKeys, isCapturing(live)), search.text);
  for (const { title, entries } of sections) {
    if (lines.length > 0) lines.push([]);
    lines.push([{ text: title, tone: 'title' }]);
    for (const { left, right, command } of entries) {
      const first = lines.length;
      lines.push(...entryRows(left, right, width));
      if (command !== null) items.push({ first, end: lines.length, target: command });
    }
  }
  if (sections.length === 0) {
    const nothing = 'Nothing here has this in it.';
    lines.push(
      ...prose(ownText(nothing), {
        width,
        tone: 'warning',
        lead: spans(['warning', ` ${glyphsOf(look).warning} `]),
      }),
    );
  }
  return { lines, items };
}

function entryRows(left: SafeText, right: SafeText, width: number): Line[] {
  const cells = Math.min(LEFT_CELLS, Math.floor(width / 3));
  if (left === '') return prose(right, { width, lead: spans(['dim', '- ']) });
  const key: Span = { text: left, tone: 'key' };
  if (left.length >= cells)
    return [[key], ...prose(right, { width, lead: spans(['plain', ' '.repeat(cells)]) })];
  return prose(right, { width, lead: [{ ...key, text: left.padEnd(cells) as SafeText }] });
}
