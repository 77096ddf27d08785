/**
 * What every screen is: a piece of state, a pure `update` and a pure `view`. `screens.ts` lists them; nothing else knows
 * them by name. No screen reads a file, writes to the terminal or knows Ink.
 */
import type { CommandId } from './command.js';
import type { Effect } from './effect.js';
import type { ExportContent } from './export-content.js';
import type { Size } from './look.js';
import type { Shared } from './shared.js';
import type { Frame, Line } from './span.js';

/** Ids of the screens. */
export type ScreenId =
  | 'summary'
  | 'findings'
  | 'flows'
  | 'ladder'
  | 'packet'
  | 'exchange'
  | 'timeline'
  | 'export'
  | 'ending'
  | 'help';

/** What a screen is opened on. */
export interface Subject {
  readonly flow?: number;
  readonly frame?: number;
  readonly findingId?: string;
  /** For the help: the screen whose keys are told. */
  readonly screen?: ScreenId;
  /** For the export: what is to be written. */
  readonly content?: ExportContent;
}

/** Something that happened and that a screen may care about. */
export type ScreenEvent =
  /** `count` is the row from 1 that `last` goes to, null for the last; a screen whose rows have no numbers has no use for it. */
  | { readonly kind: 'command'; readonly command: CommandId; readonly count: number | null }
  /** Text typed, while `isTyping` says so; keys of the line come as they are. */
  | { readonly kind: 'key'; readonly key: string; readonly text: string }
  /** Something in `Shared` has changed: a filter was done, a close-up was read. */
  | { readonly kind: 'shared' };

/** Where to go. */
export type Go =
  | { readonly kind: 'open'; readonly screen: ScreenId; readonly subject: Subject }
  /** In place of this screen. */
  | { readonly kind: 'replace'; readonly screen: ScreenId; readonly subject: Subject }
  /** To the screen below; with a command, which that screen then gets. */
  | { readonly kind: 'back'; readonly command?: CommandId };

/** The answer of a screen: its new state, changes of what is shared, requests, and where to go. */
export interface Answer<S> {
  readonly state: S;
  readonly shared?: Partial<Shared>;
  readonly effects?: readonly Effect[];
  readonly go?: Go;
  /** The command was not for this screen: the program's own meaning counts. */
  readonly isUnused?: boolean;
}

/** One screen. */
export interface Screen<S> {
  readonly id: ScreenId;
  /** State of a screen that has just been opened, and what it asks for. */
  open(subject: Subject, shared: Shared): Answer<S>;
  update(state: S, event: ScreenEvent, shared: Shared): Answer<S>;
  /** What stands at the right of the header, such as `3 Flows`. */
  title(state: S, shared: Shared): Line;
  /** The body: exactly `room.rows` lines of at most `room.columns` cells. */
  view(state: S, shared: Shared, room: Size): Frame;
  /** Commands for the footer, most useful first; those that do not fit are left out. */
  footer(state: S, shared: Shared): readonly CommandId[];
  /** Whether keys go to the screen as text, because a line is being typed. */
  isTyping(state: S): boolean;
}
