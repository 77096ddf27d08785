/** The rows of a packet tree that are visible, and paths that name its nodes. */
import { integer, type TreeNode } from '../../../closeup/tree/node.js';

/** A visible row. */
export interface TreeRow {
  /** Indexes from the root, `2/8`: the same node in the frames of one flow, mostly. */
  readonly path: string;
  readonly depth: number;
  readonly node: TreeNode;
  readonly isOpen: boolean;
}

/** Which nodes are open: by default, but for those that the user changed and those that the cursor in the octets opens. */
export interface Folding {
  readonly toggled: ReadonlySet<string>;
  readonly revealed: ReadonlySet<string>;
}

/** Headers whose fields are shown from the start; link layers seldom matter. */
const OPEN_HEADERS: ReadonlySet<string> = new Set([
  'ip',
  'ipv6',
  'tcp',
  'udp',
  'icmp',
  'icmpv6',
  'http',
  'arp',
]);

/** The root of all nodes: the frame itself, then its headers. */
export function nodesOf(frame: number, octets: Uint8Array, tree: readonly TreeNode[]): TreeNode[] {
  const root: TreeNode = {
    field: 'frame.number',
    name: 'Frame',
    value: integer(frame),
    at: 0,
    length: octets.length,
    children: [],
    problems: [],
  };
  return [root, ...tree];
}

/** The visible rows from top to bottom. */
export function treeRows(nodes: readonly TreeNode[], folding: Folding): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (children: readonly TreeNode[], parent: string, depth: number) => {
    for (const [index, node] of children.entries()) {
      const path = parent === '' ? String(index) : `${parent}/${index}`;
      const isOpen = node.children.length > 0 && isNodeOpen(node, path, folding);
      rows.push({ path, depth, node, isOpen });
      if (isOpen) add(node.children, path, depth + 1);
    }
  };
  add(nodes, '', 0);
  return rows;
}

function isNodeOpen({ field }: TreeNode, path: string, { toggled, revealed }: Folding): boolean {
  const isOpenAtFirst = !path.includes('/') && OPEN_HEADERS.has(field);
  return revealed.has(path) || isOpenAtFirst !== toggled.has(path);
}

/** Path of the innermost node that holds an octet; the frame itself where none does. */
export function pathOfOctet(nodes: readonly TreeNode[], octet: number): string {
  let path = '0';
  let children = nodes.slice(1);
  let first = 1;
  for (let prefix = ''; ; prefix = `${path}/`) {
    const index = children.findIndex(({ at, length }) => octet >= at && octet < at + length);
    if (index < 0) return path;
    path = `${prefix}${index + first}`;
    children = [...(children[index]?.children ?? [])];
    first = 0;
  }
}

/** Paths of all nodes around a node. */
export function pathsAround(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
