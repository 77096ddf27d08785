/** What Enter will do, and why it could not. */
import { counted, plain } from '../../../view/number.js';
import { ownText, type SafeText, say } from '../../../view/safe-text.js';
import { cellText, spans } from '../../cells.js';
import { CONTENT_WORDS } from '../../export-content.js';
import { glyphsOf } from '../../glyphs.js';
import { prose } from '../../prose.js';
import type { Shared } from '../../shared.js';
import type { Line } from '../../span.js';
import { scopeChoices } from './scopes.js';
import type { ExportState } from './state.js';

/** The sentences below the fields: the refusal first, for it is what has to be read. */
export function outcomeRows(state: ExportState, shared: Shared, width: number): Line[] {
  return [
    ...refusalRows(state, shared, width),
    ...sentenceRows(intent(state, shared), 'plain', width),
    ...privacyRows(state, shared, width),
    ...mutedRows(shared, width),
  ];
}

function sentenceRows(text: SafeText, tone: 'plain' | 'dim' | 'warning', width: number): Line[] {
  return prose(text, { width, tone, lead: spans(['plain', ' ']) });
}

function refusalRows({ refusal }: ExportState, { look }: Shared, width: number): Line[] {
  if (refusal === null) return [];
  const { error, warning } = glyphsOf(look);
  const sign = refusal.tone === 'error' ? error : warning;
  const lead = spans(['plain', ' '], [refusal.tone, `${sign} `]);
  const text = refusal.canReplace === true ? FILE_EXISTS : refusal.text;
  return prose(text, { width, tone: refusal.tone, lead });
}

const FILE_EXISTS = ownText(
  'There is a file of this name. Space and Enter replace it; or type another name.',
);

function intent(state: ExportState, shared: Shared): SafeText {
  const { content, flow, scope, asked } = state;
  const what = ownText(CONTENT_WORDS[content].sentence);
  const of = scope === 'flow' && flow !== null ? say`flow ${plain(flow)}` : flowsText(state, shared);
  if (asked !== null) return say`Writing ${what}, of ${of} ${ownText(glyphsOf(shared.look).ellipsis)}`;
  return cellText(say`Enter writes ${what}, of ${of}.`);
}

function flowsText({ content, flow, scope }: ExportState, shared: Shared): SafeText {
  const flows = scopeChoices(shared, content, flow).find((choice) => choice.scope === scope)?.flows ?? 0;
  return scope === 'all' ? say`all ${counted(flows, 'flow')}` : counted(flows, 'flow');
}

function privacyRows({ content }: ExportState, { secrets }: Shared, width: number): Line[] {
  if (content === 'capture') {
    const text = 'Frames are written as they were captured, with all secrets in them.';
    return sentenceRows(ownText(text), 'warning', width);
  }
  if (secrets === 'shown') return sentenceRows(ownText('Secrets are written in clear.'), 'warning', width);
  return sentenceRows(ownText('Secrets are masked.'), 'dim', width);
}

function mutedRows({ mutedRules }: Shared, width: number): Line[] {
  if (mutedRules.size === 0) return [];
  return sentenceRows(ownText('Findings of muted rules are written, too.'), 'dim', width);
}
