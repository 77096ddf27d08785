/** Every filter that the packet screen copies: tshark takes it, and it finds the frame that it was made from. */
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { TreeNode } from '../../src/closeup/tree/node.js';
import { fieldFilter } from '../../src/view/field-filter.js';
import { packetOf } from '../tui/close-up-screens.js';

const hasTshark = spawnSync('tshark', ['--version']).status === 0;
if (!hasTshark) console.log('Skipped: filters of fields in tshark, which is not installed');

/** Relative numbers are those of the flow, and the tree is made without it. */
const PREFERENCES = [
  '-o',
  'tcp.check_checksum:TRUE',
  '-o',
  'ip.check_checksum:TRUE',
  '-o',
  'tcp.desegment_tcp_streams:FALSE',
];

function leaves(nodes: readonly TreeNode[]): TreeNode[] {
  return nodes.flatMap((node) => [node, ...leaves(node.children)]);
}

describe.skipIf(!hasTshark)('Filters of fields', () => {
  test.each([
    ['captures/iis7-health-check.pcap', 5],
    ['captures/httpsys-503.pcap', 20],
    ['captures/httpsys-503.pcap', 22],
    ['captures/iis7-teardown-ipv6.pcap', 1],
    ['captures/vlan.pcap', 1],
    ['captures/linux-cooked.pcap', 1],
  ])('%s, frame %i', { timeout: 120_000 }, async (path, frame) => {
    const packet = await packetOf(path, frame);
    if (packet.kind !== 'ready') throw new Error('Expected a frame');
    const context = { octets: packet.octets, secrets: 'shown' as const };
    const filters = leaves(packet.tree)
      .map((node) => fieldFilter(node, context))
      .filter((filter) => filter !== null);
    expect(filters.length).toBeGreaterThan(10);
    const unique = [...new Set(filters)];
    // One by one only to name those that are wrong.
    const isFound = finds(path, frame, unique.map((filter) => `(${filter})`).join(' && '));
    expect(isFound ? [] : unique.filter((filter) => !finds(path, frame, filter))).toEqual([]);
  });
});

function finds(path: string, frame: number, filter: string): boolean {
  const argv = [
    '-r',
    path,
    ...PREFERENCES,
    '-Y',
    `frame.number == ${frame} && (${filter})`,
    '-T',
    'fields',
    '-e',
    'frame.number',
  ];
  try {
    return (
      execFileSync('tshark', argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() ===
      String(frame)
    );
  } catch {
    return false;
  }
}
