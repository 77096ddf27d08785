/** A small ladder of the flow under the cursor, below the list. */
import type { CloseUp } from '../../../closeup/close-up.js';
import { FlowFacts } from '../../../survey/flow-facts.js';
import { findingName } from '../../../view/finding-name.js';
import { counted, plain } from '../../../view/number.js';
import { join, ownText, type SafeText, safeText, say } from '../../../view/safe-text.js';
import { segmentLabel, segmentNotes } from '../../../view/segment-text.js';
import { cell, cellText, fillRows, fitLine, widthOf } from '../../cells.js';
import { severitySpan } from '../../severity-sign.js';
import type { Shared } from '../../shared.js';
import type { Line, Span } from '../../span.js';
import { endsOf } from './ends.js';
import { surveyOf } from './kept-flow.js';
import { clockText } from './numbers.js';
import { own, span } from './pieces.js';
import { messagesOf, type PreviewRow, previewRows } from './preview-rows.js';
import { signsOf } from './signs.js';
import { toldFindings } from './told-findings.js';

const TIME_CELLS = 15;
const NARROWEST_LADDER = 26;
const WIDEST_LADDER = 52;

/** The preview in exactly `rows` lines. */
export function previewLines(flow: number | null, shared: Shared, columns: number, rows: number): Line[] {
  if (rows === 0) return [];
  const lines = [headLine(flow, shared, columns), ...bodyLines(flow, shared, columns, rows - 1)];
  return fillRows(
    lines.map((line) => fitLine(line, columns, shared.look)),
    rows,
  );
}

function headLine(flow: number | null, shared: Shared, columns: number): Line {
  const signs = signsOf(shared.look);
  const survey = surveyOf(shared, flow);
  const left: Span[] = [own('dim', signs.horizontal.repeat(2))];
  const right: Span[] = [];
  if (flow !== null && survey !== null) {
    const facts = new FlowFacts(survey).at(flow);
    const { client, server } = endsOf(survey, facts);
    const segments = counted(facts.clientSegments + facts.serverSegments, 'segment');
    left.push(
      own('strong', ` flow ${flow} `),
      span('client', cellText(client)),
      own('dim', ` ${signs.right} `),
      span('server', cellText(server)),
      span('dim', say`, ${segments} `),
    );
    const [worst] = toldFindings(flow, shared);
    if (worst !== undefined) {
      const { text, tone } = severitySpan(worst.finding.severity, shared.look);
      right.push(span(tone, say` ${text} #${plain(worst.number)} ${findingName(worst.finding)} `));
    }
  }
  const line = columns - widthOf(left) - widthOf(right) - 2;
  return [
    ...left,
    own('dim', signs.horizontal.repeat(Math.max(0, line))),
    ...right,
    own('dim', signs.horizontal.repeat(2)),
  ];
}

function bodyLines(flow: number | null, shared: Shared, columns: number, rows: number): Line[] {
  const { closeUp, capture } = shared;
  const say = (tone: 'dim' | 'error', text: SafeText): Line[] => [[own('plain', '  '), span(tone, text)]];
  if (flow === null) return [];
  if (capture.kind === 'reading')
    return say('dim', ownText('the ladder can be shown when the capture is read'));
  if (closeUp === null || closeUp.flow !== flow || closeUp.kind === 'reading') {
    return say('dim', ownText('reading the flow'));
  }
  if (closeUp.kind === 'failed') return say('error', cellText(safeText(closeUp.message, 400)));
  return new PreviewDrawing(closeUp.closeUp, shared, columns).lines(rows);
}

class PreviewDrawing {
  private readonly closeUp: CloseUp;
  private readonly shared: Shared;
  private readonly ladder: number;
  private readonly messages: ReadonlyMap<number, SafeText>;

  constructor(closeUp: CloseUp, shared: Shared, columns: number) {
    this.closeUp = closeUp;
    this.shared = shared;
    this.messages = messagesOf(closeUp, shared.secrets);
    const room = columns - TIME_CELLS - 4;
    this.ladder = Math.max(NARROWEST_LADDER, Math.min(WIDEST_LADDER, Math.round(room * 0.5)));
  }

  lines(rows: number): Line[] {
    const { closeUp, ladder, shared } = this;
    const title = { 'since-start': 's', 'in-flow': 'ms in flow', delta: 'ms after', utc: 'UTC' }[
      shared.timeFormat
    ];
    const head = cell(ownText(title), TIME_CELLS, shared.look, 'right');
    const sides = `${'client'.padEnd(ladder - 6)}server`;
    return [
      [span('dim', head), own('dim', `  ${sides}`)],
      ...previewRows(closeUp, this.messages.keys(), rows - 1).map((row) => this.row(row)),
    ];
  }

  private row(row: PreviewRow): Line {
    const { vertical, ellipsis } = signsOf(this.shared.look);
    if (row.kind === 'left-out') {
      const text = say`${ownText(ellipsis)} ${counted(row.segments, 'segment')}`;
      const left = ' '.repeat(TIME_CELLS + 2);
      return [own('dim', `${left}${vertical} ${text.padEnd(this.ladder - 3)}${vertical}`)];
    }
    const { segment, evidence } = row;
    const isEvidence = evidence.length > 0;
    const time = cell(this.timeOf(row), TIME_CELLS, this.shared.look, 'right');
    const message = this.messages.get(segment.frameNumber);
    const notes = [...(message === undefined ? [] : [message]), ...segmentNotes(segment)];
    return [
      span('dim', time),
      own('dim', `  ${vertical}`),
      this.arrow(row),
      own('dim', vertical),
      own('evidence', isEvidence ? ` ${evidence.join(' ')}` : ''),
      span('plain', say` ${cellText(join(notes, ', '))}`),
    ];
  }

  private arrow({ segment, evidence }: Extract<PreviewRow, { kind: 'segment' }>): Span {
    const signs = signsOf(this.shared.look);
    const isEvidence = evidence.length > 0;
    const isFromClient = segment.side === this.closeUp.clientSide;
    const label = segmentLabel(segment, this.ladder - 6);
    const shaft = (isEvidence ? signs.evidence : signs.horizontal).repeat(
      Math.max(1, this.ladder - label.length - 5),
    );
    const text = isFromClient ? ` ${label} ${shaft}${signs.toServer}` : `${signs.toClient}${shaft} ${label} `;
    return own(isEvidence ? 'evidence' : isFromClient ? 'client' : 'server', text);
  }

  private timeOf({ segment }: Extract<PreviewRow, { kind: 'segment' }>): SafeText {
    const { closeUp, shared } = this;
    const first = closeUp.segments[0]?.timeNs ?? segment.timeNs;
    switch (shared.timeFormat) {
      case 'since-start':
        return ownText(((segment.timeNs - closeUp.captureStartNs) / 1e9).toFixed(6));
      case 'in-flow':
        return ownText(((segment.timeNs - first) / 1e6).toFixed(3));
      case 'delta':
        return ownText((segment.deltaNs / 1e6).toFixed(3));
      case 'utc':
        return clockText(closeUp.survey.timeBase.epochSeconds, segment.timeNs, {
          digits: 6,
          hasDays: false,
        });
    }
  }
}
