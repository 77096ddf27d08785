/** One frame of a surveyed capture with all its fields. */

import type { TreeNode } from '../closeup/tree/node.js';
import { packetTree } from '../closeup/tree/packet-tree.js';
import type { CaptureFiles } from './capture-files.js';
import type { Pace } from './pace.js';

/** A frame in full. */
export interface ReadPacket {
  readonly tree: readonly TreeNode[];
  readonly octets: Uint8Array;
}

/**
 * Reads a frame (from 1, over all files); null when the capture has fewer. Throws what `CaptureFiles.openAt` throws, and
 * `Superseded`.
 */
export async function readPacket(files: CaptureFiles, frame: number, pace: Pace): Promise<ReadPacket | null> {
  const placed = await files.openAt(frame, pace);
  if (placed === null) return null;
  const { reader } = placed;
  try {
    while (!reader.next()) if (!(await reader.fill())) return null;
    const { bytes, at, capturedLength, linkType, originalLength } = reader.frame;
    const octets = bytes.slice(at, at + capturedLength);
    return { octets, tree: packetTree({ octets, linkType, originalLength }) };
  } finally {
    await reader.close();
  }
}
