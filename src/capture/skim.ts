/**
 * Stepping over records, for who looks at few of them: no frame is made for the others.
 */
import type { FrameReader } from './frame-reader.js';

/** Tells frames that need not be read. */
export interface FrameSieve {
  /** Whether the frame whose captured octets are `captured` many from `at` may be stepped over. */
  passes(view: DataView, at: number, captured: number): boolean;
}

/** A reader that can step over records. */
export interface SkimmingReader extends FrameReader {
  /**
   * Steps over the whole, plain records that come next in the window, as long as the sieve lets them pass, but at most so many. It
   * stops in front of one that does not pass or is odd in any way: `next` takes that one.
   * @returns how many records were stepped over; 0 always for the first of a file, which fixes the epoch
   */
  skim(sieve: FrameSieve, most: number): number;
}

/** Whether a reader can step over records. */
export function canSkim(reader: FrameReader): reader is SkimmingReader {
  return 'skim' in reader;
}
