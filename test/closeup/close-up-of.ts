import { Frame } from '../../src/capture/frame-reader.js';
import type { CloseUp } from '../../src/closeup/close-up.js';
import { type CloseUpLimits, FlowReading } from '../../src/closeup/flow-reading.js';
import { annotationLabel } from '../../src/view/segment-text.js';
import { CRAFT_EPOCH, type CraftedFrame, type CraftOptions, craft } from '../craft/craft.js';

/** The close-up of a flow of crafted frames; null when there is no such flow. */
export function closeUpOfFrames(
  frames: Iterable<CraftedFrame>,
  flow = 0,
  limits?: CloseUpLimits,
): CloseUp | null {
  const reading = new FlowReading(flow, 1, limits);
  reading.timeBase.nsOf(CRAFT_EPOCH, 0);
  const frame = new Frame();
  frame.linkType = 1;
  for (const { timeNs, data, originalLength } of frames) {
    frame.bytes = data;
    frame.capturedLength = data.length;
    frame.originalLength = originalLength;
    frame.timeNs = timeNs;
    reading.take(frame);
  }
  return reading.finish();
}

/** The close-up of a flow of a scenario. Throws when there is no such flow. */
export function closeUpOf(lines: readonly string[], options: CraftOptions = {}, flow = 0): CloseUp {
  const closeUp = closeUpOfFrames(craft(lines, options).frames, flow);
  if (closeUp === null) throw new Error(`Expected flow ${flow}`);
  return closeUp;
}

/** Annotations in Wireshark's words, `frame: label`. */
export function annotationLines(closeUp: CloseUp): string[] {
  return closeUp.segments.flatMap(({ frameNumber, annotations }) =>
    annotations.map((annotation) => `${frameNumber}: ${annotationLabel(annotation)}`),
  );
}
