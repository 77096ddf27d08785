/** Keys that are typed: into the filter, into a note, and the one behind `y`. */
import { FlowFacts } from '../../../survey/flow-facts.js';
import { ownText } from '../../../view/safe-text.js';
import { flowFilter } from '../../../view/wireshark-filter.js';
import { editLine, enteredLine } from '../../line-editor.js';
import type { Answer } from '../../screen.js';
import type { Shared } from '../../shared.js';
import { annotationOf, annotationText } from './annotation.js';
import { endsOf } from './ends.js';
import { typeFilter } from './filter-mode.js';
import { surveyOf } from './kept-flow.js';
import { ask, noted } from './query.js';
import { type FilterMode, type FlowsState, flowAtCursor, type Mode, wantedQuery } from './state.js';

type FlowsAnswer = Answer<FlowsState>;

/** Takes a key in the mode that is on. */
export function takeKey(state: FlowsState, shared: Shared, key: string, text: string): FlowsAnswer {
  const { mode } = state;
  if (key === 'f1') return { state, go: { kind: 'open', screen: 'help', subject: { screen: 'flows' } } };
  switch (mode.kind) {
    case 'list':
      return { state };
    case 'filter':
      return inFilter(state, shared, mode, key, text);
    case 'note':
      return inNote(state, shared, mode, key, text);
    case 'copy':
      return copy({ ...state, mode: LIST }, shared, key);
  }
}

const LIST: Mode = { kind: 'list' };

function inFilter(
  state: FlowsState,
  shared: Shared,
  mode: FilterMode,
  key: string,
  text: string,
): FlowsAnswer {
  const next = typeFilter(mode, key, text);
  switch (next.kind) {
    case 'typed':
      return { state: { ...state, mode: next.mode } };
    case 'cancel':
      return { state: { ...state, mode: LIST } };
    case 'apply': {
      const { history } = enteredLine({ ...mode.line, text: next.filter });
      const wasOn = wantedQuery(state, shared).filter;
      const filterOff = next.filter === '' ? wasOn || state.filterOff : '';
      return ask({ ...state, mode: LIST, history, filterOff }, shared, { filter: next.filter });
    }
  }
}

function inNote(
  state: FlowsState,
  shared: Shared,
  mode: Extract<Mode, { kind: 'note' }>,
  key: string,
  text: string,
): FlowsAnswer {
  if (key === 'escape') return { state: { ...state, mode: LIST } };
  if (key === 'enter') return written({ ...state, mode: LIST }, shared, mode.flow, mode.line.text.trim());
  const line = editLine(mode.line, key, text);
  return { state: line === null ? state : { ...state, mode: { ...mode, line } } };
}

/** An empty note is none. */
function written(state: FlowsState, shared: Shared, flow: number, note: string): FlowsAnswer {
  if (note === (shared.notes.get(flow) ?? '')) return { state };
  const notes = new Map(shared.notes);
  if (note === '') notes.delete(flow);
  else notes.set(flow, note);
  return { state, shared: { notes, hasUnwrittenNotes: true } };
}

function copy(state: FlowsState, shared: Shared, key: string): FlowsAnswer {
  const flow = flowAtCursor(state, shared);
  const survey = surveyOf(shared, flow);
  if (flow === null || survey === null || key === 'escape') return { state };
  const send = (text: string, what: string): FlowsAnswer => ({
    state,
    effects: [{ kind: 'copy', text, what: ownText(what) }],
  });
  switch (key) {
    case 'f':
      return send(flowFilter([flow]), 'Wireshark filter');
    case 't': {
      const { client, server } = endsOf(survey, new FlowFacts(survey).at(flow));
      return send(`${client} -> ${server}`, 'addresses and ports');
    }
    case 'c':
      return send(annotationText(annotationOf(flow, survey, shared)), 'what was found');
    default:
      return noted(
        state,
        ownText('nothing was copied: after y, f is a filter, t the addresses, c what was found'),
      );
  }
}
