/** What can be typed behind `:`, as a table: parsing, completion and help come from it. */

/** What follows the word of a command. */
export type Argument = 'none' | 'number' | 'filter';

/** Something that can be typed. */
export interface LineCommand {
  readonly id: string;
  readonly words: readonly string[];
  readonly argument: Argument;
  readonly example: string;
  readonly explains: string;
}

/** The commands, in the order of completion. */
export const LINE_COMMANDS = [
  {
    id: 'frame',
    words: ['frame', 'packet'],
    argument: 'number',
    example: '85',
    explains: 'Opens frame 85, counted as in Wireshark; :frame 85 is the same.',
  },
  {
    id: 'flow',
    words: ['flow', 'stream'],
    argument: 'number',
    example: 'flow 17',
    explains: 'Opens the ladder of flow 17, which is tcp.stream 17 in Wireshark.',
  },
  {
    id: 'filter',
    words: ['filter'],
    argument: 'filter',
    example: 'filter status>=500',
    explains: 'Shows the flows that match; without an expression all of them.',
  },
  {
    id: 'row',
    words: ['row'],
    argument: 'number',
    example: 'row 12',
    explains: 'Moves to row 12 of a list or ladder.',
  },
  {
    id: 'summary',
    words: ['summary'],
    argument: 'none',
    example: 'summary',
    explains: 'Shows the diagnosis.',
  },
  {
    id: 'findings',
    words: ['findings'],
    argument: 'none',
    example: 'findings',
    explains: 'Shows all findings.',
  },
  { id: 'flows', words: ['flows'], argument: 'none', example: 'flows', explains: 'Shows the connections.' },
  {
    id: 'timeline',
    words: ['timeline'],
    argument: 'none',
    example: 'timeline',
    explains: 'Shows what happened when.',
  },
  {
    id: 'export',
    words: ['export'],
    argument: 'none',
    example: 'export',
    explains: 'Writes a report or a capture of some flows.',
  },
  {
    id: 'write',
    words: ['write', 'w'],
    argument: 'none',
    example: 'write',
    explains: 'Writes a capture with notes and evidence as comments.',
  },
  {
    id: 'help',
    words: ['help'],
    argument: 'none',
    example: 'help',
    explains: 'Shows the keys of this screen.',
  },
  { id: 'quit', words: ['q', 'quit'], argument: 'none', example: 'q', explains: 'Quits.' },
] as const satisfies readonly LineCommand[];

/** Id of a command of the line. */
export type LineCommandId = (typeof LINE_COMMANDS)[number]['id'];
