/** Counters of a capture program and our own → where every frame went. */
import { type CaptureCounters, UNKNOWN_COUNTERS } from '../capture/live/capture-request.js';
import type { LiveFacts } from '../diagnosis/diagnosis.js';

/** What is known. */
export interface LiveNumbers
  extends Pick<LiveFacts, 'interfaceName' | 'filter' | 'backend' | 'timesAre' | 'analysed' | 'endedBy'> {
  /** Null while nobody asked. */
  readonly counters: CaptureCounters | null;
}

/**
 * The account. What the program handed on and we did not read (it was killed, or reading was given up) is unread; what cannot be
 * computed is null.
 */
export function liveFacts({ counters, ...known }: LiveNumbers): LiveFacts {
  const { received, passedOn, droppedByKernel, droppedByInterface, droppedByProgram, unread } =
    counters ?? UNKNOWN_COUNTERS;
  const notRead = passedOn === null ? null : Math.max(0, passedOn - known.analysed);
  return {
    ...known,
    received,
    droppedByKernel,
    droppedByUs: droppedByProgram,
    unread: unread === null || notRead === null ? null : unread + notRead,
    droppedByInterface,
  };
}
