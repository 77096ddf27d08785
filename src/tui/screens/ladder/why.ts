/** The pane below the ladder: why the flow was found, what speaks against other causes, what to do. */
import type { Finding } from '../../../diagnosis/diagnosis.js';
import { RULES } from '../../../rules/index.js';
import { FlowFacts } from '../../../survey/flow-facts.js';
import { endpointText } from '../../../view/endpoint.js';
import { expectedText } from '../../../view/expected-text.js';
import { findingStatement, findingTitle, noteSentence } from '../../../view/finding-text.js';
import { counted, plain } from '../../../view/number.js';
import { otherCauses } from '../../../view/ruled-out-text.js';
import { join, ownText, type SafeText, safeText, say } from '../../../view/safe-text.js';
import { endSentence } from '../../../view/teardown-text.js';
import { wrapText } from '../../../view/wrap.js';
import { piece } from '../../close-up/draw.js';
import { findingsOfFlow, rankText } from '../../close-up/findings.js';
import type { Shared } from '../../shared.js';
import type { Line, Tone } from '../../span.js';
import { marginOf } from './draw-row.js';
import type { LadderItem, LadderModel } from './model.js';

/** A statement of the pane and what it is about. */
interface Statement {
  readonly lead: string;
  readonly tone: Tone;
  readonly text: SafeText;
}

/** Longest note of the user that is shown. */
const NOTE_LENGTH = 500;

/** The finding that the pane tells: the one that was asked for, or the worst. */
export function toldFinding(model: LadderModel, findingId: string | null, shared: Shared): Finding | null {
  const findings = [
    ...findingsOfFlow(model.closeUp.flow, shared),
    ...model.evidence.map(({ finding }) => finding),
  ];
  return findings.find(({ id }) => id === findingId) ?? findings[0] ?? null;
}

/** Lines that the pane has to say of the flow, and one for the row under the cursor. */
export function paneNeed(
  model: LadderModel,
  findingId: string | null,
  shared: Shared,
  columns: number,
): number {
  const finding = toldFinding(model, findingId, shared);
  return whyLines(model, finding, undefined, shared, { columns, margin: 0 }).length + 1;
}

/** Title of the pane. */
export function whyTitle(finding: Finding | null, shared: Shared): SafeText {
  if (finding === null) return ownText('no finding');
  const rank = rankText(finding, shared);
  return rank === '' ? findingTitle(finding) : say`why this is ${rank}: ${findingTitle(finding)}`;
}

/**
 * The lines of the pane, as many as there are, of at most `columns` cells.
 * @param selected row under the cursor: what its margin cannot hold is told here
 */
export function whyLines(
  model: LadderModel,
  finding: Finding | null,
  selected: LadderItem | undefined,
  shared: Shared,
  { columns, margin }: { readonly columns: number; readonly margin: number },
): Line[] {
  const statements = [
    ...selectedStatements(model, selected, margin),
    ...(finding === null ? healthyStatements(model) : findingStatements(model, finding, shared)),
    ...noteStatements(model, shared),
  ];
  const width = Math.max(...statements.map(({ lead }) => lead.length));
  return statements.flatMap((statement) => statementLines(statement, width, columns));
}

function statementLines({ lead, tone, text }: Statement, width: number, columns: number): Line[] {
  const room = Math.max(8, columns - width - 3);
  return wrapText(text, room).map((part, index) => [
    piece('dim', ownText(` ${(index === 0 ? lead : '').padEnd(width)} `)),
    piece(tone, part),
  ]);
}

/** What did not fit into the margin of the row under the cursor. */
function selectedStatements(model: LadderModel, item: LadderItem | undefined, margin: number): Statement[] {
  if (item?.kind !== 'segment') return [];
  const spans = marginOf(item.segment, item.evidence, model);
  const length = spans.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= margin) return [];
  const text = join(
    spans.map(({ text }) => text),
    '',
  );
  return [{ lead: `frame ${item.segment.frameNumber}`, tone: 'strong', text }];
}

function findingStatements(model: LadderModel, finding: Finding, shared: Shared): Statement[] {
  const facts = new FlowFacts(model.closeUp.survey).at(0);
  const causes = otherCauses(facts);
  const ruledOut = causes.filter(({ isRuledOut }) => isRuledOut).map(({ text }) => text);
  const open = causes.filter(({ isRuledOut }) => !isRuledOut).map(({ text }) => text);
  const statements: Statement[] = [
    { lead: 'expected', tone: 'plain', text: expectedText(finding) },
    { lead: 'seen', tone: 'evidence', text: seenText(model, finding, shared) },
  ];
  if (ruledOut.length > 0) statements.push({ lead: 'ruled out', tone: 'good', text: join(ruledOut, '; ') });
  if (open.length > 0) statements.push({ lead: 'still open', tone: 'warning', text: join(open, '; ') });
  statements.push({ lead: 'elsewhere', tone: 'plain', text: othersText(finding) });
  const also = alsoText(model, finding, shared);
  if (also !== '') statements.push({ lead: 'also', tone: 'plain', text: also });
  const remedy = remedyText(finding);
  if (remedy !== null) statements.push({ lead: 'remedy', tone: 'plain', text: remedy });
  return statements;
}

/** What the frames of this flow show; where the finding keeps none of this flow, what it says of all. */
function seenText(model: LadderModel, finding: Finding, { secrets }: Shared): SafeText {
  const { flow } = model.closeUp;
  const own = model.evidence.find(({ finding: { rule } }) => rule === finding.rule);
  const kept = finding.evidence.find((evidence) => evidence.flow === flow);
  const evidence = own?.evidence ?? kept ?? model.evidence[0]?.evidence;
  if (evidence === undefined) return findingStatement(finding, secrets);
  const label = model.evidence.find((one) => one.evidence.frames.join() === evidence.frames.join())?.label;
  const frames = join(evidence.frames.slice(0, 8).map(plain), ', ');
  const where = label === undefined ? ownText('') : say`${ownText(label)} `;
  return say`${where}${noteSentence(evidence, secrets)} (${ownText(evidence.frames.length === 1 ? 'frame' : 'frames')} ${frames})`;
}

function othersText({ flowCount, server }: Finding): SafeText {
  const where = server === null ? ownText('many services') : endpointText(server);
  if (flowCount <= 1) return say`on no other flow of ${where}`;
  return say`the same on ${counted(flowCount - 1, 'other flow')} of ${where}`;
}

function alsoText({ closeUp }: LadderModel, told: Finding, shared: Shared): SafeText {
  const others = findingsOfFlow(closeUp.flow, shared).filter(({ id }) => id !== told.id);
  return join(
    others.map((finding) => say`${rankText(finding, shared)} ${findingTitle(finding)}`),
    '; ',
  );
}

function remedyText({ rule }: Finding): SafeText | null {
  const remedies = RULES.find(({ id }) => id === rule)?.remedies ?? [];
  const [first, ...others] = remedies;
  if (first === undefined) return null;
  const more = others.length === 0 ? ownText('') : say` (and ${counted(others.length, 'other')})`;
  return say`${ownText(first.title)}${more}`;
}

function healthyStatements({ closeUp }: LadderModel): Statement[] {
  return [
    { lead: 'end', tone: 'plain', text: endSentence(new FlowFacts(closeUp.survey).at(0)) },
    { lead: 'found', tone: 'plain', text: ownText('No rule found anything in this flow.') },
  ];
}

function noteStatements({ closeUp }: LadderModel, { notes }: Shared): Statement[] {
  const note = notes.get(closeUp.flow);
  return note === undefined ? [] : [{ lead: 'note', tone: 'notice', text: safeText(note, NOTE_LENGTH) }];
}
