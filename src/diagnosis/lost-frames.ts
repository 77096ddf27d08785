/**
 * Frames that were dropped while the capture was taken. Recorders tell how many, never which: the counters run ahead of the
 * frames by what waits in their buffers. So a loss may have touched every finding.
 */
import type { CaptureFacts } from './diagnosis.js';

/** How many frames are known to have been dropped; 0 where nothing is known. */
export function lostFrames({ files, live }: CaptureFacts): number {
  const ofFiles = files.flatMap(({ interfaces }) => interfaces.map(({ droppedFrames }) => droppedFrames));
  // Both may tell of the same frames: a capture program counts them, and writes the count into its output.
  return Math.max(sum(ofFiles), live === undefined ? 0 : lostLive(live));
}

function lostLive({
  droppedByKernel,
  droppedByInterface,
  droppedByUs,
}: NonNullable<CaptureFacts['live']>): number {
  return sum([droppedByKernel, droppedByInterface, droppedByUs]);
}

function sum(counts: readonly (number | null)[]): number {
  return counts.reduce((total: number, count) => total + (count ?? 0), 0);
}
