/** What stands above a ladder. */
import { FlowFacts } from '../../../survey/flow-facts.js';
import { counted, plain } from '../../../view/number.js';
import { join, ownText, type SafeText, say } from '../../../view/safe-text.js';
import { durationText } from '../../../view/time.js';
import { cell, fitLine } from '../../cells.js';
import { blanks, piece } from '../../close-up/draw.js';
import { TIME_TITLES } from '../../close-up/time-column.js';
import { endTexts, tupleText } from '../../close-up/tuple.js';
import { glyphsOf } from '../../glyphs.js';
import type { Shared } from '../../shared.js';
import type { Line } from '../../span.js';
import type { LadderLayout } from './layout.js';
import type { LadderModel } from './model.js';

/** ` flow 17  10.0.0.1:20017 → 10.0.0.21:80`. */
export function flowText({ closeUp }: LadderModel, { look }: Pick<Shared, 'look'>): SafeText {
  return say` flow ${plain(closeUp.flow)}  ${tupleText(closeUp, glyphsOf(look).right)}`;
}

/** Who spoke with whom, how much and how long; what does not fit is left out from the end. */
export function headingLine(model: LadderModel, { look }: Shared, columns: number): Line {
  const facts = new FlowFacts(model.closeUp.survey).at(0);
  const arrow = glyphsOf(look).right;
  const parts = [
    counted(facts.clientSegments + facts.serverSegments, 'segment'),
    counted(facts.clientPayloadBytes + facts.serverPayloadBytes, 'octet'),
    durationText(facts.lastTimeNs - facts.firstTimeNs),
  ];
  if (facts.handshakeUs > 0) parts.push(say`handshake ${durationText(facts.handshakeUs * 1000)}`);
  if (facts.clientKnownBy !== 'syn') parts.push(ownText('who is the client is a guess'));
  const ends = tupleText(model.closeUp, arrow);
  return fitLine([piece('strong', say` ${ends}`), piece('dim', say`  ${join(parts, ', ')}`)], columns, look);
}

/** Titles of the columns; the two ends stand above their lifelines where they fit. */
export function titleLine(model: LadderModel, layout: LadderLayout, shared: Shared): Line {
  const { gap, frame, time, delta, ladder, margin } = layout;
  const { look, timeFormat } = shared;
  const right = (text: string, width: number) =>
    width === 0 ? [] : [blanks(gap), piece('dim', cell(ownText(text), width, look, 'right'))];
  const [client, server] = endTexts(model.closeUp);
  const isTight = client.length + server.length + 1 > ladder;
  const [first, second] = isTight ? [ownText('client'), ownText('server')] : [client, server];
  const room = Math.max(0, ladder - first.length - second.length);
  return [
    blanks(2),
    piece('dim', cell(ownText('frame'), frame, look, 'right')),
    ...right(TIME_TITLES[timeFormat], time),
    ...right('delta ms', delta),
    blanks(gap),
    piece('client', first),
    blanks(room),
    piece('server', second),
    ...(margin === 0 ? [] : [blanks(gap), piece('dim', cell(ownText('evidence'), margin, look))]),
  ];
}
