/** All screens by id. */
import { addressText } from '../diagnosis/address-text.js';
import { FlowFacts } from '../survey/flow-facts.js';
import { endpointText } from '../view/endpoint.js';
import { findingTitle } from '../view/finding-text.js';
import { counted } from '../view/number.js';
import { ownText, say } from '../view/safe-text.js';
import { severityWord } from '../view/severity.js';
import { cell, cellText, fillRows, fitLine, spans } from './cells.js';
import { LIST_START, type ListPlace, moved, placed } from './list.js';
import type { Screens } from './program.js';
import type { Answer, Screen, ScreenEvent, ScreenId } from './screen.js';
import type { Shared } from './shared.js';
import type { Line, Span } from './span.js';

const HEADER_AND_FOOTER_ROWS = 3;

interface ListState {
  readonly place: ListPlace;
}

/** A list with a cursor; what a row says, and what opening it does, is up to the screen. */
function listScreen(options: {
  readonly id: ScreenId;
  readonly title: string;
  length(shared: Shared): number;
  row(index: number, shared: Shared): Line;
  empty(shared: Shared): readonly Line[];
  open(index: number, shared: Shared): Answer<ListState>['go'];
}): Screen<unknown> {
  const screen: Screen<ListState> = {
    id: options.id,
    open: () => ({ state: { place: LIST_START } }),
    update: (state, event, shared) => updateList(state, event, shared, options),
    title: () => spans(['title', options.title]),
    view: ({ place }, shared, room) => {
      const length = options.length(shared);
      const shown = placed(place, place.cursor, length, room.rows);
      const rows = Array.from({ length: Math.min(room.rows, length - shown.top) }, (_, offset) => {
        const isSelected = shown.top + offset === shown.cursor;
        const line = fitLine(options.row(shown.top + offset, shared), room.columns, shared.look);
        return isSelected ? line.map((span): Span => ({ ...span, isSelected })) : line;
      });
      const lines = length === 0 ? options.empty(shared) : rows;
      const fitted = lines.map((line) => fitLine(line, room.columns, shared.look));
      return { lines: fillRows(fitted, room.rows), cursor: null };
    },
    footer: () => ['open', 'down', 'up', 'summary', 'flows', 'help', 'back'],
    isTyping: () => false,
  };
  return screen as Screen<unknown>;
}

function updateList(
  state: ListState,
  event: ScreenEvent,
  shared: Shared,
  { length, open }: Pick<Parameters<typeof listScreen>[0], 'length' | 'open'>,
): Answer<ListState> {
  if (event.kind !== 'command') return { state };
  const rows = Math.max(1, shared.size.rows - HEADER_AND_FOOTER_ROWS);
  const place = moved(state.place, event.command, length(shared), rows);
  if (place !== null) return { state: { place } };
  if (event.command === 'stop') return { state, effects: [{ kind: 'stop-reading' }] };
  const go = event.command === 'open' ? open(state.place.cursor, shared) : undefined;
  return go === undefined ? { state, isUnused: true } : { state, go };
}

const SUMMARY = listScreen({
  id: 'summary',
  title: '1 Summary',
  length: ({ capture }) => (capture.kind === 'ready' ? capture.diagnosis.findings.length : 0),
  row: (index, { capture }) => {
    const finding = capture.kind === 'ready' ? capture.diagnosis.findings[index] : undefined;
    if (finding === undefined) return [];
    return spans(
      ['error', ` ${severityWord(finding.severity)} `],
      ['plain', cellText(findingTitle(finding))],
      ['dim', say`  ${counted(finding.flowCount, 'flow')}`],
    );
  },
  empty: ({ capture }) => {
    switch (capture.kind) {
      case 'reading': {
        const { frames, flows } = capture.progress;
        return [spans(['notice', say` reading: ${counted(frames, 'frame')}, ${counted(flows, 'flow')}`])];
      }
      case 'failed':
        return [
          spans(['error', ` ${cellText(ownText(capture.message))}`]),
          spans(['plain', ` ${cellText(ownText(capture.advice))}`]),
        ];
      case 'ready':
        return [spans(['good', ' no finding'])];
    }
  },
  open: () => ({ kind: 'open', screen: 'flows', subject: {} }),
});

const FLOWS = listScreen({
  id: 'flows',
  title: '3 Flows',
  length: ({ flows }) => flows.flows.length,
  row: (index, shared) => {
    const { capture, flows } = shared;
    const flow = flows.flows[index];
    if (capture.kind !== 'ready' || flow === undefined) return [];
    const facts = new FlowFacts(capture.survey).at(flow);
    const endpoint = (address: number, port: number) =>
      endpointText({ address: addressText(capture.survey.addresses, address, facts.isIpv6), port });
    return spans(
      ['plain', cell(ownText(` ${flow}`), 8, shared.look)],
      ['client', cell(endpoint(facts.clientAddress, facts.clientPort), 24, shared.look)],
      ['server', cell(endpoint(facts.serverAddress, facts.serverPort), 24, shared.look)],
      ['plain', facts.teardown],
    );
  },
  empty: () => [spans(['notice', ' no flow'])],
  open: (index, { flows }) => {
    const flow = flows.flows[index];
    return flow === undefined ? undefined : { kind: 'open', screen: 'ladder', subject: { flow } };
  },
});

function emptyScreen(id: ScreenId): Screen<unknown> {
  return listScreen({
    id,
    title: id,
    length: () => 0,
    row: () => [],
    empty: () => [spans(['notice', ' nothing to show'])],
    open: () => undefined,
  });
}

/** All screens by id. */
export const SCREENS: Screens = {
  summary: SUMMARY,
  findings: { ...SUMMARY, id: 'findings' },
  flows: FLOWS,
  ladder: emptyScreen('ladder'),
  packet: emptyScreen('packet'),
  exchange: emptyScreen('exchange'),
  timeline: emptyScreen('timeline'),
  export: emptyScreen('export'),
  help: emptyScreen('help'),
};
