/** The findings on the summary, worst first, in the words of the report. */
import type { CaptureFacts, Finding } from '../../../diagnosis/diagnosis.js';
import { NumberTexts } from '../../../view/finding-facts.js';
import { clientText, serverText } from '../../../view/finding-place.js';
import { findingAsk, findingStatement, findingTitle, noteSentence } from '../../../view/finding-text.js';
import { framePlaces } from '../../../view/frame-places.js';
import { counted, plain } from '../../../view/number.js';
import { join, ownText, type SafeText, say } from '../../../view/safe-text.js';
import { confidenceWord } from '../../../view/severity.js';
import { durationText, isoTime } from '../../../view/time.js';
import { cellText, spans } from '../../cells.js';
import { glyphsOf } from '../../glyphs.js';
import { labelled, prose } from '../../prose.js';
import { severityCell } from '../../severity-sign.js';
import type { Shared } from '../../shared.js';
import type { Line, Span } from '../../span.js';

/** How fully a finding is told: what was seen and where, with its evidence, or with the words of the report as well. */
export type Detail = 'short' | 'evidence' | 'full';

const LABEL_CELLS = 10;

/**
 * The rows of one finding.
 * @param rank its place among all findings, from 1
 */
export function findingRows(
  { finding, rank, detail }: { finding: Finding; rank: number; detail: Detail },
  shared: Shared,
  width: number,
): Line[] {
  const { capture, look, secrets } = shared;
  if (capture.kind !== 'ready') return [];
  const number: Span = { text: say`${plain(rank)} `.padStart(3) as SafeText, tone: 'strong' };
  const lead = [number, severityCell(finding.severity, look)];
  const indent = spans(['plain', '   ']);
  const facts = placeText(finding, capture.diagnosis.capture, glyphsOf(look).between);
  const inner = width - indent.length - 2;
  const told: Line[] =
    detail === 'full'
      ? [
          ...labelled(ownText('Seen'), findingStatement(finding, secrets), LABEL_CELLS, inner),
          ...labelled(ownText('Ask'), findingAsk(finding), LABEL_CELLS, inner),
        ]
      : [];
  return [
    ...prose(findingTitle(finding), { width, lead, tone: 'strong' }),
    ...[
      ...prose(facts, { width: inner, tone: 'plain' }),
      ...told,
      ...(detail !== 'short' ? evidenceRows(finding, shared, inner) : []),
    ].map((line) => [...indent, ...line]),
  ];
}

/** Where, who, how often and when, in one sentence. */
function placeText(finding: Finding, facts: CaptureFacts, separator: string): SafeText {
  const interval = new NumberTexts(finding.numbers, 'masked').ms('intervalMs');
  const flows = counted(finding.flowCount, 'flow');
  const parts = [
    serverText(finding),
    finding.client === null ? clientText(finding) : say`client ${clientText(finding)}`,
    interval === null ? flows : say`${flows} every ${interval}`,
    clockText(finding, facts),
    confidenceWord(finding.confidence),
  ];
  return cellText(join(parts, separator));
}

/** `09:22:59 to 09:23:03 UTC`; the day stands in the first row of the page. */
function clockText(
  { firstTimeNs, lastTimeNs, flowCount }: Finding,
  { epochSeconds }: CaptureFacts,
): SafeText {
  const first = isoTime(epochSeconds, firstTimeNs)?.slice(11, 19);
  const last = isoTime(epochSeconds, lastTimeNs)?.slice(11, 19);
  if (first === undefined || last === undefined) return ownText('no time');
  if (flowCount === 1 || first === last) return ownText(`${first} UTC`);
  return say`${ownText(first)} to ${ownText(last)} UTC (${durationText(lastTimeNs - firstTimeNs)})`;
}

function evidenceRows({ evidence }: Finding, { capture, secrets }: Shared, width: number): Line[] {
  const [first] = evidence;
  if (first === undefined || capture.kind !== 'ready') return [];
  const places = framePlaces(capture.diagnosis.capture.files, first.frames);
  const text = say`flow ${plain(first.flow)}, ${places}: ${noteSentence(first, secrets)}`;
  return labelled(ownText('Evidence'), text, LABEL_CELLS, width);
}
