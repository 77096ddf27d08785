/** A whole screen: header, a rule, the body of the screen that is open, footer or message. Exactly as large as the terminal. */
import { inputText } from '../view/input-text.js';
import { ownText, safeText, say } from '../view/safe-text.js';
import { asciiLine, cellText, fitLine, padLine, spans, widthOf } from './cells.js';
import { COMMANDS, type CommandId } from './command.js';
import type { CommandLine } from './command-line/command-line.js';
import { commandLineRows } from './command-line/command-line-rows.js';
import { glyphsOf } from './glyphs.js';
import { keysOf } from './key-map.js';
import { keyText } from './key-text.js';
import { liveHeader } from './live/header.js';
import { type ProgramState, topOf } from './program.js';
import { HEADER_ROWS, roomOf } from './room.js';
import type { Shared } from './shared.js';
import type { Frame, Line } from './span.js';

/** Below this nothing can be shown. */
const FEWEST_COLUMNS = 20;
const FEWEST_ROWS = 5;

/** The frame of a state, in characters that the terminal can show. */
export function composeFrame(state: ProgramState): Frame {
  const { lines, cursor } = drawn(state);
  return { lines: state.shared.look.hasUnicode ? lines : lines.map(asciiLine), cursor };
}

function drawn(state: ProgramState): Frame {
  const { shared } = state;
  const { columns, rows } = shared.size;
  if (columns < FEWEST_COLUMNS || rows < FEWEST_ROWS) return tooSmall(shared);
  const { screen, state: screenState } = topOf(state);
  const room = roomOf(shared.size);
  const body = screen.view(screenState, shared, room);
  const title = screen.title(screenState, shared);
  const rule = ownText(glyphsOf(shared.look).horizontal.repeat(columns));
  const frame: Frame = {
    lines: [
      headerLine(shared, title),
      [{ text: rule, tone: 'dim' }],
      // A screen that is wrong by a cell must not break the rows of the terminal.
      ...body.lines.map((line) => fitLine(line, columns, shared.look)),
      shared.message === null ? footerLine(state) : messageLine(shared),
    ],
    cursor: body.cursor === null ? null : { row: body.cursor.row + HEADER_ROWS, column: body.cursor.column },
  };
  return state.commandLine === null ? frame : withCommandLine(frame, state.commandLine, shared);
}

/** The frame with the command line over its last two rows. */
function withCommandLine({ lines }: Frame, commandLine: CommandLine, { size, look }: Shared): Frame {
  const { typed, below, column } = commandLineRows(commandLine, size.columns, look);
  return { lines: [...lines.slice(0, -2), typed, below], cursor: { row: lines.length - 2, column } };
}

function headerLine(shared: Shared, titleOfScreen: Line): Line {
  const { size, look, live } = shared;
  const title = fitLine(titleOfScreen, size.columns - 1, look);
  const room = Math.max(0, size.columns - widthOf(title) - 1);
  const left = live === undefined ? nameLine(shared) : liveHeader(live, room - 1, look);
  return [
    ...padLine(fitLine(left, Math.max(0, room - 1), look), room),
    ...title,
    { text: ownText(' '), tone: 'plain' },
  ];
}

function nameLine({ paths }: Shared): Line {
  const [first = ''] = paths;
  const more = paths.length > 1 ? say` and ${ownText(String(paths.length - 1))} more` : ownText('');
  // A file may be called `-`, too: its path has a folder.
  const input = first === '-' ? inputText(first) : safeText(nameOf(first), 60);
  const name = say` tcpdx  ${input}${more} `;
  return [{ text: cellText(name), tone: 'title' }];
}

/** The last part of a path, of Windows too. */
function nameOf(path: string): string {
  return path.split(/[/\\]/).pop() ?? path;
}

/** What the footer says however little room there is: how to get out, and where all keys are told. */
const ALWAYS_TOLD: ReadonlySet<CommandId> = new Set([
  'back',
  'leave',
  'help',
  'cancel-line',
  'export-cancel',
]);

function footerLine(state: ProgramState): Line {
  const { screen, state: screenState } = topOf(state);
  const { size, look, ownKeys } = state.shared;
  const isFirst = state.opened.length === 1;
  const words: { isAlwaysTold: boolean; line: Line }[] = [];
  for (const wanted of screen.footer(screenState, state.shared)) {
    const id = wanted === 'leave' && !isFirst ? 'back' : wanted;
    const command = COMMANDS.find((one) => one.id === id);
    const [key] = keysOf(id, ownKeys);
    if (command === undefined || key === undefined) continue;
    const title = say` ${ownText(command.title)} `;
    const line = spans(['plain', ' '], ['key', keyText(key, look)], ['dim', title]);
    words.push({ isAlwaysTold: ALWAYS_TOLD.has(id), line });
  }
  return toldIn(size.columns, words);
}

/** The words that have room, in their order: first those that are always told, then from the first on. */
function toldIn(columns: number, words: readonly { isAlwaysTold: boolean; line: Line }[]): Line {
  let room = columns;
  const told = new Set<Line>();
  for (const isFirstRound of [true, false]) {
    for (const { isAlwaysTold, line } of words) {
      if (isAlwaysTold !== isFirstRound) continue;
      if (widthOf(line) > room) break;
      room -= widthOf(line);
      told.add(line);
    }
  }
  return words.flatMap(({ line }) => (told.has(line) ? line : []));
}

function messageLine({ message, size, look }: Shared): Line {
  if (message === null) return [];
  return fitLine([{ text: say` ${cellText(message.text)}`, tone: message.tone }], size.columns, look);
}

function tooSmall({ size, look }: Shared): Frame {
  const text = fitLine(spans(['warning', 'terminal too small']), size.columns, look);
  return { lines: Array.from({ length: size.rows }, (_, row) => (row === 0 ? text : [])), cursor: null };
}
