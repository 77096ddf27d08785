/**
 * Frames that were sent and are not in the capture, as its recorder counted them, and which findings they may have changed.
 */
import type { CaptureFacts } from './diagnosis.js';

/** The losses of a capture. */
export class LostFrames {
  private readonly capture: CaptureFacts;
  private readonly isSomewhere: boolean;

  constructor(capture: CaptureFacts) {
    this.capture = capture;
    const ofFiles = capture.files.some(({ interfaces }) =>
      interfaces.some(({ droppedFrames }) => (droppedFrames ?? 0) > 0),
    );
    this.isSomewhere = ofFiles || isLossAnywhere(capture.live);
  }

  /** Whether frames were lost while a finding lasted, or when nobody knows. */
  touch(firstTimeNs: number, lastTimeNs: number): boolean {
    if (this.isSomewhere) return true;
    const { losses } = this.capture.live ?? { losses: [] };
    return losses.some(({ fromTimeNs, toTimeNs }) => fromTimeNs <= lastTimeNs && toTimeNs >= firstTimeNs);
  }
}

/** Frames were lost of which it is not known when. */
function isLossAnywhere(live: CaptureFacts['live']): boolean {
  if (live === undefined) return false;
  const { droppedByKernel, droppedByInterface, droppedByUs, losses } = live;
  const lost = (droppedByKernel ?? 0) + (droppedByInterface ?? 0) + (droppedByUs ?? 0);
  return losses.reduce((sum, { frames }) => sum + frames, 0) < lost;
}
