/** The line in which a filter is typed: judged at every key, completed, applied. Pure. */

import type { KnownValues } from '../../../filter/complete.js';
import { type Completion, completeFilter } from '../../../filter/complete.js';
import type { FilterFault } from '../../../filter/fault.js';
import { compileFilter } from '../../../filter/filter.js';
import { type EditedLine, editLine, lineOf, replaceInLine } from '../../line-editor.js';
import type { FilterMode, Popup } from './state.js';

/** Items beyond are not offered. */
const MOST_ITEMS = 200;

/** A line with a filter in it; without a window, so that ↑ shows what was typed before. */
export function openFilter(filter: string, history: readonly string[], known: KnownValues): FilterMode {
  return judged(lineOf(filter, history), known);
}

/** What is wrong with a filter; null when nothing is. No text at all asks for all flows. */
function faultOf(text: string): FilterFault | null {
  if (text.trim() === '') return null;
  const compiled = compileFilter(text);
  return compiled.ok ? null : compiled.fault;
}

/** What a key made of the line: changed, applied or given up. */
export type FilterKey =
  | { readonly kind: 'typed'; readonly mode: FilterMode }
  | { readonly kind: 'apply'; readonly filter: string }
  | { readonly kind: 'cancel' };

/** Takes a key. */
export function typeFilter(mode: FilterMode, key: string, text: string): FilterKey {
  switch (key) {
    case 'enter':
      return mode.fault === null ? { kind: 'apply', filter: mode.line.text.trim() } : typed(mode);
    case 'escape':
      return mode.popup === null ? { kind: 'cancel' } : typed({ ...mode, popup: null });
    case 'tab':
      return typed(completed(mode));
    case 'shift-tab':
      return typed(chosen(mode, -1));
    case 'up':
    case 'ctrl-p':
    case 'down':
    case 'ctrl-n':
      if (mode.popup !== null) return typed(chosen(mode, key === 'up' || key === 'ctrl-p' ? -1 : 1));
  }
  const line = editLine(mode.line, key, text);
  if (line === null) return typed(mode);
  const next = judged(line, mode.known);
  const isTyped = line.recalled === null && line.text !== mode.line.text;
  return typed(isTyped ? { ...next, popup: popupWhileTyping(next) } : next);
}

function typed(mode: FilterMode): FilterKey {
  return { kind: 'typed', mode };
}

function judged(line: EditedLine, known: KnownValues): FilterMode {
  return { kind: 'filter', line, fault: faultOf(line.text), popup: null, known };
}

/** What Tab does: takes the item that is chosen, else the correction, else shows what may stand here. */
function completed(mode: FilterMode): FilterMode {
  const { popup, fault, line } = mode;
  if (popup !== null) return taken(mode, popup, popup.items[popup.selected] as Completion);
  if (fault !== null && fault.nearest !== null) {
    const corrected = replaceInLine(line, fault.start, fault.end, fault.nearest);
    return judged({ ...corrected, caret: corrected.text.length }, mode.known);
  }
  const offered = popupAt(mode);
  if (offered === null) return mode;
  const [only] = offered.items;
  return offered.items.length === 1 && only !== undefined
    ? taken(mode, offered, only)
    : { ...mode, popup: offered };
}

function taken(mode: FilterMode, { start, end }: Popup, { text }: Completion): FilterMode {
  return judged(replaceInLine(mode.line, start, end, text), mode.known);
}

function chosen(mode: FilterMode, step: number): FilterMode {
  const { popup } = mode;
  if (popup === null) return mode;
  const count = popup.items.length;
  return { ...mode, popup: { ...popup, selected: (popup.selected + step + count) % count } };
}

/** What may be typed at the caret. */
function popupAt({ line, known }: FilterMode): Popup | null {
  const { start, end, items } = completeFilter(line.text, line.caret, known);
  return items.length === 0 ? null : { start, end, items: items.slice(0, MOST_ITEMS), selected: 0 };
}

/** Unasked the window opens where a word was begun or a value is due, and never for what is there already. */
function popupWhileTyping(mode: FilterMode): Popup | null {
  const popup = popupAt(mode);
  if (popup === null) return null;
  const begun = mode.line.text.slice(popup.start, popup.end);
  const [first] = popup.items;
  if (begun === '' && first?.kind !== 'value') return null;
  return popup.items.length === 1 && first?.text === begun ? null : popup;
}
