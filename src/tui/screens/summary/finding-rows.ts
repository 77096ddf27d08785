/** The findings on the summary, worst first, in the words of the report. */
import type { CaptureFacts, Finding } from '../../../diagnosis/diagnosis.js';
import { NumberTexts } from '../../../view/finding-facts.js';
import { clientText } from '../../../view/finding-place.js';
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
import { type FindingGroup, serversText } from './finding-groups.js';

/** How fully a finding is told: what was seen and where, with its evidence, or with the words of the report as well. */
export type Detail = 'short' | 'evidence' | 'full';

const LABEL_CELLS = 10;

/** The rows of findings of one kind; words and evidence are those of the worst. */
export function findingRows(
  { rank, findings }: FindingGroup,
  detail: Detail,
  shared: Shared,
  width: number,
): Line[] {
  const { capture, look, secrets } = shared;
  if (capture.kind !== 'ready') return [];
  const [worst] = findings;
  const number: Span = { text: say`${plain(rank)} `.padStart(3) as SafeText, tone: 'strong' };
  const lead = [number, severityCell(worst.severity, look)];
  const indent = spans(['plain', '   ']);
  const facts = placeText(findings, capture.diagnosis.capture, glyphsOf(look).between);
  const inner = width - indent.length - 2;
  const seen = ownText(findings.length === 1 ? 'Seen' : 'The worst');
  const told: Line[] =
    detail === 'full'
      ? [
          ...labelled(seen, findingStatement(worst, secrets), LABEL_CELLS, inner),
          ...labelled(ownText('Ask'), findingAsk(worst), LABEL_CELLS, inner),
        ]
      : [];
  return [
    ...prose(findingTitle(worst), { width, lead, tone: 'strong' }),
    ...[
      ...prose(facts, { width: inner, tone: 'plain' }),
      ...told,
      ...(detail !== 'short' ? evidenceRows(worst, shared, inner) : []),
    ].map((line) => [...indent, ...line]),
  ];
}

/** Where, who, how often and when, in one row. */
function placeText(findings: FindingGroup['findings'], facts: CaptureFacts, separator: string): SafeText {
  const [worst] = findings;
  const flowCount = findings.reduce((sum, finding) => sum + finding.flowCount, 0);
  const firstTimeNs = findings.reduce(
    (first, finding) => Math.min(first, finding.firstTimeNs),
    worst.firstTimeNs,
  );
  const lastTimeNs = findings.reduce((last, finding) => Math.max(last, finding.lastTimeNs), worst.lastTimeNs);
  const parts = [
    serversText(findings),
    ...(findings.length === 1 ? [whoText(worst)] : [counted(findings.length, 'finding')]),
    flowsText(findings, flowCount),
    clockText({ flowCount, firstTimeNs, lastTimeNs }, facts),
    confidenceWord(worst.confidence),
  ];
  return cellText(join(parts, separator));
}

function whoText(finding: Finding): SafeText {
  return finding.client === null ? clientText(finding) : say`client ${clientText(finding)}`;
}

/** The interval is told where there is one finding: several have several. */
function flowsText([worst, ...others]: FindingGroup['findings'], flowCount: number): SafeText {
  const interval = others.length > 0 ? null : new NumberTexts(worst.numbers, 'masked').ms('intervalMs');
  const flows = counted(flowCount, 'flow');
  return interval === null ? flows : say`${flows} every ${interval}`;
}

/** `09:22:59 to 09:23:03 UTC`; the day stands in the first row of the page. */
function clockText(
  { firstTimeNs, lastTimeNs, flowCount }: Pick<Finding, 'firstTimeNs' | 'lastTimeNs' | 'flowCount'>,
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
