/** The window over the list with what may be typed at the caret. */
import { ownText, safeText } from '../../../view/safe-text.js';
import { cellText } from '../../cells.js';
import { cellAt, shownLine } from '../../line-editor.js';
import type { Shared } from '../../shared.js';
import type { Line } from '../../span.js';
import { own } from './pieces.js';
import { type FlowSigns, signsOf } from './signs.js';
import type { FilterMode, Popup } from './state.js';

const MOST_ITEMS = 6;
const WIDEST_POPUP = 76;
const WIDEST_TEXT = 36;
const LONGEST_DOC = 200;
const NARROWEST_SCREEN = 24;

/** Lines of a window, and the cell where they begin. */
export interface PopupLines {
  readonly at: number;
  readonly lines: readonly Line[];
}

/** The window; null where there is none, or no room for it. */
export function popupLines(
  mode: FilterMode,
  shared: Shared,
  columns: number,
  rows: number,
): PopupLines | null {
  const { popup, line } = mode;
  const shown = Math.min(MOST_ITEMS, popup?.items.length ?? 0, rows - 2);
  if (popup === null || shown < 1 || columns < NARROWEST_SCREEN) return null;
  const first = Math.max(0, Math.min(popup.selected - shown + 1, popup.items.length - shown));
  const signs = signsOf(shared.look);
  const hint = ` Tab accept, ${signs.upDown} choose, Esc close `;
  const place = popup.items.length > shown ? ` ${popup.selected + 1} of ${popup.items.length} ` : '';
  const items = itemTexts(popup, first, shown, signs);
  const inside = Math.min(
    columns - 4,
    WIDEST_POPUP,
    Math.max(hint.length, ...items.map((item) => item.length)),
  );
  const [topLeft, topRight, bottomLeft, bottomRight] = signs.corners;
  const { hidden } = shownLine(line, columns - 3);
  const wanted = cellAt(line.text, popup.start) - hidden + 1;
  return {
    at: Math.max(1, Math.min(wanted, columns - inside - 3)),
    lines: [
      border(topLeft, place, topRight, inside, signs),
      ...items.map((item, index) => itemLine(item, first + index === popup.selected, inside, signs)),
      border(bottomLeft, hint, bottomRight, inside, signs),
    ],
  };
}

function itemTexts({ items, selected }: Popup, first: number, shown: number, signs: FlowSigns): string[] {
  const window = items.slice(first, first + shown);
  const width = Math.min(WIDEST_TEXT, Math.max(...window.map(({ text }) => text.length)));
  return window.map(({ text, doc }, index) => {
    const name = cellText(safeText(text.slice(0, width), width)).padEnd(width);
    const sign = first + index === selected ? signs.cursor : ' ';
    return `${sign}${name}  ${cellText(safeText(doc, LONGEST_DOC))}`;
  });
}

function itemLine(
  item: string,
  isSelected: boolean,
  inside: number,
  { vertical, ellipsis }: FlowSigns,
): Line {
  const text = item.length > inside ? `${item.slice(0, inside - 1)}${ellipsis}` : item.padEnd(inside);
  const content = { text: ownText(text), tone: isSelected ? 'match' : 'plain' } as const;
  return [own('dim', vertical), isSelected ? { ...content, isSelected } : content, own('dim', vertical)];
}

function border(left: string, text: string, right: string, inside: number, { horizontal }: FlowSigns): Line {
  const shown = text.slice(0, inside);
  return [own('dim', `${left}${shown}${horizontal.repeat(inside - shown.length)}${right}`)];
}
