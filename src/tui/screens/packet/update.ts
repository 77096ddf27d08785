/** What the packet screen does with commands and keys. */
import type { TreeNode } from '../../../closeup/tree/node.js';
import { fieldFilter } from '../../../view/field-filter.js';
import { hexDigits } from '../../../view/hex.js';
import { ownText } from '../../../view/safe-text.js';
import { secretRanges } from '../../../view/tree-secrets.js';
import { valueOrSummary } from '../../../view/tree-text.js';
import { type CopyMenu, copyAnswer, copyMessage } from '../../close-up/copy.js';
import { nextTimeFormat } from '../../close-up/time-column.js';
import { tupleText } from '../../close-up/tuple.js';
import type { CommandId } from '../../command.js';
import { limitsOf } from '../../command-line/line-limits.js';
import { moved } from '../../list.js';
import type { Answer, ScreenEvent } from '../../screen.js';
import type { Shared } from '../../shared.js';
import {
  backInTree,
  flowNumberOf,
  flowOf,
  layoutOf,
  onOctet,
  onRow,
  opensFlow,
  type PacketScreenState,
  packetOf,
  type ReadPacket,
  visibleTree,
} from './state.js';

type PacketAnswer = Answer<PacketScreenState>;

/** What an answer has to bring about so that the frame is read; nothing when it is, or is on its way. */
export function wantPacket(frame: number, { packet }: Shared): Pick<PacketAnswer, 'shared' | 'effects'> {
  if (packet?.frame === frame) return {};
  return { shared: { packet: { kind: 'reading', frame } }, effects: [{ kind: 'packet', frame }] };
}

/** The answer to an event. */
export function updatePacket(state: PacketScreenState, event: ScreenEvent, shared: Shared): PacketAnswer {
  switch (event.kind) {
    case 'shared':
      return { state, ...wantPacket(state.frame, shared) };
    case 'key':
      return { state: { ...state, isCopying: false }, ...copyAnswer(copyMenu(state, shared), event.key) };
    case 'command':
      return command(state, event.command, event.count, shared);
  }
}

function command(
  state: PacketScreenState,
  id: CommandId,
  count: number | null,
  shared: Shared,
): PacketAnswer {
  switch (id) {
    case 'time':
      return { state, shared: nextTimeFormat(shared) };
    case 'copy':
      return { state: { ...state, isCopying: true }, ...copyMessage(copyMenu(state, shared)) };
    case 'next-frame':
      return neighbour(state, 1, shared);
    case 'previous-frame':
      return neighbour(state, -1, shared);
    case 'follow-frame':
      return toFlow(state, 'exchange', shared);
    case 'open':
      if (opensFlow(state, shared)) return toFlow(state, 'ladder', shared);
      return inPane(state, id, count, shared);
    default:
      return inPane(state, id, count, shared);
  }
}

function inPane(state: PacketScreenState, id: CommandId, count: number | null, shared: Shared): PacketAnswer {
  const packet = packetOf(state, shared);
  if (packet === null) return { state, isUnused: true };
  if (id === 'pane') return { state: otherPane(state, packet, shared) };
  return state.pane === 'tree'
    ? treeCommand(state, packet, id, count, shared)
    : octetsCommand(state, packet, id, count, shared);
}

/** To the flow of the frame, at the frame. */
function toFlow(state: PacketScreenState, screen: 'exchange' | 'ladder', shared: Shared): PacketAnswer {
  const { frame } = state;
  const flow = flowNumberOf(state, shared);
  if (flow !== null) return { state, go: { kind: 'open', screen, subject: { flow, frame } } };
  const text = ownText(
    packetOf(state, shared) === null ? 'the frame is still being read' : 'no flow is known of this frame',
  );
  return { state, shared: { message: { tone: 'notice', text } } };
}

function otherPane(state: PacketScreenState, packet: ReadPacket, shared: Shared): PacketScreenState {
  if (state.pane === 'octets') return backInTree(state, packet);
  if (packet.octets.length === 0) return state;
  return onOctet({ ...state, pane: 'octets' }, packet, state.octet, shared);
}

function treeCommand(
  state: PacketScreenState,
  packet: ReadPacket,
  id: CommandId,
  count: number | null,
  shared: Shared,
): PacketAnswer {
  const { rows, cursor } = visibleTree(state, packet);
  const row = rows[cursor];
  if (row === undefined) return { state, isUnused: true };
  if (id === 'last' && count !== null) return { state: onRow(state, packet, count - 1, shared) };
  const next = moved({ cursor, top: state.top }, id, rows.length, layoutOf(state, packet, shared).tree);
  if (next !== null) return { state: onRow(state, packet, next.cursor, shared) };
  const hasChildren = row.node.children.length > 0;
  switch (id) {
    case 'open':
      return { state: hasChildren ? toggled(state, row.path) : state };
    case 'expand':
      return { state: hasChildren && !row.isOpen ? toggled(state, row.path) : state };
    case 'collapse': {
      if (row.isOpen) return { state: toggled(state, row.path) };
      const parent = row.path.split('/').slice(0, -1).join('/');
      const above = rows.findIndex(({ path }) => path === parent);
      return { state: above < 0 ? state : onRow(state, packet, above, shared) };
    }
    default:
      return { state, isUnused: true };
  }
}

function toggled(state: PacketScreenState, path: string): PacketScreenState {
  const paths = new Set(state.toggled);
  if (!paths.delete(path)) paths.add(path);
  return { ...state, toggled: paths };
}

function octetsCommand(
  state: PacketScreenState,
  packet: ReadPacket,
  id: CommandId,
  count: number | null,
  shared: Shared,
): PacketAnswer {
  if (count !== null) return { state, isUnused: true };
  const { perRow, octets } = layoutOf(state, packet, shared);
  const steps: Partial<Record<CommandId, number>> = {
    expand: 1,
    collapse: -1,
    down: perRow,
    up: -perRow,
    'page-down': perRow * octets,
    'page-up': -perRow * octets,
    'half-down': perRow * Math.ceil(octets / 2),
    'half-up': -perRow * Math.ceil(octets / 2),
    first: Number.NEGATIVE_INFINITY,
    last: Number.POSITIVE_INFINITY,
  };
  const step = steps[id];
  if (step === undefined) return { state, isUnused: id !== 'open' };
  return { state: onOctet(state, packet, state.octet + step, shared) };
}

/** The next frame of the flow; of the capture, where the flow is not known. */
function neighbour(state: PacketScreenState, step: 1 | -1, shared: Shared): PacketAnswer {
  const flow = flowOf(state, shared);
  const frames = flow?.segments.map(({ frameNumber }) => frameNumber);
  const frame = frames === undefined ? state.frame + step : frames[frames.indexOf(state.frame) + step];
  if (frame === undefined || frame < 1 || frame > limitsOf(shared).frames) {
    const of = flow === null ? 'capture' : 'flow';
    const text = ownText(`the ${step > 0 ? 'last' : 'first'} frame of the ${of}`);
    return { state, shared: { message: { tone: 'notice', text } } };
  }
  return { state: { ...state, frame }, ...wantPacket(frame, shared) };
}

function copyMenu(state: PacketScreenState, shared: Shared): CopyMenu {
  const { secrets } = shared;
  const packet = packetOf(state, shared);
  const node = packet === null ? null : (selectedNode(state, packet) ?? null);
  const flow = flowOf(state, shared);
  const of = (make: (node: TreeNode, packet: ReadPacket) => string | null) => () =>
    packet === null || node === null ? null : make(node, packet);
  return [
    [
      'f',
      {
        what: ownText('Wireshark filter'),
        text: of((it, { octets }) => fieldFilter(it, { octets, secrets })),
      },
    ],
    ['c', { what: ownText('value'), text: of((it, { octets }) => valueOrSummary(it, { octets, secrets })) }],
    [
      'p',
      {
        what: ownText('octets'),
        text: of((it, { octets, tree }) => {
          const hidden = secrets === 'masked' ? secretRanges(octets, tree) : [];
          return hexDigits(octets, { at: it.at, length: it.length }, hidden);
        }),
      },
    ],
    ['t', { what: ownText('addresses'), text: () => (flow === null ? null : tupleText(flow)) }],
  ];
}

function selectedNode(state: PacketScreenState, packet: ReadPacket) {
  const { rows, cursor } = visibleTree(state, packet);
  return rows[cursor]?.node;
}
