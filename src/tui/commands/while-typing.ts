import type { Command } from './command-row.js';

/** Commands of what asks for something: the export dialog, the question at the end of a capture, a line that is typed. */
export const WHILE_TYPING = [
  {
    id: 'export-field',
    where: 'export',
    keys: ['tab', 'shift-tab', 'down', 'up'],
    title: 'field',
    explains: 'Moves to the next field or the one before.',
  },
  {
    id: 'export-choose',
    where: 'export',
    keys: ['space', 'right', 'left'],
    title: 'choose',
    explains: 'Takes the next choice of the field or the one before.',
  },
  {
    id: 'export-write',
    where: 'export',
    keys: ['enter'],
    title: 'write',
    explains: 'Writes the file; one that exists is replaced only when that is chosen.',
  },
  {
    id: 'export-cancel',
    where: 'export',
    keys: ['escape'],
    title: 'cancel',
    explains: 'Closes the dialog and writes nothing.',
  },
  {
    id: 'ending-do',
    where: 'ending',
    keys: ['enter'],
    title: 'do it',
    explains: 'Does what the cursor is on.',
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
