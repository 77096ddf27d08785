/** What holds for the tree of any octets. */
import { expect } from 'vitest';
import type { TreeNode } from '../../../src/closeup/tree/node.js';

/** All nodes, parents before children. */
export function allNodes(nodes: readonly TreeNode[]): TreeNode[] {
  return nodes.flatMap((node) => [node, ...allNodes(node.children)]);
}

/** The first node of a field. */
export function nodeOf(nodes: readonly TreeNode[], field: string): TreeNode {
  const found = allNodes(nodes).find((node) => node.field === field);
  if (found === undefined) throw new Error(`Expected a field ${field}`);
  return found;
}

/** The outermost nodes cover the frame once; every child lies inside its parent. */
export function expectTiled(nodes: readonly TreeNode[], frameLength: number): void {
  let at = 0;
  for (const node of nodes) {
    if (node.at !== at) expect({ field: node.field, at: node.at }).toEqual({ field: node.field, at });
    at += node.length;
    expectInside(node);
  }
  expect(at).toBe(frameLength);
}

function expectInside(parent: TreeNode): void {
  for (const child of parent.children) {
    const isInside =
      child.length >= 0 && child.at >= parent.at && child.at + child.length <= parent.at + parent.length;
    if (!isInside) expect(`${child.field} ${child.at}+${child.length}`).toBe(`inside ${parent.field}`);
    expectInside(child);
  }
}
