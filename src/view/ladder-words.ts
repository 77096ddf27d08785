/** Words of the rows of a ladder, for reports and screens alike. */
import type { CloseUp } from '../closeup/close-up.js';
import { isForeignReset } from '../rules/patterns/foreign-reset.js';
import type { FlowFacts } from '../survey/flow-facts.js';
import type { FoldRow, GapRow } from './ladder-rows.js';
import { count, counted } from './number.js';
import { ownText, type SafeText, say } from './safe-text.js';
import { foldedLabel } from './segment-text.js';

/** `1,460 octets of the server not in the capture`. */
export function gapText({ side, bytes }: GapRow, { clientSide }: Pick<CloseUp, 'clientSide'>): SafeText {
  const sender = ownText(side === clientSide ? 'client' : 'server');
  return say`${counted(bytes, 'octet')} of the ${sender} not in the capture`;
}

/** `1,204 data segments`. */
export function foldText({ dataSegments }: FoldRow): SafeText {
  return counted(dataSegments, 'data segment');
}

/** What is in a fold: octets, ACKs of the other side, annotations. */
export function foldNotes({ payloadBytes, acks, annotated }: FoldRow): SafeText[] {
  const notes = [...annotated].map(([id, times]) => say`${count(times)} ${foldedLabel(id)}`);
  if (acks > 0) notes.unshift(counted(acks, 'ACK'));
  return [counted(payloadBytes, 'octet'), ...notes];
}

/** How a flow ended, and which sign of `LadderGlyphs` stands for it. */
export interface LadderEnd {
  readonly glyph: 'reset' | 'closed' | 'open';
  readonly text: SafeText;
}

/** The last line of a ladder. */
export function ladderEnd(facts: FlowFacts): LadderEnd {
  const { rstBy, teardown } = facts;
  if (rstBy !== null) {
    const by = ownText(isForeignReset(facts) ? 'in the name of' : 'of');
    return { glyph: 'reset', text: say`closed by RST ${by} the ${ownText(rstBy)}` };
  }
  if (teardown.startsWith('orderly'))
    return { glyph: 'closed', text: ownText('closed by FIN of both sides') };
  return { glyph: 'open', text: ownText('not closed when the capture ended') };
}

/** Milliseconds with their sign: `+0.297`. */
export function signedMs(ns: number): SafeText {
  return ownText(`${ns < 0 ? '' : '+'}${(ns / 1e6).toFixed(3)}`);
}
