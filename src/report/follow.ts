/**
 * What both sides of one flow said, in order. Lines of the client begin with `>`, those of the server with `<`, so that
 * nothing in them can be taken for a word of ours.
 */
import type { CloseUp } from '../closeup/close-up.js';
import { type Turn, turnsOf } from '../closeup/conversation.js';
import { endpointText } from '../view/endpoint.js';
import { hexRows } from '../view/hex-rows.js';
import { counted, plain } from '../view/number.js';
import { ownText, type Secrets, say } from '../view/safe-text.js';
import { streamSections } from '../view/stream-text.js';
import { missingText, turnHeading } from '../view/turn-text.js';

/** How a conversation is shown. */
export interface FollowOptions {
  readonly ascii: boolean;
  readonly secrets: Secrets;
}

/** Both streams, line by line, each with its line feed. */
export function* followLines(closeUp: CloseUp, { ascii, secrets }: FollowOptions): Generator<string> {
  const { ends, clientSide, streams } = closeUp;
  const arrow = ownText(ascii ? '->' : '→');
  const [client, server] = [endpointText(ends[clientSide]), endpointText(ends[clientSide === 0 ? 1 : 0])];
  yield `${say`Flow ${plain(closeUp.flow)}: client ${client} ${arrow} server ${server}`}\n`;
  let isEmpty = true;
  for (const turn of turnsOf(closeUp)) {
    isEmpty = false;
    const isClient = turn.side === clientSide;
    yield `\n-- ${turnHeading(turn, isClient)} --\n`;
    for (const line of turnLines(turn, isClient ? '> ' : '< ', secrets)) yield `${line}\n`;
  }
  if (isEmpty) yield '\nNo octet of payload was sent.\n';
  for (const side of [0, 1] as const) {
    const { conflictingOctets, unplacedOctets } = streams[side];
    const who = ownText(side === clientSide ? 'client' : 'server');
    if (conflictingOctets > 0) {
      yield `\n${say`${counted(conflictingOctets, 'octet')} of the ${who} came again and were others: those that came first are shown.`}\n`;
    }
    if (unplacedOctets > 0) {
      yield `\n${say`${counted(unplacedOctets, 'octet')} of the ${who} were captured and are not shown: the stream has too many parts.`}\n`;
    }
  }
}

function* turnLines(turn: Turn, prefix: string, secrets: Secrets): Generator<string> {
  for (const part of turn.parts) {
    if (part.kind !== 'octets') {
      yield say`  ${missingText(part)}`;
      continue;
    }
    for (const section of streamSections(part.octets, part.offset, secrets)) {
      const lines =
        section.kind === 'text' ? section.lines : hexRows(section.octets, section.offset, section.hidden);
      for (const line of lines) yield (prefix + line).trimEnd();
    }
  }
}
