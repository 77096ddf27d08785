/** The question in front of the end of a live capture: what becomes of what was captured. */
import { counted } from '../../../view/number.js';
import { octetsText } from '../../../view/octets-text.js';
import { ownText, type SafeText, safeText, say } from '../../../view/safe-text.js';
import { cellText, fillRows, fitLine, spans } from '../../cells.js';
import { glyphsOf } from '../../glyphs.js';
import { moved } from '../../list.js';
import { isCapturing, type LiveEnding } from '../../live-state.js';
import type { Size } from '../../look.js';
import { prose } from '../../prose.js';
import type { Answer, Screen, ScreenEvent } from '../../screen.js';
import type { Shared } from '../../shared.js';
import type { Frame, Line } from '../../span.js';

/** State of the question: the answer that the cursor is on. */
export interface EndingState {
  readonly choice: number;
}

interface Choice {
  readonly title: string;
  readonly explains: string;
  /** Null to go back. */
  readonly ending: LiveEnding | null;
}

const KEEP: LiveEnding = { isDiscarded: false, withReport: false };

/** The question. */
export const ENDING_SCREEN: Screen<EndingState> = {
  id: 'ending',
  open: () => ({ state: { choice: 0 } }),
  update,
  title: (_, { live }) => spans(['title', isCapturing(live) ? 'Stop?' : 'Quit?']),
  view,
  footer: () => ['ending-do', 'back', 'quit'],
  isTyping: () => false,
};

function update(state: EndingState, event: ScreenEvent, shared: Shared): Answer<EndingState> {
  if (event.kind !== 'command') return { state };
  const { command, count } = event;
  if (count !== null) return { state, isUnused: true };
  const choices = choicesOf(shared);
  if (command === 'ending-do' || command === 'open') {
    const ending = choices[state.choice]?.ending ?? null;
    return ending === null ? { state, go: { kind: 'back' } } : { state, effects: [{ kind: 'quit', ending }] };
  }
  const to = moved({ cursor: state.choice, top: 0 }, command, choices.length, choices.length);
  return to === null ? { state, isUnused: true } : { state: { choice: to.cursor } };
}

function choicesOf({ live }: Shared): Choice[] {
  const goOn = isCapturing(live)
    ? { title: 'Go on capturing', explains: 'back to the screen', ending: null }
    : { title: 'Stay', explains: 'back to the screen', ending: null };
  if (live?.gauges?.recording == null) {
    return [{ title: 'Quit', explains: 'nothing was recorded; the report is printed', ending: KEEP }, goOn];
  }
  return [
    { title: 'Keep the recording', explains: 'and print the report', ending: KEEP },
    {
      title: 'Keep it, and write the report',
      explains: 'as Markdown, beside the recording',
      ending: { isDiscarded: false, withReport: true },
    },
    {
      title: 'Discard the recording',
      explains: 'delete its files; the report is printed',
      ending: { isDiscarded: true, withReport: false },
    },
    goOn,
  ];
}

function view({ choice }: EndingState, shared: Shared, { columns, rows }: Size): Frame {
  const { look, live, hasUnwrittenNotes } = shared;
  const width = Math.max(1, columns - 2);
  const question = isCapturing(live)
    ? 'The capture goes on until you answer. What becomes of it?'
    : 'The capture has ended. What becomes of it?';
  const head: Line[] = [
    ...prose(ownText(question), { width, tone: 'strong' }),
    ...recordingRows(shared, width),
  ];
  if (hasUnwrittenNotes) {
    head.push(
      ...prose(ownText('Notes are not written: Esc, then w writes them.'), { width, tone: 'warning' }),
    );
  }
  const choices = choicesOf(shared).map(({ title, explains }, index): Line => {
    const isChosen = index === choice;
    const mark = isChosen ? glyphsOf(look).cursor : ' ';
    const line = spans(['key', `${mark} `], [isChosen ? 'strong' : 'plain', title], ['dim', `  ${explains}`]);
    return isChosen ? line.map((span) => ({ ...span, isSelected: true })) : line;
  });
  const isRoomy = head.length + choices.length + 2 <= rows;
  const body = isRoomy ? [[], ...indented(head), [], ...choices] : [...indented(head), ...choices];
  // The answers are worth more than what stands above them.
  const from = Math.max(0, body.length - rows);
  const lines = fillRows(body.slice(from), rows).map((line) => fitLine(line, columns, look));
  return { lines, cursor: null };
}

function indented(lines: readonly Line[]): Line[] {
  return lines.map((line) => [...spans(['plain', ' ']), ...line]);
}

function recordingRows({ live }: Shared, width: number): Line[] {
  const recording = live?.gauges?.recording ?? null;
  if (recording === null) return [];
  const [first = '', ...more] = recording.paths;
  const others: SafeText = more.length === 0 ? ownText('') : say` and ${counted(more.length, 'other file')}`;
  const path = cellText(safeText(first, 1000));
  return prose(say`${path}${others} (${octetsText(recording.octets)})`, { width, most: 3 });
}
