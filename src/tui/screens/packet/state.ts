/** What the packet screen remembers. */
import type { CloseUp } from '../../../closeup/close-up.js';
import { placed } from '../../list.js';
import { roomOf } from '../../room.js';
import type { PacketState, Shared } from '../../shared.js';
import { packetLayout } from './layout.js';
import { type Folding, nodesOf, pathOfOctet, pathsAround, treeRows } from './tree-rows.js';

/** State of the packet screen. */
export interface PacketScreenState extends Folding {
  readonly frame: number;
  /** It was not opened from a flow: its flow can be opened from it. */
  readonly isAlone: boolean;
  readonly pane: 'tree' | 'octets';
  /** Path of the node under the cursor. */
  readonly selected: string;
  /** First row of the tree that is shown. */
  readonly top: number;
  /** Octet under the cursor of the octets' pane. */
  readonly octet: number;
  /** `y` was typed: the next key says what to copy. */
  readonly isCopying: boolean;
}

/** The frame once it was read. */
export type ReadPacket = Extract<PacketState, { readonly kind: 'ready' }>;

/** The frame of the screen, when it was read. */
export function packetOf({ frame }: PacketScreenState, { packet }: Shared): ReadPacket | null {
  return packet?.kind === 'ready' && packet.frame === frame ? packet : null;
}

/** The flow that was read, when the frame is one of it. */
export function flowOf({ frame }: PacketScreenState, { closeUp }: Shared): CloseUp | null {
  if (closeUp?.kind !== 'ready') return null;
  return closeUp.closeUp.segments.some(({ frameNumber }) => frameNumber === frame) ? closeUp.closeUp : null;
}

/** Number of the flow whose segment the frame carries; null for none, and while that is not known. */
export function flowNumberOf(state: PacketScreenState, shared: Shared): number | null {
  return flowOf(state, shared)?.flow ?? packetOf(state, shared)?.flow ?? null;
}

/** Whether Enter opens the flow of the frame: on its own row, where one does not come from there. */
export function opensFlow(state: PacketScreenState, shared: Shared): boolean {
  const isOnFrame = state.pane === 'tree' && state.selected === FRAME_ROW;
  return state.isAlone && isOnFrame && flowNumberOf(state, shared) !== null;
}

/** Path of the row of the frame itself. */
export const FRAME_ROW = '0';

/** Rows of the tree and the one under the cursor. */
export function visibleTree(state: PacketScreenState, packet: ReadPacket) {
  const rows = treeRows(nodesOf(packet.frame, packet.octets, packet.tree), state);
  const cursor = Math.max(
    0,
    rows.findIndex(({ path }) => path === state.selected),
  );
  return { rows, cursor };
}

/** The layout of the body on this terminal. */
export function layoutOf({ pane }: PacketScreenState, { octets }: ReadPacket, { size }: Shared) {
  const room = roomOf(size);
  return packetLayout(room, octets.length, pane === 'octets' && room.rows < 16);
}

/** The state with the cursor on a row of the tree. */
export function onRow(
  state: PacketScreenState,
  packet: ReadPacket,
  row: number,
  shared: Shared,
): PacketScreenState {
  const { rows } = visibleTree(state, packet);
  const { tree } = layoutOf(state, packet, shared);
  const { cursor, top } = placed({ cursor: row, top: state.top }, row, rows.length, tree);
  const selected = rows[cursor];
  return {
    ...state,
    top,
    selected: selected?.path ?? '0',
    octet: state.pane === 'tree' ? (selected?.node.at ?? 0) : state.octet,
  };
}

/** The state with the cursor on an octet: the innermost field around it is selected, and opened so that it is seen. */
export function onOctet(
  state: PacketScreenState,
  packet: ReadPacket,
  octet: number,
  shared: Shared,
): PacketScreenState {
  const { frame, octets, tree } = packet;
  const there = Math.max(0, Math.min(octets.length - 1, octet));
  const selected = pathOfOctet(nodesOf(frame, octets, tree), there);
  const next = { ...state, octet: there, selected, revealed: new Set(pathsAround(selected)) };
  const { cursor } = visibleTree(next, packet);
  return onRow(next, packet, cursor, shared);
}

/** The state back in the tree: what the cursor in the octets opened stays open. */
export function backInTree(state: PacketScreenState, packet: ReadPacket): PacketScreenState {
  const { rows } = visibleTree({ ...state, revealed: new Set() }, packet);
  const toggled = new Set(state.toggled);
  const isOpen = new Map(rows.map((row) => [row.path, row.isOpen]));
  for (const path of state.revealed) {
    if (isOpen.get(path) === true) continue;
    if (toggled.has(path)) toggled.delete(path);
    else toggled.add(path);
  }
  return { ...state, pane: 'tree', revealed: new Set(), toggled };
}
