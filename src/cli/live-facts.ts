/** Counters of a capture program and our own → where every frame went. */
import { type CaptureCounters, UNKNOWN_COUNTERS } from '../capture/live/capture-request.js';
import type { LiveFacts } from '../diagnosis/diagnosis.js';

/** What is known. */
export interface LiveNumbers
  extends Pick<LiveFacts, 'interfaceName' | 'filter' | 'backend' | 'timesAre' | 'analysed' | 'endedBy'> {
  /** What the system calls the interface, which the user may have named by its description. */
  readonly systemName?: string | undefined;
  /** Null while nobody asked. */
  readonly counters: CaptureCounters | null;
}

/**
 * Interfaces on which Linux counts a frame when it goes out and when it comes back, though it is handed over once: what was
 * received is not known there. Seen with libpcap 1.10 on Linux 6.
 */
const COUNTED_TWICE: ReadonlySet<string> = new Set(['lo', 'any']);

/**
 * The account. What the program handed on and we did not read (it was killed, or reading was given up) is unread; what cannot be
 * computed is null.
 */
export function liveFacts({ counters, systemName, ...known }: LiveNumbers): LiveFacts {
  const told = counters ?? UNKNOWN_COUNTERS;
  const { passedOn, droppedByKernel, droppedByInterface, droppedByProgram } = told;
  const { received, unread } = COUNTED_TWICE.has(systemName ?? known.interfaceName) ? UNKNOWN_COUNTERS : told;
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
