/**
 * The program behind the screens: events in, a new state and requests out. Pure: no clock, no file, no terminal.
 */
import { ownText } from '../view/safe-text.js';
import type { CommandId } from './command.js';
import { type CommandLine, openCommandLine, stepCommandLine } from './command-line/command-line.js';
import { limitsOf } from './command-line/line-limits.js';
import type { LineMeaning } from './command-line/parse-line.js';
import type { Effect } from './effect.js';
import { WRITABLE_CONTENTS } from './export-content.js';
import { filterRequest } from './filter-request.js';
import { hastyKeys } from './hasty-escape.js';
import type { Key } from './key.js';
import { commandOf, type KeyMap } from './key-map.js';
import { isCapturing } from './live-state.js';
import type { Size } from './look.js';
import { nextFinding } from './next-finding.js';
import type { Answer, Go, Screen, ScreenEvent, ScreenId, Subject } from './screen.js';
import type { Message, Shared } from './shared.js';
import { USELESS } from './useless.js';

/** The screens by id. */
export type Screens = Readonly<Record<ScreenId, Screen<unknown>>>;

/** A screen that is open, with its state. */
export interface Opened {
  readonly screen: Screen<unknown>;
  readonly state: unknown;
  /** What it was opened on. */
  readonly subject: Subject;
}

/** State of the program. */
export interface ProgramState {
  readonly screens: Screens;
  readonly keys: KeyMap;
  readonly shared: Shared;
  /** Open screens, the one that is shown last. Never empty. */
  readonly opened: readonly Opened[];
  /** The line that is typed behind `:`; null while none is. */
  readonly commandLine: CommandLine | null;
  /** Lines that were typed behind `:` before, the oldest first. */
  readonly typedLines: readonly string[];
  /** The key before this one asked to quit, and was told that notes are not written. */
  readonly hasAskedToQuit: boolean;
}

/** What happens to the program. */
export type ProgramEvent =
  | { readonly kind: 'key'; readonly key: Key }
  | { readonly kind: 'resize'; readonly size: Size }
  /** A screen is wanted from outside, such as the ladder of `--flow`. */
  | { readonly kind: 'open'; readonly screen: ScreenId; readonly subject: Subject }
  /** Something outside has an answer: the survey went on, a filter was done, a flow was read. */
  | { readonly kind: 'shared'; readonly changes: Partial<Shared> };

/** State and requests after an event. */
export interface Step {
  readonly state: ProgramState;
  readonly effects: readonly Effect[];
}

const HOMES: ReadonlyMap<CommandId, ScreenId> = new Map<CommandId, ScreenId>([
  ['summary', 'summary'],
  ['findings', 'findings'],
  ['flows', 'flows'],
  ['timeline', 'timeline'],
]);

/** The program at its start, with the summary on the screen. */
export function startProgram(screens: Screens, keys: KeyMap, shared: Shared): Step {
  const state: ProgramState = {
    screens,
    keys,
    shared,
    opened: [],
    commandLine: null,
    typedLines: [],
    hasAskedToQuit: false,
  };
  // Of a capture that begins there is nothing to sum up yet.
  return openScreen(state, shared.live === undefined ? 'summary' : 'flows', {}, []);
}

/** Takes one event. */
export function stepProgram(state: ProgramState, event: ProgramEvent): Step {
  switch (event.kind) {
    case 'resize':
      return tell({ ...state, shared: { ...state.shared, size: event.size } }, { kind: 'shared' });
    case 'shared':
      return tell({ ...state, shared: { ...state.shared, ...event.changes } }, { kind: 'shared' });
    case 'open':
      return openScreen(state, event.screen, event.subject, []);
    case 'key':
      return takeKeyOrTwo(state, event.key);
  }
}

/** The screen that is shown. */
export function topOf({ opened }: ProgramState): Opened {
  const top = opened[opened.length - 1];
  if (top === undefined) throw new Error('Expected a screen to be open');
  return top;
}

/** Escape and the key behind it, where they came as one key that has no meaning. */
function takeKeyOrTwo(state: ProgramState, key: Key): Step {
  const { screen, state: screenState } = topOf(state);
  const isTyping = state.commandLine !== null || screen.isTyping(screenState);
  const isBound = commandOf(state.keys, screen.id, key.name, isCapturing(state.shared.live)) !== null;
  const pair = isBound && !isTyping ? null : hastyKeys(key, isTyping);
  if (pair === null) return takeKey(withoutMessage(state), key);
  const escaped = takeKey(withoutMessage(state), pair[0]);
  const step = takeKey(withoutMessage(escaped.state), pair[1]);
  return { ...step, effects: [...escaped.effects, ...step.effects] };
}

/** A question counts for the next key alone; a line that is typed may be the answer. */
function takeKey(before: ProgramState, key: Key): Step {
  const step = takeKeyOf(before, key);
  const { shared, commandLine } = step.state;
  const hasAskedToQuit = step.state.hasAskedToQuit && (shared.message === UNWRITTEN || commandLine !== null);
  return { ...step, state: { ...step.state, hasAskedToQuit } };
}

function takeKeyOf(state: ProgramState, key: Key): Step {
  const { name, text } = key;
  const { screen, state: screenState } = topOf(state);
  const command = commandOf(state.keys, screen.id, name, isCapturing(state.shared.live));
  if (state.commandLine !== null && command !== 'quit') return takeLineKey(state, state.commandLine, key);
  if (screen.isTyping(screenState) && command !== 'quit') {
    return tell(state, { kind: 'key', key: name, text });
  }
  if (command === null) return { state, effects: [] };
  return takeCommand(state, command);
}

function takeLineKey(state: ProgramState, commandLine: CommandLine, key: Key): Step {
  const step = stepCommandLine(commandLine, key, limitsOf(state.shared));
  switch (step.kind) {
    case 'open':
      return { state: { ...state, commandLine: step.line }, effects: [] };
    case 'closed':
      return { state: { ...state, commandLine: null }, effects: [] };
    case 'entered':
      return runLine({ ...state, commandLine: null, typedLines: step.history }, step.meaning);
  }
}

function runLine(state: ProgramState, meaning: LineMeaning): Step {
  switch (meaning.kind) {
    case 'nothing':
      return { state, effects: [] };
    case 'frame':
      return openScreen(state, 'packet', { frame: meaning.number }, []);
    case 'flow':
      return openScreen(state, 'ladder', { flow: meaning.number }, []);
    case 'filter': {
      const { shared, effects } = filterRequest(state.shared, meaning.expression);
      const filtered = { ...state, shared: { ...state.shared, ...shared }, opened: [] };
      return openScreen(filtered, 'flows', {}, effects);
    }
    case 'row':
      return goToRow(state, meaning.number);
    case 'quit':
      return askToQuit(state);
    default:
      return takeCommand(state, meaning.kind);
  }
}

function goToRow(state: ProgramState, row: number): Step {
  const { screen, state: screenState } = topOf(state);
  const answer = screen.update(screenState, { kind: 'command', command: 'last', count: row }, state.shared);
  return answer.isUnused === true ? told(state, 'Rows have no numbers here.') : take(state, answer);
}

function takeCommand(state: ProgramState, command: CommandId): Step {
  const { screen, state: screenState } = topOf(state);
  // What leaves a screen first leaves what is open within it.
  const wanted = command === 'leave' ? 'back' : command;
  const answer = screen.update(screenState, { kind: 'command', command: wanted, count: null }, state.shared);
  return answer.isUnused === true ? takeOwnCommand(state, command) : take(state, answer);
}

/** What a command means where the screen has no use for it. */
function takeOwnCommand(state: ProgramState, command: CommandId): Step {
  const home = HOMES.get(command);
  if (home !== undefined) return openScreen({ ...state, opened: [] }, home, {}, []);
  switch (command) {
    case 'back':
      return state.opened.length > 1 ? goBack(state, []) : told(state, 'This is the first screen.');
    case 'leave':
      return state.opened.length > 1 ? goBack(state, []) : askToQuit(state);
    case 'help':
      return openHelp(state);
    case 'command':
      return { state: { ...state, commandLine: openCommandLine(state.typedLines) }, effects: [] };
    case 'filter':
      return filterFlows(state);
    case 'next-finding':
      return goToFinding(state, 1);
    case 'previous-finding':
      return goToFinding(state, -1);
    case 'export':
      return openScreen(state, 'export', flowBelow(state), []);
    case 'write':
      return openCaptureExport(state);
    case 'pause':
    case 'stop-capture':
    case 'follow-end':
      return takeLiveCommand(state, command);
    case 'quit':
    case 'redraw':
    case 'suspend':
      return { state, effects: [{ kind: command }] };
    case 'stop':
      return stopReading(state);
    default: {
      const sentence = USELESS[command];
      return sentence === undefined ? { state, effects: [] } : told(state, sentence);
    }
  }
}

/** Wherever it is said that a capture is being read, this ends it. A capture that is taken has a key of its own. */
function stopReading(state: ProgramState): Step {
  const { capture, live } = state.shared;
  if (live !== undefined) return { state, effects: [] };
  if (capture.kind === 'reading') return { state, effects: [{ kind: 'stop-reading' }] };
  return told(state, 'Nothing is being read any more.');
}

const UNWRITTEN: Message = {
  text: ownText('Notes are not written: w writes them; the same again quits without.'),
  tone: 'warning',
};

/** Quits; where notes would be lost only when asked twice. */
function askToQuit(state: ProgramState): Step {
  const { live, capture } = state.shared;
  if (live !== undefined && capture.kind !== 'failed') return openScreen(state, 'ending', {}, []);
  if (!state.shared.hasUnwrittenNotes || state.hasAskedToQuit) return { state, effects: [{ kind: 'quit' }] };
  const shared = { ...state.shared, message: UNWRITTEN };
  return { state: { ...state, shared, hasAskedToQuit: true }, effects: [] };
}

function takeLiveCommand(state: ProgramState, command: 'pause' | 'stop-capture' | 'follow-end'): Step {
  const { live } = state.shared;
  if (!isCapturing(live)) return told(state, 'No capture is being taken.');
  switch (command) {
    case 'pause':
      return { state, effects: [{ kind: 'pause', isPaused: live?.isPaused !== true }] };
    case 'stop-capture':
      return { state, effects: [{ kind: 'stop-reading' }] };
    case 'follow-end': {
      const { flowList } = state.shared;
      const kept = flowList === undefined ? {} : { flowList: { ...flowList, follows: false } };
      const opened = openScreen(
        { ...state, shared: { ...state.shared, ...kept }, opened: [] },
        'flows',
        {},
        [],
      );
      const following = takeCommand(opened.state, 'follow-end');
      return { state: following.state, effects: [...opened.effects, ...following.effects] };
    }
  }
}

/** The state with a sentence of ours for the user. */
function told(state: ProgramState, sentence: string, tone: Message['tone'] = 'notice'): Step {
  const message = { text: ownText(sentence), tone };
  return { state: { ...state, shared: { ...state.shared, message } }, effects: [] };
}

function openHelp(state: ProgramState): Step {
  const { id } = topOf(state).screen;
  return id === 'help' ? { state, effects: [] } : openScreen(state, 'help', { screen: id }, []);
}

/** The flow that the screen is about: in the list that with the cursor. */
function flowBelow(state: ProgramState): Subject {
  const { screen, subject } = topOf(state);
  const { flowList, flows } = state.shared;
  const listed = flows.flows.length === 0 ? undefined : flowList?.chosen;
  const flow = screen.id === 'flows' ? listed : subject.flow;
  return flow === undefined || flow === null ? {} : { flow };
}

function openCaptureExport(state: ProgramState): Step {
  if (WRITABLE_CONTENTS.includes('capture')) {
    return openScreen(state, 'export', { ...flowBelow(state), content: 'capture' }, []);
  }
  return told(state, 'Captures with notes cannot be written yet; e writes a report.', 'warning');
}

/** A screen without lists has no filter of its own: the flows have. */
function filterFlows(state: ProgramState): Step {
  if (topOf(state).screen.id === 'flows') return { state, effects: [] };
  const opened = openScreen(state, 'flows', {}, []);
  const filtering = takeCommand(opened.state, 'filter');
  return { state: filtering.state, effects: [...opened.effects, ...filtering.effects] };
}

/** The ladder of the next flow with a finding, in place of one that is shown. */
function goToFinding(state: ProgramState, step: 1 | -1): Step {
  const current = state.opened.findLast(({ subject }) => subject.flow !== undefined)?.subject.flow ?? null;
  const flow = nextFinding(state.shared, current, step);
  if (flow === null) {
    return told(state, `No flow ${step === 1 ? 'further on' : 'before'} in this list has a finding.`);
  }
  const kept = topOf(state).screen.id === 'ladder' ? state.opened.slice(0, -1) : state.opened;
  return openScreen({ ...state, opened: kept }, 'ladder', { flow }, []);
}

function tell(state: ProgramState, event: ScreenEvent): Step {
  const { screen, state: screenState } = topOf(state);
  return take(state, screen.update(screenState, event, state.shared));
}

/** Puts the answer of the screen on top into the state, and goes where it says. */
function take(before: ProgramState, { state, shared, effects = [], go }: Answer<unknown>): Step {
  const opened = [...before.opened.slice(0, -1), { ...topOf(before), state }];
  const after = { ...before, opened, shared: { ...before.shared, ...shared } };
  return go === undefined ? { state: after, effects } : follow(after, go, effects);
}

function follow(state: ProgramState, go: Go, effects: readonly Effect[]): Step {
  switch (go.kind) {
    case 'back':
      return goBackWith(state, go.command, effects);
    case 'replace':
      return openScreen({ ...state, opened: state.opened.slice(0, -1) }, go.screen, go.subject, effects);
    case 'open':
      return openScreen(state, go.screen, go.subject, effects);
  }
}

function openScreen(state: ProgramState, id: ScreenId, subject: Subject, effects: readonly Effect[]): Step {
  const screen = state.screens[id];
  const answer = screen.open(subject, state.shared);
  const opened = [...state.opened, { screen, state: answer.state, subject }];
  const after = { ...state, opened, shared: { ...state.shared, ...answer.shared } };
  return { state: after, effects: [...effects, ...(answer.effects ?? [])] };
}

/** The screen below hears that what is shared may have changed meanwhile. */
function goBack(state: ProgramState, effects: readonly Effect[]): Step {
  if (state.opened.length < 2) return { state, effects };
  const below = tell({ ...state, opened: state.opened.slice(0, -1) }, { kind: 'shared' });
  return { state: below.state, effects: [...effects, ...below.effects] };
}

function goBackWith(state: ProgramState, command: CommandId | undefined, effects: readonly Effect[]): Step {
  const back = goBack(state, effects);
  if (command === undefined || state.opened.length < 2) return back;
  const done = takeCommand(back.state, command);
  return { state: done.state, effects: [...back.effects, ...done.effects] };
}

function withoutMessage(state: ProgramState): ProgramState {
  return state.shared.message === null ? state : { ...state, shared: { ...state.shared, message: null } };
}
