/** One frame: its fields as a tree, its octets, and which field is which octet. */
import type { TreeNode } from '../../../closeup/tree/node.js';
import { evidenceFields } from '../../../view/evidence-fields.js';
import { plain } from '../../../view/number.js';
import { join, ownText, say } from '../../../view/safe-text.js';
import { secretRanges } from '../../../view/tree-secrets.js';
import { nameText, treeProblemText, valueOrSummary } from '../../../view/tree-text.js';
import { fillRows, fitLine, padLine, widthOf } from '../../cells.js';
import { blanks, paneRule, piece, selected } from '../../close-up/draw.js';
import { evidenceName, evidenceOfFlow } from '../../close-up/findings.js';
import { loadingLines } from '../../close-up/loading.js';
import type { CommandId } from '../../command.js';
import { glyphsOf } from '../../glyphs.js';
import { placed } from '../../list.js';
import type { Look, Size } from '../../look.js';
import type { Screen } from '../../screen.js';
import type { Shared } from '../../shared.js';
import type { Line } from '../../span.js';
import { type OctetsDrawing, octetLines, octetsTitle } from './draw-octets.js';
import { frameParts } from './frame-row.js';
import {
  FRAME_ROW,
  flowNumberOf,
  flowOf,
  layoutOf,
  opensFlow,
  type PacketScreenState,
  packetOf,
  type ReadPacket,
  visibleTree,
} from './state.js';
import type { TreeRow } from './tree-rows.js';
import { updatePacket, wantPacket } from './update.js';

/** Name and value stand apart by so many cells at least. */
const NAME_WIDTH = 28;
const NARROW_NAME_WIDTH = 18;
const WIDTH_OF_LONG_NAMES = 70;

/** What the footer tells of while the cursor is in the tree. */
const IN_TREE: readonly CommandId[] = [
  'down',
  'expand',
  'collapse',
  'pane',
  'next-frame',
  'previous-frame',
  'copy',
  'follow-frame',
  'time',
  'back',
  'help',
];

/** The packet screen. */
export const PACKET_SCREEN: Screen<PacketScreenState> = {
  id: 'packet',
  open(subject, shared) {
    const frame = subject.frame ?? 1;
    const state: PacketScreenState = {
      frame,
      isAlone: subject.flow === undefined,
      pane: 'tree',
      selected: FRAME_ROW,
      top: 0,
      octet: 0,
      toggled: new Set(),
      revealed: new Set(),
      isCopying: false,
    };
    return { state, ...wantPacket(frame, shared) };
  },
  update: updatePacket,
  title(state, shared) {
    const flow = flowOf(state, shared);
    const title = piece('strong', say`Packet ${plain(state.frame)}`);
    if (flow === null) {
      const number = flowNumberOf(state, shared);
      return number === null ? [title] : [title, piece('dim', say`  flow ${plain(number)}`)];
    }
    const { segments } = flow;
    const place = segments.findIndex(({ frameNumber }) => frameNumber === state.frame) + 1;
    const where = piece('dim', say`  flow ${plain(flow.flow)} (${plain(place)}/${plain(segments.length)})`);
    const evidence = evidenceOfFrame(state, shared).map((one) => evidenceName(one, flow.flow, shared));
    return evidence.length === 0
      ? [title, where]
      : [title, where, piece('evidence', say`  ${join(evidence, ', ')}`)];
  },
  view(state, shared, room) {
    const packet = packetOf(state, shared);
    const lines =
      packet === null
        ? loadingLines(say`reading frame ${plain(state.frame)} ...`, failureOf(state, shared), shared, room)
        : packetLines(state, packet, shared, room);
    return { lines: fillRows(lines, room.rows), cursor: null };
  },
  footer: (state, shared) =>
    state.pane === 'tree'
      ? [...(opensFlow(state, shared) ? (['open'] as const) : []), ...IN_TREE]
      : ['pane', 'down', 'next-frame', 'previous-frame', 'copy', 'follow-frame', 'back', 'help'],
  isTyping: ({ isCopying }) => isCopying,
};

function failureOf({ frame }: PacketScreenState, { packet }: Shared): string | null {
  return packet?.kind === 'failed' && packet.frame === frame ? packet.message : null;
}

function evidenceOfFrame(state: PacketScreenState, shared: Shared) {
  const flow = flowOf(state, shared);
  if (flow === null) return [];
  return evidenceOfFlow(flow, shared).filter(({ evidence }) => evidence.frames.includes(state.frame));
}

/** Fields that make the frame evidence. */
function tellingFields(state: PacketScreenState, shared: Shared): ReadonlySet<string> {
  const segment = flowOf(state, shared)?.segments.find(({ frameNumber }) => frameNumber === state.frame);
  return new Set(
    evidenceOfFrame(state, shared).flatMap(({ evidence }) =>
      evidenceFields(evidence.note, segment?.flags ?? 0),
    ),
  );
}

function packetLines(
  state: PacketScreenState,
  packet: ReadPacket,
  shared: Shared,
  { columns }: Size,
): Line[] {
  const { look, secrets } = shared;
  const { octets, tree } = packet;
  const layout = layoutOf(state, packet, shared);
  const { rows, cursor } = visibleTree(state, packet);
  const { top } = placed({ cursor, top: state.top }, cursor, rows.length, layout.tree);
  const telling = tellingFields(state, shared);
  const treeLines = rows.slice(top, top + layout.tree).map((row, index) => {
    const hasCursor = top + index === cursor;
    const line = padLine(treeLine(row, { state, packet, shared, telling, hasCursor }, columns), columns);
    return hasCursor && state.pane === 'tree' ? selected(line) : line;
  });
  const node = rows[cursor]?.node;
  const drawing: OctetsDrawing = {
    octets,
    highlight: { at: node?.at ?? 0, length: node?.length ?? 0 },
    hidden: secrets === 'masked' ? secretRanges(octets, tree) : [],
    octet: state.pane === 'octets' ? state.octet : null,
    perRow: layout.perRow,
    rows: layout.octets,
    look,
  };
  const title = octetsTitle(drawing, node === undefined ? ownText('') : nameText(node));
  return [
    ...fillRows(treeLines, Math.min(layout.tree, rows.length)),
    paneRule(title, look, columns),
    ...octetLines(drawing, columns),
  ];
}

interface TreeDrawing {
  readonly state: PacketScreenState;
  readonly packet: ReadPacket;
  readonly shared: Shared;
  readonly telling: ReadonlySet<string>;
  readonly hasCursor: boolean;
}

function treeLine(row: TreeRow, drawing: TreeDrawing, columns: number): Line {
  const { shared, telling, hasCursor } = drawing;
  const { look } = shared;
  const glyphs = glyphsOf(look);
  const isEvidence = isTelling(row, telling);
  const mark = isEvidence ? say`  ${ownText(look.hasUnicode ? '←' : '<-')} evidence` : ownText('');
  const line = fitLine(
    [
      piece('key', ownText(hasCursor ? `${glyphs.cursor} ` : '  ')),
      piece('dim', ownText(`${'  '.repeat(row.depth)}${foldSign(row, look)} `)),
      ...nameAndValue(row, drawing, columns),
      ...row.node.problems.map((problem) => piece('warning', say`  ! ${treeProblemText(problem)}`)),
    ],
    columns - mark.length,
    look,
  );
  return isEvidence
    ? [...line, blanks(columns - mark.length - widthOf(line)), piece('evidence', mark)]
    : line;
}

function nameAndValue(row: TreeRow, { packet, state, shared }: TreeDrawing, columns: number): Line {
  const { node, depth } = row;
  if (row.path === FRAME_ROW) return frameParts(state, packet, shared);
  const name = nameText(node);
  const value =
    node.field === 'cut'
      ? ownText('')
      : valueOrSummary(node, { octets: packet.octets, secrets: shared.secrets });
  if (depth === 0) return [piece('strong', name), piece('plain', say`  ${value}`)];
  const width = columns < WIDTH_OF_LONG_NAMES ? NARROW_NAME_WIDTH : NAME_WIDTH;
  const gap = Math.max(1, width - name.length - 2 * (depth - 1));
  return [piece('plain', name), blanks(gap), piece('plain', value)];
}

function foldSign({ node, isOpen }: TreeRow, look: Look): string {
  const { folded, unfolded } = glyphsOf(look);
  if (node.children.length === 0) return ' ';
  return isOpen ? unfolded : folded;
}

/** A folded node is marked for what it hides, too. */
function isTelling({ node, isOpen }: TreeRow, telling: ReadonlySet<string>): boolean {
  if (telling.has(node.field)) return true;
  return !isOpen && node.children.some((child) => isInside(child, telling));
}

function isInside(node: TreeNode, telling: ReadonlySet<string>): boolean {
  return telling.has(node.field) || node.children.some((child) => isInside(child, telling));
}
