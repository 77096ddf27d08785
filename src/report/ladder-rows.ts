/**
 * The rows of a ladder before they are drawn: which segments get a row, which are folded, where octets are missing.
 */
import type { AnnotationId } from '../closeup/annotations/annotation.js';
import type { CloseUp } from '../closeup/close-up.js';
import type { Segment } from '../closeup/segment.js';
import { FIN, RST, SYN } from '../decode/tcp.js';
import type { Evidence, Finding } from '../diagnosis/diagnosis.js';

/** Frames that show a finding, under a number of its own. */
export interface NumberedEvidence {
  /** `E1`. */
  readonly label: string;
  readonly finding: Finding;
  readonly evidence: Evidence;
}

/** A segment. */
export interface SegmentRow {
  readonly kind: 'segment';
  readonly segment: Segment;
  /** Labels of the evidence that the frame belongs to. */
  readonly evidence: readonly string[];
}

/** Octets that are not in the capture. */
export interface GapRow {
  readonly kind: 'gap';
  /** The side that sent them. */
  readonly side: 0 | 1;
  readonly bytes: number;
}

/** Segments that are only counted. */
export interface FoldRow {
  readonly kind: 'fold';
  /** The side that sent the payload. */
  readonly side: 0 | 1;
  readonly dataSegments: number;
  readonly payloadBytes: number;
  /** Segments of the other side without payload. */
  readonly acks: number;
  /** How often each annotation is met in them; of a copy only that it is one. */
  readonly annotated: ReadonlyMap<AnnotationId | 'duplicate-frame', number>;
}

/** A row of a ladder. */
export type LadderRow = SegmentRow | GapRow | FoldRow;

/** Runs of payload in one direction that are longer are folded. */
const LONGEST_RUN = 6;

/** The evidence of all findings of the flow, numbered in order. */
export function numberedEvidence({ findings }: CloseUp): NumberedEvidence[] {
  return findings
    .flatMap((finding) => finding.evidence.map((evidence) => ({ finding, evidence })))
    .map(({ finding, evidence }, index) => ({ label: `E${index + 1}`, finding, evidence }));
}

/**
 * The rows of a flow in capture order.
 * @param told frames that are told in words beside the ladder (evidence, HTTP messages): never folded
 */
export function ladderRows(closeUp: CloseUp, told: ReadonlySet<number>, unfold: boolean): LadderRow[] {
  const { segments } = closeUp;
  const labels = evidenceLabels(numberedEvidence(closeUp));
  const gaps = gapsByFrame(closeUp);
  const rows: LadderRow[] = [];
  const addSegment = (segment: Segment) => {
    rows.push(...(gaps.get(segment.frameNumber) ?? []));
    rows.push({ kind: 'segment', segment, evidence: labels.get(segment.frameNumber) ?? [] });
  };
  const mustShow = (segment: Segment) =>
    unfold ||
    (segment.flags & (SYN | FIN | RST)) !== 0 ||
    told.has(segment.frameNumber) ||
    gaps.has(segment.frameNumber);
  for (let at = 0; at < segments.length; ) {
    const end = endOfRun(segments, at, mustShow);
    const run = segments.slice(at, end);
    if (run.filter(({ payloadBytes }) => payloadBytes > 0).length > LONGEST_RUN) {
      addSegment(run[0] as Segment);
      rows.push(foldOf(run.slice(1, -1), (run[0] as Segment).side));
      addSegment(run.at(-1) as Segment);
    } else run.forEach(addSegment);
    at = end;
  }
  rows.push(...(gaps.get(BEHIND_ALL) ?? []));
  return rows;
}

/** Where the run that begins here ends: payload of one side, and what the other side says without payload. */
function endOfRun(segments: readonly Segment[], at: number, mustShow: (segment: Segment) => boolean): number {
  const first = segments[at] as Segment;
  if (first.payloadBytes === 0) return at + 1;
  let behindLastData = at + 1;
  for (let end = at + 1; end < segments.length; end++) {
    const next = segments[end] as Segment;
    const isOfRun = next.payloadBytes > 0 ? next.side === first.side : next.side !== first.side;
    if (!isOfRun || mustShow(next)) break;
    if (next.payloadBytes > 0) behindLastData = end + 1;
  }
  return behindLastData;
}

function foldOf(run: readonly Segment[], side: 0 | 1): FoldRow {
  const annotated = new Map<AnnotationId | 'duplicate-frame', number>();
  let dataSegments = 0;
  let payloadBytes = 0;
  for (const segment of run) {
    if (segment.payloadBytes > 0) dataSegments++;
    payloadBytes += segment.payloadBytes;
    const ids =
      segment.duplicateOf === null ? segment.annotations.map(({ id }) => id) : (['duplicate-frame'] as const);
    for (const id of ids) annotated.set(id, (annotated.get(id) ?? 0) + 1);
  }
  return { kind: 'fold', side, dataSegments, payloadBytes, acks: run.length - dataSegments, annotated };
}

function evidenceLabels(numbered: readonly NumberedEvidence[]): Map<number, string[]> {
  const labels = new Map<number, string[]>();
  for (const { label, evidence } of numbered) {
    for (const frame of evidence.frames) labels.set(frame, [...(labels.get(frame) ?? []), label]);
  }
  return labels;
}

/** Key of gaps behind which nothing was captured. */
const BEHIND_ALL = 0;

/** Gaps by the frame that brought the octets behind them. What a snapshot length cut is told at its segment. */
function gapsByFrame({ streams }: CloseUp): Map<number, GapRow[]> {
  const gaps = new Map<number, GapRow[]>();
  for (const side of [0, 1] as const) {
    const { parts } = streams[side];
    for (const [index, part] of parts.entries()) {
      if (part.kind !== 'gap' || part.cause !== 'not-captured') continue;
      const next = parts.slice(index + 1, index + 3).find((it) => it.kind === 'octets');
      const frame = next?.kind === 'octets' ? next.frameNumber : BEHIND_ALL;
      gaps.set(frame, [...(gaps.get(frame) ?? []), { kind: 'gap', side, bytes: part.length }]);
    }
  }
  return gaps;
}
