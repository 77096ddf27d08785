/** One row of a ladder as a line of spans. */
import type { Segment } from '../../../closeup/segment.js';
import { ASCII, type LadderGlyphs, UNICODE } from '../../../view/ladder-glyphs.js';
import type { FoldRow, GapRow, SegmentRow } from '../../../view/ladder-rows.js';
import { foldNotes, foldText, gapText, type LadderEnd, signedMs } from '../../../view/ladder-words.js';
import { counted, plain } from '../../../view/number.js';
import { join, ownText, type SafeText, say } from '../../../view/safe-text.js';
import { segmentLabel, segmentNotes } from '../../../view/segment-text.js';
import { cell, fitLine } from '../../cells.js';
import { blanks, piece } from '../../close-up/draw.js';
import { timeText } from '../../close-up/time-column.js';
import { glyphsOf } from '../../glyphs.js';
import type { Look } from '../../look.js';
import type { TimeFormat } from '../../shared.js';
import type { Line, Span, Tone } from '../../span.js';
import type { LadderLayout } from './layout.js';
import type { LadderItem, LadderModel } from './model.js';

/** What a row is drawn with. */
export interface RowDrawing {
  readonly model: LadderModel;
  readonly layout: LadderLayout;
  readonly look: Look;
  readonly timeFormat: TimeFormat;
}

/** The signs of ladders. */
export function ladderGlyphs({ hasUnicode }: Look): LadderGlyphs {
  return hasUnicode ? UNICODE : ASCII;
}

/** A row; `hasCursor` puts the cursor's sign in front. */
export function drawRow(item: LadderItem, drawing: RowDrawing, hasCursor: boolean): Line {
  switch (item.kind) {
    case 'segment':
      return segmentLine(item, drawing, hasCursor);
    case 'gap':
      return gapLine(item, drawing, hasCursor);
    case 'fold':
      return foldLine(item, drawing, hasCursor);
    case 'not-listed':
      return between(say`${counted(item.segments, 'further segment')} not listed`, drawing, hasCursor, {});
    case 'end':
      return endLine(item.end, drawing, hasCursor);
  }
}

function segmentLine({ segment, evidence }: SegmentRow, drawing: RowDrawing, hasCursor: boolean): Line {
  const { model, layout, look } = drawing;
  const glyphs = ladderGlyphs(look);
  const isEvidence = evidence.length > 0;
  const isFromClient = segment.side === model.closeUp.clientSide;
  const line: Span[] = [
    ...leftOf(segment, drawing, hasCursor),
    piece('dim', ownText(glyphs.line)),
    piece(
      isEvidence ? 'evidence' : isFromClient ? 'client' : 'server',
      arrow(segment, isFromClient, isEvidence, drawing),
    ),
    piece('dim', ownText(glyphs.line)),
  ];
  return layout.margin === 0
    ? line
    : [...line, blanks(layout.gap), ...fitLine(marginOf(segment, evidence, model), layout.margin, look)];
}

/** What is told beside a segment: labels of evidence, HTTP messages, its part in the story, annotations. */
export function marginOf(segment: Segment, evidence: readonly string[], model: LadderModel): Line {
  const messages = model.messages.get(segment.frameNumber) ?? [];
  const role = model.roles.get(segment.frameNumber);
  const parts: [Tone, SafeText][] = [];
  if (evidence.length > 0) parts.push(['evidence', ownText(evidence.join(','))]);
  if (messages.length > 0) parts.push(['strong', join(messages, '; ')]);
  if (role !== undefined) parts.push(['plain', role]);
  const notes = segmentNotes(segment);
  if (notes.length > 0) parts.push(['warning', join(notes, '; ')]);
  return parts.flatMap(([tone, text], index) =>
    index === 0
      ? [piece(tone, text)]
      : [blanks(index === 1 && evidence.length > 0 ? 1 : 2), piece(tone, text)],
  );
}

function arrow(segment: Segment, isFromClient: boolean, isEvidence: boolean, drawing: RowDrawing): SafeText {
  const { layout, look } = drawing;
  const glyphs = ladderGlyphs(look);
  const room = layout.ladder - 2;
  const label = segmentLabel(segment, room - 4).slice(0, Math.max(0, room - 4));
  const shaft = (isEvidence ? glyphs.evidenceShaft : glyphs.shaft).repeat(
    Math.max(1, room - label.length - 3),
  );
  return ownText(isFromClient ? ` ${label} ${shaft}${glyphs.right}` : `${glyphs.left}${shaft} ${label} `);
}

function gapLine(row: GapRow, drawing: RowDrawing, hasCursor: boolean): Line {
  const gap = ownText(ladderGlyphs(drawing.look).gap);
  return between(say`${gap} ${gapText(row, drawing.model.closeUp)} ${gap}`, drawing, hasCursor, {
    tone: 'warning',
  });
}

function foldLine(row: FoldRow, drawing: RowDrawing, hasCursor: boolean): Line {
  const { folded } = glyphsOf(drawing.look);
  const notes = join(foldNotes(row), ', ');
  const text = say`${ownText(folded)} ${foldText(row)}`;
  return drawing.layout.margin === 0
    ? between(say`${text}, ${notes}`, drawing, hasCursor, { tone: 'key' })
    : between(text, drawing, hasCursor, { tone: 'key', margin: notes });
}

function endLine({ glyph, text }: LadderEnd, drawing: RowDrawing, hasCursor: boolean): Line {
  return between(text, drawing, hasCursor, {
    lifeline: ladderGlyphs(drawing.look)[glyph],
    tone: glyph === 'reset' ? 'error' : 'strong',
  });
}

interface Between {
  readonly tone?: Tone;
  readonly lifeline?: string;
  readonly margin?: SafeText;
}

/** A line with a text in the middle of the ladder. */
function between(
  text: SafeText,
  { layout, look }: RowDrawing,
  hasCursor: boolean,
  { tone = 'dim', lifeline = ladderGlyphs(look).line, margin }: Between,
): Line {
  const room = layout.ladder - 2;
  const [first, ...rest] = fitLine([piece(tone, text)], room, look);
  const shown = [first, ...rest].filter((span) => span !== undefined);
  const length = shown.reduce((sum, span) => sum + span.text.length, 0);
  const before = Math.floor((room - length) / 2);
  return [
    markOf(hasCursor, look),
    blanks(leftWidth(layout)),
    piece('dim', ownText(lifeline)),
    blanks(before),
    ...shown,
    blanks(room - length - before),
    piece('dim', ownText(lifeline)),
    ...(margin === undefined || layout.margin === 0
      ? []
      : [blanks(layout.gap), ...fitLine([piece('dim', margin)], layout.margin, look)]),
  ];
}

function leftOf(segment: Segment, { model, layout, look, timeFormat }: RowDrawing, hasCursor: boolean): Line {
  const { gap, frame, time, delta } = layout;
  const columns: Span[] = [
    markOf(hasCursor, look),
    piece('plain', cell(plain(segment.frameNumber), frame, look, 'right')),
  ];
  if (time > 0) {
    const text = timeText(segment, model.closeUp, timeFormat);
    columns.push(blanks(gap), piece('dim', cell(text, time, look, 'right')));
  }
  if (delta > 0) {
    const text = segment === model.closeUp.segments[0] ? ownText('') : signedMs(segment.deltaNs);
    columns.push(blanks(gap), piece('dim', cell(text, delta, look, 'right')));
  }
  return [...columns, blanks(gap)];
}

/** Cells between the mark and the ladder. */
export function leftWidth({ gap, frame, time, delta }: LadderLayout): number {
  return frame + (time > 0 ? gap + time : 0) + (delta > 0 ? gap + delta : 0) + gap;
}

function markOf(hasCursor: boolean, look: Look): Span {
  return piece('key', ownText(hasCursor ? `${glyphsOf(look).cursor} ` : '  '));
}
