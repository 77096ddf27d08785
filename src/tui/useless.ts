import type { CommandId } from './command.js';

/** What is told of commands that the screen has no use for; what moves a cursor says nothing where there is none. */
export const USELESS: Partial<Readonly<Record<CommandId, string>>> = {
  copy: 'Nothing to copy here: y copies from flows (3), and from what they open.',
  time: 'No times here: t changes those of flows, ladders, packets and exchanges.',
  evidence: 'E goes to evidence: from the summary (1), the findings (2) and in ladders.',
};
