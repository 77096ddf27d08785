/** One finding in full: what was seen, in which frames, what else it may be, what would settle it; and what can be done. */
import type { CaptureFacts, Finding } from '../../../diagnosis/diagnosis.js';
import { RULES } from '../../../rules/index.js';
import type { Remedy, Rule, Source } from '../../../rules/rule.js';
import { clientText, confidenceText, serverText, whenText } from '../../../view/finding-place.js';
import { findingAsk, findingStatement, findingTitle, noteSentence } from '../../../view/finding-text.js';
import { framePlaces } from '../../../view/frame-places.js';
import { count, counted, plain } from '../../../view/number.js';
import { ownText, type SafeText, type Secrets, say } from '../../../view/safe-text.js';
import { flowFilter } from '../../../view/wireshark-filter.js';
import { spans } from '../../cells.js';
import { heading, labelled, prose } from '../../prose.js';
import type { Line, Span } from '../../span.js';

/** Pieces of evidence that are told; there are at most a few per finding. */
const MOST_EVIDENCE = 9;
const LABEL_CELLS = 12;

/** What a finding is told from. */
export interface TextContext {
  readonly capture: CaptureFacts;
  readonly secrets: Secrets;
  readonly width: number;
}

/** The finding itself. */
export function overviewRows(finding: Finding, context: TextContext): Line[] {
  const { width, secrets, capture } = context;
  const rule = RULES.find(({ id }) => id === finding.rule);
  const fact = (label: string, text: SafeText) => labelled(ownText(label), text, LABEL_CELLS, width);
  return [
    ...prose(findingTitle(finding), { width, tone: 'strong' }),
    ...prose(findingStatement(finding, secrets), { width }),
    ...evidenceRows(finding, context),
    ...heading(ownText('WHERE AND WHEN')),
    ...fact('Server', serverText(finding)),
    ...fact('Client', clientText(finding)),
    ...fact('Flows', count(finding.flowCount)),
    ...fact('When', whenText(finding, capture)),
    ...fact('Confidence', confidenceText(finding)),
    ...fact('Rule', say`${ownText(finding.rule)} (${ownText(finding.id)})`),
    ...fact('Wireshark', flowFilter(finding.flows)),
    ...(rule === undefined ? [] : meaningRows(rule, width)),
    ...heading(ownText('ASK')),
    ...prose(findingAsk(finding), { width }),
    ...(rule === undefined || rule.remedies.length === 0 ? [] : remedyHint(rule, width)),
  ];
}

/** What can be done about it, with sources. */
export function remedyRows(finding: Finding, { width }: TextContext): Line[] {
  const rule = RULES.find(({ id }) => id === finding.rule);
  if (rule === undefined || rule.remedies.length === 0)
    return prose(ownText('Nothing is known that would have to be done.'), { width });
  return [
    ...rule.remedies.flatMap((remedy, index) => oneRemedy(remedy, index, width)),
    ...sourceRows(rule.sources, width),
  ];
}

function evidenceRows({ evidence, flowCount }: Finding, { capture, secrets, width }: TextContext): Line[] {
  const shown = evidence.slice(0, MOST_EVIDENCE);
  // No E1, E2, ...: those count within a flow, and stand in its ladder.
  const rows = shown.flatMap((it) => {
    const lead: Span = { text: say`flow ${plain(it.flow)}  `, tone: 'evidence' };
    return prose(say`${framePlaces(capture.files, it.frames)}: ${noteSentence(it, secrets)}`, {
      width,
      lead: [lead],
    });
  });
  const unshown = flowCount - shown.length;
  const more = say`${counted(unshown, 'more flow')} with the same pattern: Enter lists them.`;
  return [
    ...heading(ownText('EVIDENCE')),
    ...rows,
    ...(unshown > 0 ? prose(more, { width, tone: 'dim' }) : []),
  ];
}

function meaningRows({ explains, alsoLooksLike, toConfirm }: Rule, width: number): Line[] {
  return [
    ...heading(ownText('WHAT IT MEANS')),
    ...prose(ownText(explains), { width }),
    ...listed('AGAINST IT: WHAT ELSE LOOKS LIKE THIS', alsoLooksLike, width),
    ...listed('WHAT WOULD SETTLE IT', toConfirm, width),
  ];
}

function listed(title: string, items: readonly string[], width: number): Line[] {
  if (items.length === 0) return [];
  const rows = items.flatMap((item) => prose(ownText(item), { width, lead: spans(['dim', '- ']) }));
  return [...heading(ownText(title)), ...rows];
}

function remedyHint({ remedies }: Rule, width: number): Line[] {
  const rows = remedies.flatMap(({ title }) => prose(ownText(title), { width, lead: spans(['dim', '- ']) }));
  return [...heading(ownText('REMEDIES (r tells them in full)')), ...rows];
}

function oneRemedy({ title, steps, warning, source }: Remedy, index: number, width: number): Line[] {
  const numbered = steps.flatMap((step, at) =>
    prose(ownText(step), { width, lead: spans(['plain', `${at + 1}. `]) }),
  );
  return [
    ...(index === 0 ? [] : [[]]),
    ...prose(ownText(title), { width, tone: 'title', lead: spans(['title', 'Remedy: ']) }),
    ...numbered,
    ...(warning === undefined
      ? []
      : prose(ownText(warning), { width, lead: spans(['warning', 'Take care: ']) })),
    ...prose(ownText(source.title), { width, tone: 'dim', lead: spans(['dim', 'Source: ']) }),
  ];
}

function sourceRows(sources: readonly Source[], width: number): Line[] {
  if (sources.length === 0) return [];
  const rows = sources.flatMap(({ title, url }) => [
    ...prose(ownText(title), { width, lead: spans(['dim', '- ']) }),
    ...(url === undefined ? [] : prose(ownText(url), { width, tone: 'dim', lead: spans(['dim', '  ']) })),
  ]);
  return [...heading(ownText('SOURCES')), ...rows];
}
