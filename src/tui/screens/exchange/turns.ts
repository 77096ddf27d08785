/** Turns of a flow in lines: as text, or as octets. */

import type { CloseUp } from '../../../closeup/close-up.js';
import { type Turn, turnsOf } from '../../../closeup/conversation.js';
import { hexLines } from '../../../view/hex.js';
import { hexRows } from '../../../view/hex-rows.js';
import { ownText, type SafeText, type Secrets, say } from '../../../view/safe-text.js';
import { secretLineRanges, streamSections } from '../../../view/stream-text.js';
import { missingText, turnHeading } from '../../../view/turn-text.js';
import { piece } from '../../close-up/draw.js';
import { timeText } from '../../close-up/time-column.js';
import type { Shared } from '../../shared.js';
import type { Tone } from '../../span.js';
import { type DocumentInput, type DocumentLine, pieces, told } from './document.js';

/** A line of what was said; `missing` tells that octets are not there. */
export interface SaidLine {
  readonly kind: 'said' | 'missing';
  readonly text: SafeText;
}

/**
 * What a turn says, line by line: text where it is text, octets elsewhere, gaps in their place.
 * @param width characters of a line: text may be longer, rows of octets are made to fit
 */
export function* saidText({ parts }: Turn, secrets: Secrets, width: number): Generator<SaidLine> {
  for (const part of parts) {
    if (part.kind !== 'octets') {
      yield { kind: 'missing', text: missingText(part) };
      continue;
    }
    for (const section of streamSections(part.octets, part.offset, secrets)) {
      const lines =
        section.kind === 'text'
          ? section.lines
          : hexRows(section.octets, section.offset, section.hidden, width);
      for (const text of lines) yield { kind: 'said', text };
    }
  }
}

/** Octets of which rows are made at once: only as many rows are made as are shown. */
const OCTETS_AT_ONCE = 4096;

/** Cells of a row of 16 octets with its prefix. */
const WIDTH_OF_SIXTEEN = 78;

/** A turn in octets; those of lines with secrets are hidden unless they are wanted. */
function* saidOctets({ parts }: Turn, secrets: Secrets, columns: number): Generator<SaidLine> {
  const perRow = columns < WIDTH_OF_SIXTEEN ? 8 : 16;
  for (const part of parts) {
    if (part.kind !== 'octets') {
      yield { kind: 'missing', text: missingText(part) };
      continue;
    }
    const { octets, offset } = part;
    const secretRanges = secrets === 'masked' ? secretLineRanges(octets) : [];
    for (let from = 0; from < octets.length; from += OCTETS_AT_ONCE) {
      const hidden = secretRanges
        .filter(({ at, length }) => at < from + OCTETS_AT_ONCE && at + length > from)
        .map(({ at, length }) => ({ at: at - from, length }));
      const some = octets.subarray(from, from + OCTETS_AT_ONCE);
      for (const text of hexLines(some, { hidden, firstOffset: offset + from, perRow }))
        yield { kind: 'said', text };
    }
  }
}

/** Both directions in the order in which they could be read. */
export function* followedLines(input: DocumentInput, view: 'text' | 'octets'): Generator<DocumentLine> {
  const { closeUp, side, shared, columns } = input;
  let isEmpty = true;
  for (const turn of turnsOf(closeUp)) {
    const isClient = turn.side === closeUp.clientSide;
    if (side !== 'both' && side !== (isClient ? 'client' : 'server')) continue;
    isEmpty = false;
    yield headingOf(turn, isClient, closeUp, shared);
    const prefix = isClient ? '> ' : '< ';
    const tone: Tone = isClient ? 'client' : 'server';
    const width = columns - prefix.length - 1;
    const said =
      view === 'text' ? saidText(turn, shared.secrets, width) : saidOctets(turn, shared.secrets, columns);
    for (const { kind, text } of said) {
      // Text goes on in the next line; a row of octets is cut.
      const parts = view === 'text' ? pieces(text, width) : [text];
      for (const [index, part] of parts.entries()) {
        const line = [
          piece(tone, ownText(kind === 'said' ? prefix : '  ')),
          piece(kind === 'said' ? 'plain' : 'warning', part),
        ];
        yield { line, frame: turn.firstFrame, said: [{ text: part, isContinued: index > 0 }] };
      }
    }
    yield told('plain', '');
  }
  if (isEmpty) yield told('dim', ' no octet of payload was sent');
}

/** `client, frames 4 to 6  0.800`. */
export function headingText(turn: Turn, isClient: boolean, closeUp: CloseUp, shared: Shared): SafeText {
  const segment = closeUp.segments.find(({ frameNumber }) => frameNumber === turn.firstFrame);
  const heading = turnHeading(turn, isClient);
  if (segment === undefined) return heading;
  const unit = ownText(UNITS[shared.timeFormat]);
  return say`${heading}, ${timeText(segment, closeUp, shared.timeFormat)}${unit}`;
}

const UNITS: Readonly<Record<Shared['timeFormat'], string>> = {
  'since-start': ' s',
  'in-flow': ' ms in the flow',
  delta: ' ms after the frame before',
  utc: ' UTC',
};

function headingOf(turn: Turn, isClient: boolean, closeUp: CloseUp, shared: Shared): DocumentLine {
  const text = headingText(turn, isClient, closeUp, shared);
  return { line: [piece('title', text)], frame: turn.firstFrame };
}
