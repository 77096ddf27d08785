/** The line that is typed behind `:`: its keys. Pure; `program.ts` keeps it and does what it says. */
import type { Key } from '../key.js';
import { type EditedLine, editLine, enteredLine, lineOf, replaceInLine } from '../line-editor.js';
import { completeLine, type LineCompletions } from './complete-line.js';
import { type LineFault, type LineLimits, type LineMeaning, parseLine } from './parse-line.js';

/** A command line that is open. */
export interface CommandLine {
  readonly line: EditedLine;
  /** What was wrong when it was entered; gone with the next change. */
  readonly fault: LineFault | null;
  /** Completions that tab goes round in, and which one stands in the line. */
  readonly round: { readonly completions: LineCompletions; readonly index: number } | null;
}

/** What became of a key. */
export type LineStep =
  | { readonly kind: 'open'; readonly line: CommandLine }
  | { readonly kind: 'closed' }
  | { readonly kind: 'entered'; readonly meaning: LineMeaning; readonly history: readonly string[] };

/** An empty command line. */
export function openCommandLine(history: readonly string[]): CommandLine {
  return { line: lineOf('', history), fault: null, round: null };
}

/** Takes a key. Escape closes the line, and so does backspace in an empty one. */
export function stepCommandLine(open: CommandLine, { name, text }: Key, limits: LineLimits): LineStep {
  const { line } = open;
  if (name === 'escape' || (name === 'backspace' && line.text === '')) return { kind: 'closed' };
  if (name === 'enter') return enter(open, limits);
  if (name === 'tab' || name === 'shift-tab') return still(complete(open, name === 'tab' ? 1 : -1));
  const edited = editLine(line, name, text);
  return still(edited === null ? open : { line: edited, fault: null, round: null });
}

function enter(open: CommandLine, limits: LineLimits): LineStep {
  const parsed = parseLine(open.line.text, limits);
  if (!parsed.ok) return still({ ...open, fault: parsed.fault, round: null });
  return { kind: 'entered', meaning: parsed.meaning, history: enteredLine(open.line).history };
}

function still(line: CommandLine): LineStep {
  return { kind: 'open', line };
}

/** What is probably meant first; else the completions, one after the other. */
function complete(open: CommandLine, step: 1 | -1): CommandLine {
  const { line, fault, round } = open;
  if (fault?.nearest != null) {
    const fixed = replaceInLine(line, fault.start, fault.end, fault.nearest);
    return { line: fixed, fault: null, round: null };
  }
  const completions = round?.completions ?? completeLine(line.text, line.caret);
  const { items, start, end } = completions;
  if (items.length === 0) return open;
  const first = step === 1 ? 0 : items.length - 1;
  const index = round === null ? first : (round.index + step + items.length) % items.length;
  const text = items[index]?.text ?? '';
  const typedEnd = round === null ? end : line.caret;
  const isOnly = items.length === 1 && takesMore(text);
  return {
    line: replaceInLine(line, start, typedEnd, isOnly ? `${text} ` : text),
    fault: null,
    round: isOnly ? null : { completions, index },
  };
}

function takesMore(text: string): boolean {
  return ['frame', 'flow', 'filter'].includes(text);
}
