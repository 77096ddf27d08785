/** One frame of a surveyed capture with all its fields. */
import { flowOfFrame } from '../closeup/flow-of-frame.js';
import type { TreeNode } from '../closeup/tree/node.js';
import { packetTree } from '../closeup/tree/packet-tree.js';
import type { CaptureFiles } from './capture-files.js';
import type { Pace } from './pace.js';

/** A frame in full. */
export interface ReadPacket {
  readonly tree: readonly TreeNode[];
  readonly octets: Uint8Array;
  /** Octets that it had on the wire. */
  readonly originalLength: number;
  /** Nanoseconds since the epoch of the capture; NaN for a frame without a time. */
  readonly timeNs: number;
  /** The flow whose segment it carries; null for none. */
  readonly flow: number | null;
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
    const { bytes, at, capturedLength, linkType, originalLength, timeNs } = reader.frame;
    const octets = bytes.slice(at, at + capturedLength);
    const flow = await pace.run(flowOfFrame(files.survey, reader.frame, frame));
    return { octets, originalLength, timeNs, flow, tree: packetTree({ octets, linkType, originalLength }) };
  } finally {
    await reader.close();
  }
}
