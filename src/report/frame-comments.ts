/**
 * What is written to frames as comments: the evidence of findings, and the notes of the user. Wireshark shows them.
 */
import { NOTE_PREFIX } from '../capture/pcapng-comments.js';
import type { Diagnosis, Finding } from '../diagnosis/diagnosis.js';
import type { SurveyRows } from '../survey/survey-rows.js';
import { FlowRow } from '../tcp/flow-row.js';
import { findingTitle, noteSentence } from '../view/finding-text.js';
import type { Secrets } from '../view/safe-text.js';

/** What is known of a capture beside its frames. */
export interface AnnotatedCapture {
  readonly survey: SurveyRows;
  readonly findings: readonly Finding[];
  readonly findingsAt: (flow: number) => readonly Finding[];
  /** Notes by flow number. */
  readonly notes: ReadonlyMap<number, string>;
  readonly secrets: Secrets;
}

/** Controls but for line feeds and tabs: nothing else of what a person wrote is changed. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Comments of frames. */
export class FrameComments {
  private readonly capture: AnnotatedCapture;
  private readonly evidence = new Map<number, string[]>();
  /** Flow and finding of every piece of evidence: what is told there is not told at the flow's first frame again. */
  private readonly shown = new Set<string>();
  private readonly row: FlowRow;
  private flow: number;

  constructor(capture: AnnotatedCapture) {
    this.capture = capture;
    this.row = new FlowRow(capture.survey.flows.rows);
    this.flow = capture.survey.flows.firstKept;
    for (const finding of capture.findings) this.addEvidence(finding);
  }

  /** The comments of a frame beside those that it has. Frames must be asked in order. @param isTold whether a flow's are wanted */
  of(frameNumber: number, isTold: (flow: number) => boolean): string[] {
    const comments = [...(this.evidence.get(frameNumber) ?? [])];
    const flow = this.flowThatBegins(frameNumber);
    if (flow === null || !isTold(flow)) return comments;
    for (const finding of this.capture.findingsAt(flow)) {
      if (!this.shown.has(`${flow} ${finding.id}`)) {
        comments.push(`tcpdx finding: ${findingTitle(finding)} (${finding.id})`);
      }
    }
    const note = this.capture.notes.get(flow);
    if (note !== undefined && note !== '') comments.push(NOTE_PREFIX + note.replace(CONTROLS, ' '));
    return comments;
  }

  private addEvidence(finding: Finding): void {
    for (const evidence of finding.evidence) {
      const sentence = noteSentence(evidence, this.capture.secrets);
      const comment = `tcpdx evidence: ${findingTitle(finding)} (${finding.id}): ${sentence}`;
      if (evidence.frames.length > 0) this.shown.add(`${evidence.flow} ${finding.id}`);
      for (const frame of evidence.frames) {
        const comments = this.evidence.get(frame);
        if (comments === undefined) this.evidence.set(frame, [comment]);
        else if (!comments.includes(comment)) comments.push(comment);
      }
    }
  }

  /** Flows are numbered in the order of their first frames. */
  private flowThatBegins(frameNumber: number): number | null {
    const { length } = this.capture.survey.flows;
    while (this.flow < length && this.row.moveTo(this.flow).firstFrame < frameNumber) this.flow++;
    return this.flow < length && this.row.moveTo(this.flow).firstFrame === frameNumber ? this.flow : null;
  }
}

/** Notes that an earlier user of this program left in a file, by flow number. */
export function notesIn({ capture }: Diagnosis, survey: SurveyRows): Map<number, string> {
  const notes = new Map<number, string>();
  let framesBefore = 0;
  for (const { comments, frames } of capture.files) {
    for (const { frameNumber, text } of comments) {
      if (frameNumber === null || !text.startsWith(NOTE_PREFIX)) continue;
      const flow = flowThatBeginsAt(survey, framesBefore + frameNumber);
      if (flow !== null) notes.set(flow, text.slice(NOTE_PREFIX.length));
    }
    framesBefore += frames;
  }
  return notes;
}

function flowThatBeginsAt({ flows }: SurveyRows, frame: number): number | null {
  const row = new FlowRow(flows.rows);
  let low = flows.firstKept;
  let high = flows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (row.moveTo(middle).firstFrame < frame) low = middle + 1;
    else high = middle;
  }
  return low < flows.length && row.moveTo(low).firstFrame === frame ? low : null;
}
