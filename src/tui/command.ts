/**
 * Every command of the screens: one table from which keys, help, footer and documentation come.
 *
 * `where` is the layer in which the keys count: `all` everywhere, `list` wherever a cursor moves over rows, else the id of
 * one screen or `line` for the line that is being typed. Keys are named as in `key.ts`.
 */

/** One command. */
export interface Command {
  readonly id: string;
  readonly where: string;
  readonly keys: readonly string[];
  /** Two or three words for the footer and the help. */
  readonly title: string;
  /** What it does, in a sentence. */
  readonly explains: string;
}

/** The commands, in the order of the help. */
export const COMMANDS = [
  { id: 'down', where: 'list', keys: ['j', 'down'], title: 'down', explains: 'Moves to the next row.' },
  { id: 'up', where: 'list', keys: ['k', 'up'], title: 'up', explains: 'Moves to the row before.' },
  { id: 'first', where: 'list', keys: ['g', 'home'], title: 'first', explains: 'Moves to the first row.' },
  {
    id: 'last',
    where: 'list',
    keys: ['G', 'end'],
    title: 'last',
    explains: 'Moves to the last row; with a number in front of it, to that row.',
  },
  {
    id: 'page-down',
    where: 'list',
    keys: ['pagedown', 'ctrl-f'],
    title: 'page down',
    explains: 'Moves down by a screen.',
  },
  {
    id: 'page-up',
    where: 'list',
    keys: ['pageup', 'ctrl-b'],
    title: 'page up',
    explains: 'Moves up by a screen.',
  },
  {
    id: 'half-down',
    where: 'list',
    keys: ['ctrl-d'],
    title: 'half page down',
    explains: 'Moves down by half a screen.',
  },
  {
    id: 'half-up',
    where: 'list',
    keys: ['ctrl-u'],
    title: 'half page up',
    explains: 'Moves up by half a screen.',
  },
  { id: 'open', where: 'list', keys: ['enter'], title: 'open', explains: 'Opens what the cursor is on.' },

  { id: 'summary', where: 'all', keys: ['1'], title: 'summary', explains: 'Shows the diagnosis.' },
  { id: 'findings', where: 'all', keys: ['2'], title: 'findings', explains: 'Shows all findings.' },
  { id: 'flows', where: 'all', keys: ['3'], title: 'flows', explains: 'Shows the connections.' },
  { id: 'timeline', where: 'all', keys: ['4'], title: 'timeline', explains: 'Shows what happened when.' },
  {
    id: 'next-finding',
    where: 'all',
    keys: [']'],
    title: 'next finding',
    explains: 'Goes to the next flow with a finding.',
  },
  {
    id: 'previous-finding',
    where: 'all',
    keys: ['['],
    title: 'previous finding',
    explains: 'Goes to the flow with a finding before.',
  },
  {
    id: 'filter',
    where: 'all',
    keys: ['/'],
    title: 'filter',
    explains: 'Types a filter for lists, or a search in texts.',
  },
  {
    id: 'time',
    where: 'all',
    keys: ['t'],
    title: 'time',
    explains: 'Changes how times are shown: since the start, in the flow, since the row before, UTC.',
  },
  {
    id: 'copy',
    where: 'all',
    keys: ['y'],
    title: 'copy',
    explains:
      'Copies: y then f a Wireshark filter, t the addresses, p the octets, w the ladder, c the value.',
  },
  {
    id: 'export',
    where: 'all',
    keys: ['e'],
    title: 'export',
    explains: 'Writes a report or a capture of some flows.',
  },
  {
    id: 'write',
    where: 'all',
    keys: ['w'],
    title: 'write notes',
    explains: 'Writes a capture with notes and evidence as comments.',
  },
  {
    id: 'command',
    where: 'all',
    keys: [':'],
    title: 'command',
    explains: 'Types a command: the number of a frame, open, write, export, set.',
  },
  { id: 'help', where: 'all', keys: ['?', 'f1'], title: 'help', explains: 'Shows the keys of this screen.' },
  { id: 'redraw', where: 'all', keys: ['ctrl-l'], title: 'redraw', explains: 'Draws the screen anew.' },
  {
    id: 'suspend',
    where: 'all',
    keys: ['ctrl-z'],
    title: 'suspend',
    explains: 'Goes back to the shell; fg comes back.',
  },
  {
    id: 'back',
    where: 'all',
    keys: ['escape', 'q'],
    title: 'back',
    explains: 'Goes back; q on the first screen quits.',
  },
  {
    id: 'quit',
    where: 'all',
    keys: ['ctrl-c'],
    title: 'quit',
    explains: 'Quits; asks first when there are notes that are not written.',
  },

  {
    id: 'mark',
    where: 'list',
    keys: ['m'],
    title: 'mark',
    explains: 'Marks the row, or takes the mark away.',
  },
  { id: 'note', where: 'list', keys: [';'], title: 'note', explains: 'Writes a note on the row.' },
  {
    id: 'marked-only',
    where: 'flows',
    keys: ['M'],
    title: 'marked only',
    explains: 'Shows marked flows only, or all.',
  },
  {
    id: 'filter-off',
    where: 'flows',
    keys: ['f'],
    title: 'filter off/on',
    explains: 'Turns the filter off without losing it, and on again.',
  },
  { id: 'sort', where: 'flows', keys: ['s'], title: 'sort', explains: 'Sorts by the next column.' },
  { id: 'sort-reverse', where: 'flows', keys: ['S'], title: 'reverse', explains: 'Turns the order around.' },
  {
    id: 'preview',
    where: 'flows',
    keys: ['tab'],
    title: 'preview',
    explains: 'Shows or hides the ladder below the list.',
  },
  {
    id: 'remedy',
    where: 'findings',
    keys: ['r'],
    title: 'remedies',
    explains: 'Shows what can be done, with sources.',
  },
  {
    id: 'mute',
    where: 'findings',
    keys: ['x'],
    title: 'mute',
    explains: 'Leaves the findings of this rule out, or brings them back.',
  },
  {
    id: 'read',
    where: 'findings',
    keys: ['tab'],
    title: 'list/text',
    explains: 'Changes between the list and the text below it, to scroll it.',
  },
  {
    id: 'evidence',
    where: 'list',
    keys: ['E'],
    title: 'evidence',
    explains: 'Goes to the evidence of the finding.',
  },
  {
    id: 'compare',
    where: 'ladder',
    keys: ['d'],
    title: 'compare',
    explains: 'Shows a healthy flow of the same server beside it.',
  },
  {
    id: 'follow',
    where: 'ladder',
    keys: ['f'],
    title: 'follow',
    explains: 'Shows what was said, both directions in order.',
  },
  {
    id: 'unfold',
    where: 'ladder',
    keys: ['l', 'right'],
    title: 'unfold',
    explains: 'Shows the segments of a folded run.',
  },
  { id: 'fold', where: 'ladder', keys: ['h', 'left'], title: 'fold', explains: 'Folds a run of data again.' },
  {
    id: 'expand',
    where: 'packet',
    keys: ['l', 'right'],
    title: 'unfold',
    explains: 'Shows the parts of a field.',
  },
  {
    id: 'collapse',
    where: 'packet',
    keys: ['h', 'left'],
    title: 'fold',
    explains: 'Hides the parts of a field.',
  },
  {
    id: 'pane',
    where: 'packet',
    keys: ['tab'],
    title: 'tree/octets',
    explains: 'Changes between tree and octets.',
  },
  {
    id: 'next-frame',
    where: 'packet',
    keys: ['n'],
    title: 'next frame',
    explains: 'Shows the next frame of the flow.',
  },
  {
    id: 'previous-frame',
    where: 'packet',
    keys: ['p'],
    title: 'frame before',
    explains: 'Shows the frame of the flow before.',
  },
  {
    id: 'view-as',
    where: 'exchange',
    keys: ['v'],
    title: 'view',
    explains: 'Changes between HTTP, text and octets.',
  },
  {
    id: 'one-side',
    where: 'exchange',
    keys: ['o'],
    title: 'one side',
    explains: 'Shows both directions, or one of them.',
  },
  {
    id: 'next-match',
    where: 'exchange',
    keys: ['n'],
    title: 'next match',
    explains: 'Goes to the next place that was searched for.',
  },
  {
    id: 'previous-match',
    where: 'exchange',
    keys: ['N'],
    title: 'match before',
    explains: 'Goes to the place before.',
  },
  {
    id: 'earlier',
    where: 'timeline',
    keys: ['h', 'left'],
    title: 'earlier',
    explains: 'Moves the cursor to the column before.',
  },
  {
    id: 'later',
    where: 'timeline',
    keys: ['l', 'right'],
    title: 'later',
    explains: 'Moves the cursor to the next column.',
  },
  {
    id: 'pan-earlier',
    where: 'timeline',
    keys: ['H'],
    title: 'pan back',
    explains: 'Moves the window back.',
  },
  { id: 'pan-later', where: 'timeline', keys: ['L'], title: 'pan on', explains: 'Moves the window on.' },
  {
    id: 'zoom-in',
    where: 'timeline',
    keys: ['+'],
    title: 'zoom in',
    explains: 'Shows less time in more detail.',
  },
  { id: 'zoom-out', where: 'timeline', keys: ['-'], title: 'zoom out', explains: 'Shows more time.' },
  {
    id: 'as-table',
    where: 'timeline',
    keys: ['T'],
    title: 'table',
    explains: 'Shows the numbers instead of the plot.',
  },
  {
    id: 'stop',
    where: 'summary',
    keys: ['S'],
    title: 'stop reading',
    explains: 'Stops reading the capture: what was read is diagnosed.',
  },
  {
    id: 'apply-line',
    where: 'line',
    keys: ['enter'],
    title: 'apply',
    explains: 'Takes the line that is typed.',
  },
  {
    id: 'complete-line',
    where: 'line',
    keys: ['tab'],
    title: 'complete',
    explains: 'Takes the completion that is chosen, or the correction of what is wrong.',
  },
  {
    id: 'recall-line',
    where: 'line',
    keys: ['up'],
    title: 'history',
    explains: 'Shows lines that were typed before; chooses among completions.',
  },
  {
    id: 'clear-line',
    where: 'line',
    keys: ['ctrl-u'],
    title: 'clear',
    explains: 'Clears the line before the caret.',
  },
  {
    id: 'cancel-line',
    where: 'line',
    keys: ['escape'],
    title: 'cancel',
    explains: 'Closes the completions, then the line, and leaves everything as it was.',
  },
] as const satisfies readonly Command[];

/** Id of a command. */
export type CommandId = (typeof COMMANDS)[number]['id'];
