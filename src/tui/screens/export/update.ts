/** Keys of the dialog. */
import { ownText } from '../../../view/safe-text.js';
import type { ExportRequest } from '../../effect.js';
import { editLine, lineOf } from '../../line-editor.js';
import type { Answer } from '../../screen.js';
import type { Message, Shared } from '../../shared.js';
import { flowsOfScope, scopeChoices } from './scopes.js';
import { type ExportState, fieldsOf } from './state.js';
import { renamed } from './target-name.js';

type ExportAnswer = Answer<ExportState>;

/** The answer to a key. */
export function takeKey(state: ExportState, shared: Shared, key: string, text: string): ExportAnswer {
  if (key === 'escape') return { state, go: { kind: 'back' } };
  if (key === 'f1') return help(state);
  if (shared.capture.kind !== 'ready') return takeKeyBefore(state, shared, key);
  switch (key) {
    case 'enter':
      return write(state, shared);
    case 'tab':
    case 'down':
      return { state: toField(state, 1) };
    case 'shift-tab':
    case 'up':
      return { state: toField(state, -1) };
    default:
      return state.field === 'to' ? typePath(state, key, text) : choose(state, shared, key);
  }
}

/** Takes the answer to what was asked for: done closes the dialog, anything else is told in it. */
export function takeWritten(state: ExportState, shared: Shared): ExportAnswer {
  const { written } = shared;
  if (state.asked === null || written?.request !== state.asked) return { state };
  const { message, request } = written;
  if (message.tone === 'notice') {
    const changes = isWithAllNotes(request, shared) ? { hasUnwrittenNotes: false } : {};
    return { state: { ...state, asked: null }, shared: changes, go: { kind: 'back' } };
  }
  const field = message.canReplace === true ? 'replace' : state.field;
  return {
    state: { ...state, asked: null, field, refusal: message, isReplacing: false },
    shared: { message: null },
  };
}

function isWithAllNotes({ content, flows }: ExportRequest, { notes }: Shared): boolean {
  if (content !== 'capture') return false;
  if (flows === null) return true;
  const written = new Set(flows);
  return [...notes.keys()].every((flow) => written.has(flow));
}

function help(state: ExportState): ExportAnswer {
  return { state, go: { kind: 'open', screen: 'help', subject: { screen: 'export' } } };
}

/** While there is nothing to write: what the screen says then. */
function takeKeyBefore(state: ExportState, { capture }: Shared, key: string): ExportAnswer {
  if (key === 'q') return { state, go: { kind: 'back' } };
  if (key === '?') return help(state);
  if (capture.kind !== 'reading') return { state };
  if (key === 'S') return { state, effects: [{ kind: 'stop-reading' }] };
  return key === '3' ? { state, go: { kind: 'replace', screen: 'flows', subject: {} } } : { state };
}

function toField(state: ExportState, step: 1 | -1): ExportState {
  const fields = fieldsOf(state);
  const index = fields.indexOf(state.field) + step + fields.length;
  return { ...state, field: fields[index % fields.length] ?? 'what' };
}

/** What was refused may be right once something is changed. */
function changed(state: ExportState, changes: Partial<ExportState>): ExportState {
  return { ...state, ...changes, refusal: null, isReplacing: false };
}

function typePath(state: ExportState, key: string, text: string): ExportAnswer {
  const path = editLine(state.path, key, text);
  if (path === null) return { state };
  return { state: path.text === state.path.text ? { ...state, path } : changed(state, { path }) };
}

const STEPS: ReadonlyMap<string, 1 | -1> = new Map([
  ['space', 1],
  ['right', 1],
  ['left', -1],
]);

function choose(state: ExportState, shared: Shared, key: string): ExportAnswer {
  if (key === 'q') return { state, go: { kind: 'back' } };
  if (key === '?') return help(state);
  const step = STEPS.get(key);
  if (step === undefined) return { state };
  if (state.field === 'replace') {
    return key === 'space' ? { state: { ...state, isReplacing: !state.isReplacing } } : { state };
  }
  return { state: state.field === 'what' ? nextScope(state, shared, step) : nextContent(state, step) };
}

function nextScope(state: ExportState, shared: Shared, step: 1 | -1): ExportState {
  const choices = scopeChoices(shared, state.content, state.flow)
    .filter(({ scope, flows }) => flows !== null || scope === state.scope)
    .map(({ scope }) => scope);
  const scope = after(choices, state.scope, step);
  return scope === state.scope ? state : changed(state, { scope });
}

function nextContent(state: ExportState, step: 1 | -1): ExportState {
  const content = after(state.contents, state.content, step);
  if (content === state.content) return state;
  const path = lineOf(renamed(state.path.text, state.content, content));
  return changed(state, { content, path });
}

/** The choice after or before one, round the ends. */
function after<T>(choices: readonly T[], choice: T, step: 1 | -1): T {
  const index = choices.indexOf(choice) + step + choices.length;
  return choices[index % choices.length] ?? choice;
}

function write(state: ExportState, shared: Shared): ExportAnswer {
  if (state.asked !== null) return { state };
  const { scope, content, flow, path, isReplacing } = state;
  const choice = scopeChoices(shared, content, flow).find((one) => one.scope === scope);
  if (path.text.trim() === '') return refused({ ...state, field: 'to' }, 'Type the path of the file first.');
  if (choice === undefined || choice.flows === null) {
    return refused({ ...state, field: 'what' }, 'There is no such flow now: choose others.');
  }
  const flows = flowsOfScope(scope, shared, flow);
  const request: ExportRequest = { path: path.text, content, flows, force: isReplacing };
  return {
    state: { ...state, asked: request, refusal: null },
    effects: [{ kind: 'export', request }],
  };
}

function refused(state: ExportState, text: string): ExportAnswer {
  const refusal: Message = { text: ownText(text), tone: 'warning' };
  return { state: { ...state, refusal, isReplacing: false } };
}
