/** The fields of the dialog as rows. */
import { ownText, type SafeText, say } from '../../../view/safe-text.js';
import { cellText, spans, widthOf } from '../../cells.js';
import { CONTENT_WORDS } from '../../export-content.js';
import { glyphsOf } from '../../glyphs.js';
import { shownLine } from '../../line-editor.js';
import type { Look } from '../../look.js';
import type { Shared } from '../../shared.js';
import type { Line, Span } from '../../span.js';
import { scopeChoices } from './scopes.js';
import { type ExportState, type Field, fieldsOf } from './state.js';

/** Rows of one field. */
export interface FieldRows {
  readonly lines: readonly Line[];
  readonly isFocused: boolean;
  /** Column of the caret on the first row; null for none. */
  readonly caret: number | null;
}

/** A choice as it is drawn. */
interface Choice {
  readonly label: SafeText;
  readonly isChosen: boolean;
  readonly isUsable: boolean;
}

/** Cells of the cursor and the label. */
const LEAD_CELLS = 9;
/** Cells between choices. */
const GAP = '   ';

const LABELS: Readonly<Record<Field, string>> = { what: 'What', as: 'As', to: 'To', replace: '' };

/** The fields from top to bottom. `shown` says whether all choices have room or only those that are made. */
export function fieldRows(
  state: ExportState,
  shared: Shared,
  columns: number,
  shown: 'all' | 'chosen',
): FieldRows[] {
  const choiceRows = shown === 'all' ? allChoices : chosenChoice;
  const { look } = shared;
  return fieldsOf(state).map((field) => {
    const isFocused = state.field === field;
    const lead = leadOf(LABELS[field], isFocused, look);
    if (field === 'to') return pathRow(state, lead, isFocused, columns);
    const choices = choicesOf(field, state, shared);
    const rows = field === 'replace' ? [replaceRow(state)] : choiceRows(choices, columns - LEAD_CELLS, look);
    const blank = spans(['plain', ' '.repeat(LEAD_CELLS)]);
    const lines = rows.map((row, index) => [...(index === 0 ? lead : blank), ...row]);
    return { lines, isFocused, caret: null };
  });
}

function leadOf(label: string, isFocused: boolean, look: Look): Line {
  const mark = isFocused ? glyphsOf(look).cursor : ' ';
  return spans([isFocused ? 'key' : 'plain', mark], ['dim', ` ${label}`.padEnd(LEAD_CELLS - 1)]);
}

function choicesOf(field: Field, state: ExportState, shared: Shared): Choice[] {
  if (field === 'what') {
    return scopeChoices(shared, state.content, state.flow).map(({ scope, label, flows }) => ({
      label,
      isChosen: scope === state.scope,
      isUsable: flows !== null,
    }));
  }
  return state.contents.map((content) => ({
    label: ownText(CONTENT_WORDS[content].label),
    isChosen: content === state.content,
    isUsable: true,
  }));
}

/** All choices side by side, in as many rows as they take. */
function allChoices(choices: readonly Choice[], width: number, look: Look): Line[] {
  const rows: Span[][] = [];
  for (const choice of choices) {
    const drawn = choiceSpan(choice, look);
    const row = rows[rows.length - 1];
    if (row === undefined || widthOf(row) + GAP.length + drawn.text.length > width) rows.push([drawn]);
    else row.push(...spans(['plain', GAP]), drawn);
  }
  return rows;
}

function choiceSpan({ label, isChosen, isUsable }: Choice, { hasUnicode }: Look): Span {
  const dot = hasUnicode ? '•' : '*';
  const text = say`(${ownText(isChosen ? dot : isUsable ? ' ' : '-')}) ${cellText(label)}`;
  return { text, tone: isChosen ? 'strong' : isUsable ? 'plain' : 'dim' };
}

/** `< report, Markdown > 2/4` */
function chosenChoice(choices: readonly Choice[]): Line[] {
  const index = choices.findIndex(({ isChosen }) => isChosen);
  const label = choices[index]?.label ?? ownText('');
  const place = ` ${index + 1}/${choices.length}`;
  return [
    [...spans(['dim', '< ']), { text: cellText(label), tone: 'strong' }, ...spans(['dim', ` >${place}`])],
  ];
}

function pathRow({ path }: ExportState, lead: Line, isFocused: boolean, columns: number): FieldRows {
  const { text, column } = shownLine(path, Math.max(1, columns - LEAD_CELLS));
  const caret = isFocused ? LEAD_CELLS + column : null;
  return { lines: [[...lead, { text, tone: 'strong' }]], isFocused, caret };
}

function replaceRow({ isReplacing }: ExportState): Line {
  return spans(['warning', `[${isReplacing ? 'x' : ' '}] replace the file that is there`]);
}
