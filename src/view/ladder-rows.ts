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
  /** The run that was unfolded and of which the segment is a part, by its first folded frame; null outside of such a run. */
  readonly run: number | null;
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
  /** First and last frame that are folded; the first one names the run. */
  readonly firstFrame: number;
  readonly lastFrame: number;
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

/** How the rows of a flow are made. */
export interface LadderWishes {
  readonly evidence: readonly NumberedEvidence[];
  /** Frames that are told in words beside the ladder, such as HTTP messages: never folded, nor is evidence. */
  readonly told: Iterable<number>;
  /** Runs that get a row a segment, by their first folded frame. */
  readonly unfolded: 'all' | ReadonlySet<number>;
}

/**
 * The evidence of the findings of a flow, numbered in order.
 * @param further findings that weigh the flow together with others: what they have of it comes behind, unless it is the same frames
 */
export function numberedEvidence(
  { findings, flow }: CloseUp,
  further: readonly Finding[] = [],
): NumberedEvidence[] {
  const own = findings.flatMap((finding) => finding.evidence.map((evidence) => ({ finding, evidence })));
  const told = new Set(own.map(({ evidence }) => evidence.frames.join()));
  const others = further
    .flatMap((finding) => finding.evidence.map((evidence) => ({ finding, evidence })))
    .filter(({ evidence }) => evidence.flow === flow && !told.has(evidence.frames.join()));
  return [...own, ...others].map((each, index) => ({ label: `E${index + 1}`, ...each }));
}

/** The rows of a flow in capture order. */
export function ladderRows(closeUp: CloseUp, { evidence, told, unfolded }: LadderWishes): LadderRow[] {
  const { segments } = closeUp;
  const labels = evidenceLabels(evidence);
  const shown = new Set([...told, ...labels.keys()]);
  const gaps = gapsByFrame(closeUp);
  const rows: LadderRow[] = [];
  const addSegment = (segment: Segment, run: number | null) => {
    rows.push(...(gaps.get(segment.frameNumber) ?? []));
    rows.push({ kind: 'segment', segment, evidence: labels.get(segment.frameNumber) ?? [], run });
  };
  const addRun = (run: readonly Segment[]) => {
    const folded = run.slice(1, -1);
    const name = folded[0]?.frameNumber ?? 0;
    const isFolded = isLong(run) && unfolded !== 'all' && !unfolded.has(name);
    const part = isLong(run) && !isFolded ? name : null;
    addSegment(run[0] as Segment, part);
    if (isFolded) rows.push(foldOf(folded, (run[0] as Segment).side));
    else for (const segment of folded) addSegment(segment, part);
    if (run.length > 1) addSegment(run.at(-1) as Segment, part);
  };
  const mustShow = (segment: Segment) =>
    (segment.flags & (SYN | FIN | RST)) !== 0 ||
    shown.has(segment.frameNumber) ||
    gaps.has(segment.frameNumber);
  for (let at = 0; at < segments.length; ) {
    const end = endOfRun(segments, at, mustShow);
    addRun(segments.slice(at, end));
    at = end;
  }
  rows.push(...(gaps.get(BEHIND_ALL) ?? []));
  return rows;
}

function isLong(run: readonly Segment[]): boolean {
  return run.filter(({ payloadBytes }) => payloadBytes > 0).length > LONGEST_RUN;
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
  return {
    kind: 'fold',
    firstFrame: run[0]?.frameNumber ?? 0,
    lastFrame: run.at(-1)?.frameNumber ?? 0,
    side,
    dataSegments,
    payloadBytes,
    acks: run.length - dataSegments,
    annotated,
  };
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
