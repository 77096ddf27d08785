/** What the help knows: the commands of the screen below, the lines that can be typed, the signs, and how flows are filtered. */
import { FIELDS } from '../../../filter/fields.js';
import { FILTER_SYNTAX } from '../../../view/filter-syntax.js';
import { ownText, type SafeText, say } from '../../../view/safe-text.js';
import { COMMANDS, type Command, type CommandId } from '../../command.js';
import { LINE_COMMANDS } from '../../command-line/line-commands.js';
import { glyphsOf } from '../../glyphs.js';
import { keysOf, type OwnKeys } from '../../key-map.js';
import { keyText } from '../../key-text.js';
import type { Look } from '../../look.js';
import type { ScreenId } from '../../screen.js';

/** A row of the help. */
export interface HelpEntry {
  /** What is pressed, typed or seen. */
  readonly left: SafeText;
  readonly right: SafeText;
  /** What Enter runs on the screen below; null where there is nothing to run. */
  readonly command: CommandId | null;
}

/** Rows under a title. */
export interface HelpSection {
  readonly title: SafeText;
  readonly entries: readonly HelpEntry[];
}

/** The sections for a screen. */
export function helpSections(below: ScreenId, look: Look, ownKeys?: OwnKeys, isLive = false): HelpSection[] {
  return [
    section('WHILE A CAPTURE IS TAKEN', isLive ? commandsOf('live', look, ownKeys) : []),
    section(`ON THIS SCREEN (${below})`, commandsOf(below, look, ownKeys)),
    section('IN LISTS', commandsOf('list', look, ownKeys)),
    section('EVERYWHERE', commandsOf('all', look, ownKeys)),
    section('WHILE A LINE IS TYPED', commandsOf('line', look, ownKeys)),
    section('TYPED BEHIND :', LINE_COMMANDS.map(lineEntry)),
    section('SIGNS', signs(look)),
    section('FILTERS', FILTER_SYNTAX.map(syntaxEntry)),
    section('FIELDS OF FILTERS', FIELDS.map(fieldEntry)),
  ].filter(({ entries }) => entries.length > 0);
}

/** The sections with only what has all words in it, in whatever case. */
export function searched(sections: readonly HelpSection[], text: string): HelpSection[] {
  const words = text
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return [...sections];
  return sections
    .map(({ title, entries }) => ({
      title,
      entries: entries.filter(({ left, right }) => {
        const entry = `${left} ${right}`.toLowerCase();
        return words.every((word) => entry.includes(word));
      }),
    }))
    .filter(({ entries }) => entries.length > 0);
}

function section(title: string, entries: readonly HelpEntry[]): HelpSection {
  return { title: ownText(title), entries };
}

function commandsOf(where: string, look: Look, ownKeys?: OwnKeys): HelpEntry[] {
  const commands: readonly (Command & { readonly id: CommandId })[] = COMMANDS;
  return commands
    .filter((command) => command.where === where)
    .map(({ id, title, explains }) => ({
      left: ownText(
        keysOf(id, ownKeys)
          .map((key) => keyText(key, look))
          .join(' '),
      ),
      right: say`${ownText(title)}: ${ownText(explains)}`,
      // Keys of a line mean something only while it is typed.
      command: where === 'line' ? null : id,
    }));
}

function lineEntry({ example, explains }: (typeof LINE_COMMANDS)[number]): HelpEntry {
  return { left: ownText(`:${example}`), right: ownText(explains), command: null };
}

function signs(look: Look): HelpEntry[] {
  const { error, warning, notice, marked, noted, cursor, folded, unfolded } = glyphsOf(look);
  const rows: readonly (readonly [string, string])[] = [
    [error, 'critical or high: connections fail'],
    [warning, 'medium, or something is missing'],
    [notice, 'low or info: worth knowing'],
    [cursor, 'the cursor'],
    [marked, 'a flow that you marked'],
    [noted, 'a flow with a note'],
    [`${folded} ${unfolded}`, 'folded, unfolded'],
  ];
  return rows.map(([left, right]) => ({ left: ownText(left), right: ownText(right), command: null }));
}

function syntaxEntry(sentence: string): HelpEntry {
  return { left: ownText(''), right: ownText(sentence), command: null };
}

function fieldEntry({ name, aliases, example, doc }: (typeof FIELDS)[number]): HelpEntry {
  const also = aliases.length === 0 ? '' : ` Also ${aliases.join(', ')}.`;
  return { left: ownText(name), right: ownText(`${doc} ${example}.${also}`), command: null };
}
