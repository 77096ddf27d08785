/** Which segments a small ladder shows: the beginning, the evidence, the messages and the end; what lies between is counted. */
import type { CloseUp } from '../../../closeup/close-up.js';
import type { Segment } from '../../../closeup/segment.js';
import { ExchangeFacts } from '../../../survey/exchange-facts.js';
import { plain } from '../../../view/number.js';
import { packetText, type SafeText, type Secrets, say } from '../../../view/safe-text.js';

/** A segment, or how many are left out. */
export type PreviewRow =
  | { readonly kind: 'segment'; readonly segment: Segment; readonly evidence: readonly string[] }
  | { readonly kind: 'left-out'; readonly segments: number };

/** Segments at the beginning that come before messages. */
const FIRST = 3;
const MOST_EXCHANGES = 20;
const LONGEST_TARGET = 60;

/** At most `room` rows of a flow, in order. */
export function previewRows(closeUp: CloseUp, told: Iterable<number>, room: number): PreviewRow[] {
  const { segments } = closeUp;
  const evidence = evidenceByFrame(closeUp);
  const shown = new Set<number>();
  for (const index of candidates(segments, [...evidence.keys(), ...told], room)) {
    shown.add(index);
    if (rowCount(shown, segments.length) > room) shown.delete(index);
  }
  return rowsOf(
    [...shown].sort((a, b) => a - b),
    segments,
    evidence,
  );
}

/** Segments by how much they tell. */
function candidates(segments: readonly Segment[], frames: readonly number[], room: number): Set<number> {
  const byFrame = new Map(frames.map((frame) => [frame, -1]));
  for (const [index, { frameNumber }] of segments.entries()) {
    if (byFrame.has(frameNumber)) byFrame.set(frameNumber, index);
  }
  const first = Array.from({ length: Math.min(segments.length, room) }, (_, index) => index);
  const last = segments.length === 0 ? [] : [segments.length - 1];
  const wanted = [...byFrame.values()].filter((index) => index >= 0);
  return new Set([
    ...first.slice(0, 1),
    ...last,
    ...wanted.slice(0, room),
    ...first.slice(1, FIRST),
    ...first,
  ]);
}

/** Rows that these segments need, with one for each stretch that is left out. */
function rowCount(shown: ReadonlySet<number>, length: number): number {
  let rows = 0;
  let next = 0;
  for (const index of [...shown].sort((a, b) => a - b)) {
    rows += index > next ? 2 : 1;
    next = index + 1;
  }
  return rows + (next < length ? 1 : 0);
}

function rowsOf(
  shown: readonly number[],
  segments: readonly Segment[],
  evidence: ReadonlyMap<number, readonly string[]>,
): PreviewRow[] {
  const rows: PreviewRow[] = [];
  let next = 0;
  const leaveOut = (end: number) => {
    if (end > next) rows.push({ kind: 'left-out', segments: end - next });
  };
  for (const index of shown) {
    const segment = segments[index] as Segment;
    leaveOut(index);
    rows.push({ kind: 'segment', segment, evidence: evidence.get(segment.frameNumber) ?? [] });
    next = index + 1;
  }
  leaveOut(segments.length);
  return rows;
}

/** Labels of the evidence by frame, numbered as on the ladder. */
function evidenceByFrame({ findings }: CloseUp): Map<number, string[]> {
  const labels = new Map<number, string[]>();
  for (const [index, { frames }] of findings.flatMap(({ evidence }) => evidence).entries()) {
    for (const frame of frames) labels.set(frame, [...(labels.get(frame) ?? []), `E${index + 1}`]);
  }
  return labels;
}

/** What the first messages of HTTP say, by the frame that completed their heads. */
export function messagesOf({ survey }: CloseUp, secrets: Secrets): Map<number, SafeText> {
  const messages = new Map<number, SafeText>();
  const exchange = new ExchangeFacts(survey.exchanges, survey.texts);
  for (let at = 0; at < Math.min(MOST_EXCHANGES, survey.exchanges.length); at++) {
    const { requestFrame, responseFrame, method, target, status } = exchange.at(at);
    if (requestFrame !== 0) {
      const path = packetText(target ?? '', secrets, LONGEST_TARGET);
      messages.set(requestFrame, say`${packetText(method ?? '', secrets, 20)} ${path}`);
    }
    if (responseFrame !== 0) messages.set(responseFrame, plain(status));
  }
  return messages;
}
