import type { Segment } from '../closeup/segment.js';
import type { SafeText } from '../view/safe-text.js';
import { annotationLabel, flagsText } from '../view/segment-text.js';

/** A segment as it is published. */
export function segmentObject(segment: Segment, from: 'client' | 'server', time: SafeText | null): object {
  return {
    frame: segment.frameNumber,
    file: segment.file,
    fileOffset: segment.fileOffset,
    time,
    deltaMs: segment.deltaNs / 1e6,
    from,
    flags: flagsText(segment.flags),
    sequence: segment.sequence,
    relativeSequence: segment.relativeSequence,
    acknowledgment: segment.acknowledgment,
    relativeAcknowledgment: segment.relativeAcknowledgment,
    payloadBytes: segment.payloadBytes,
    capturedPayloadBytes: segment.capturedPayloadBytes,
    window: segment.window,
    windowBytes: segment.isWindowScaleKnown ? segment.windowBytes : null,
    options: segment.options,
    ipId: segment.ipId,
    hopLimit: segment.hopLimit,
    isHeaderInvalid: segment.isHeaderInvalid,
    annotations: segment.annotations.map((annotation) => ({
      ...annotation,
      label: annotationLabel(annotation),
    })),
    duplicateOf: segment.duplicateOf,
  };
}
