/**
 * One flow as a ladder: a row a segment, the client on the left, evidence and annotations in the margin.
 */
import type { CloseUp } from '../closeup/close-up.js';
import { icmpMeaning } from '../decode/icmp-meaning.js';
import { addressText } from '../diagnosis/address-text.js';
import { FlowFacts } from '../survey/flow-facts.js';
import { messagesByFrame } from './close-up-messages.js';
import { endpointText } from './endpoint.js';
import { evidenceLegend } from './evidence-legend.js';
import { icmpText } from './icmp-text.js';
import { type LadderColumns, ladderColumns } from './ladder-columns.js';
import { ASCII, type LadderGlyphs, UNICODE } from './ladder-glyphs.js';
import {
  type FoldRow,
  type GapRow,
  type LadderRow,
  ladderRows,
  numberedEvidence,
  type SegmentRow,
} from './ladder-rows.js';
import { foldNotes, foldText, gapText, ladderEnd, signedMs } from './ladder-words.js';
import { count, counted, plain } from './number.js';
import { join, ownText, type SafeText, type Secrets, safeText, say } from './safe-text.js';
import { segmentLabel, segmentNotes } from './segment-text.js';
import { endSentence } from './teardown-text.js';
import { durationText, utcText } from './time.js';
import { wrap } from './wrap.js';

/** How a ladder is drawn. */
export interface LadderOptions {
  /** Characters of a line; narrower than the ladder needs is as wide as it needs. */
  readonly width: number;
  readonly ascii: boolean;
  readonly secrets: Secrets;
  /** Long runs of payload get a row a segment, too. */
  readonly unfold: boolean;
}

/** The ladder of a flow, line by line, each with its line feed. */
export function* ladderLines(closeUp: CloseUp, options: LadderOptions): Generator<string> {
  const drawing = new LadderDrawing(closeUp, options);
  for (const line of drawing.lines()) yield `${line.trimEnd()}\n`;
}

class LadderDrawing {
  private readonly closeUp: CloseUp;
  private readonly options: LadderOptions;
  private readonly glyphs: LadderGlyphs;
  private readonly columns: LadderColumns;
  private readonly facts: FlowFacts;
  private readonly messages: ReadonlyMap<number, readonly SafeText[]>;

  constructor(closeUp: CloseUp, options: LadderOptions) {
    this.closeUp = closeUp;
    this.options = options;
    this.glyphs = options.ascii ? ASCII : UNICODE;
    this.columns = ladderColumns(closeUp, options.width);
    this.facts = new FlowFacts(closeUp.survey).at(0);
    this.messages = messagesByFrame(closeUp, options.secrets);
  }

  *lines(): Generator<string> {
    const { closeUp, options } = this;
    yield* this.head();
    yield '';
    yield* this.columnTitles();
    const rows = ladderRows(closeUp, {
      evidence: numberedEvidence(closeUp),
      told: this.messages.keys(),
      unfolded: options.unfold ? 'all' : new Set(),
    });
    for (const row of rows) yield* this.row(row);
    if (closeUp.segmentsNotKept > 0) {
      yield* this.between(
        say`${counted(closeUp.segmentsNotKept, 'further segment')} not listed`,
        this.glyphs.line,
      );
    }
    const end = ladderEnd(this.facts);
    yield* this.between(end.text, this.glyphs[end.glyph]);
    yield '';
    yield* wrap(endSentence(this.facts), options.width);
    yield* this.errors();
    yield* evidenceLegend(closeUp, options);
  }

  /** ICMP errors about the flow, which have no row: they are no segments. */
  private *errors(): Generator<string> {
    const { survey } = this.closeUp;
    const told = this.facts.icmpErrors === 0 ? [] : survey.icmp.ofFlow(0);
    for (const { frame, type, code, reporter } of told) {
      const from = safeText(addressText(survey.addresses, reporter, this.facts.isIpv6));
      const text = icmpText(icmpMeaning(this.facts.isIpv6 ? 6 : 4, type, code));
      yield* wrap(say`ICMP error in frame ${plain(frame)}, from ${from}: ${text}`, this.options.width);
    }
    const untold = this.facts.icmpErrors - told.length;
    if (untold > 0) yield say`and ${counted(untold, 'more ICMP error')}`;
  }

  private *head(): Generator<string> {
    const { closeUp, facts, glyphs } = this;
    const [client, server] = this.ends();
    yield say`Flow ${ownText(String(closeUp.flow))}: ${client} ${ownText(glyphs.arrow)} ${server}`;
    const segments = facts.clientSegments + facts.serverSegments;
    const octets = facts.clientPayloadBytes + facts.serverPayloadBytes;
    const parts = [
      say`${counted(segments, 'segment')} (client ${count(facts.clientSegments)}, server ${count(facts.serverSegments)})`,
      say`${counted(octets, 'octet')} of payload (${count(facts.clientPayloadBytes)}, ${count(facts.serverPayloadBytes)})`,
      durationText(facts.lastTimeNs - facts.firstTimeNs),
    ];
    if (facts.handshakeUs > 0) parts.push(say`handshake ${durationText(facts.handshakeUs * 1000)}`);
    yield* wrap(join(parts, ', '), this.options.width);
    const { epochSeconds } = closeUp.survey.timeBase;
    yield say`frames ${ownText(String(facts.firstFrame))} to ${ownText(String(facts.lastFrame))}, from ${utcText(epochSeconds, facts.firstTimeNs)}`;
    if (facts.clientKnownBy !== 'syn') {
      yield ownText('Who is the client is a guess or told by what came later: its SYN was not captured.');
    }
  }

  private ends(): [SafeText, SafeText] {
    const { ends, clientSide } = this.closeUp;
    return [endpointText(ends[clientSide]), endpointText(ends[clientSide === 0 ? 1 : 0])];
  }

  private *columnTitles(): Generator<string> {
    const { columns, glyphs } = this;
    const [client, server] = this.ends();
    const room = columns.ladder;
    const isTight = client.length + server.length + 1 > room;
    const title = `  ${'frame'.padStart(columns.frame)}${columns.time > 0 ? `  ${'time s'.padStart(columns.time)}` : ''}  ${'delta ms'.padStart(columns.delta)}  `;
    if (isTight) {
      yield title + client;
      yield ' '.repeat(title.length) + server.padStart(room);
    } else yield title + client.padEnd(room - server.length) + server;
    yield `${' '.repeat(title.length)}${glyphs.line}${' '.repeat(room - 2)}${glyphs.line}`;
  }

  private *row(row: LadderRow): Generator<string> {
    if (row.kind === 'segment') yield* this.segment(row);
    else if (row.kind === 'gap') yield* this.gap(row);
    else yield* this.fold(row);
  }

  private *segment({ segment, evidence }: SegmentRow): Generator<string> {
    const { columns, glyphs, closeUp } = this;
    const isEvidence = evidence.length > 0;
    const notes = [...segmentNotes(segment), ...(this.messages.get(segment.frameNumber) ?? [])];
    const margin = [evidence.join(','), join(notes, '; ')].filter((text) => text !== '').join(' ');
    const [first = '', ...rest] = wrap(margin, columns.margin);
    const seconds = (segment.timeNs - closeUp.captureStartNs) / 1e9;
    const isFirst = segment === closeUp.segments[0];
    const left = this.left(
      isEvidence,
      String(segment.frameNumber),
      seconds.toFixed(6),
      isFirst ? '' : signedMs(segment.deltaNs),
    );
    const isFromClient = segment.side === closeUp.clientSide;
    const shaft = isEvidence ? glyphs.evidenceShaft : glyphs.shaft;
    yield `${left}${glyphs.line}${this.arrow(segmentLabel(segment, columns.ladder - 6), shaft, isFromClient)}${glyphs.line}  ${first}`;
    yield* this.between(ownText(''), glyphs.line, rest);
  }

  private arrow(label: string, shaft: string, isFromClient: boolean): string {
    const { glyphs, columns } = this;
    const length = Math.max(1, columns.ladder - 2 - label.length - 3);
    const line = shaft.repeat(length);
    return isFromClient ? ` ${label} ${line}${glyphs.right}` : `${glyphs.left}${line} ${label} `;
  }

  private gap(row: GapRow): Generator<string> {
    const { glyphs, closeUp } = this;
    const gap = ownText(glyphs.gap);
    return this.between(say`${gap} ${gapText(row, closeUp)} ${gap}`, glyphs.line);
  }

  private fold(row: FoldRow): Generator<string> {
    const { glyphs, columns } = this;
    const fold = ownText(glyphs.fold);
    const margin = wrap(join(foldNotes(row), ', '), columns.margin);
    return this.between(say`${fold} ${foldText(row)} ${fold}`, glyphs.line, margin);
  }

  /** Lines with a text in the middle of the ladder and others in the margin, as many as the longer one needs. */
  private *between(text: SafeText, glyph: string, margin: readonly string[] = []): Generator<string> {
    const room = this.columns.ladder - 2;
    const texts = text === '' ? [] : wrap(text, room - 2);
    for (let line = 0; line < Math.max(texts.length, margin.length); line++) {
      const shown = texts[line] ?? '';
      const before = Math.floor((room - shown.length) / 2);
      const centred = (' '.repeat(before) + shown).padEnd(room);
      yield `${this.left(false, '', '', '')}${glyph}${centred}${glyph}  ${margin[line] ?? ''}`;
    }
  }

  private left(isEvidence: boolean, frame: string, time: string, delta: string): string {
    const { columns, glyphs } = this;
    const timeText = columns.time > 0 ? `  ${time.padStart(columns.time)}` : '';
    const mark = isEvidence ? `${glyphs.evidenceMark} ` : '  ';
    return `${mark}${frame.padStart(columns.frame)}${timeText}  ${delta.padStart(columns.delta)}  `;
  }
}
