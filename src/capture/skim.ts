/**
 * Stepping over many records in one go, for who looks at few of them: no frame is made, only the places of frames are told.
 */
import type { FrameReader } from './frame-reader.js';

/** Octets of a record in front of its frame. */
export const SKIMMED_HEADER_BYTES = 16;

/** A reader that can step over records. */
export interface SkimmingReader extends FrameReader {
  /**
   * Steps over the whole, plain records that come next in the window; stops in front of one that is odd in any way, which
   * `next` then takes. Writes where their frames begin in `frame.bytes` to `starts`, and behind them where a further frame
   * would begin: a frame ends `SKIMMED_HEADER_BYTES` in front of the next. The places hold until `fill`.
   * @returns how many records were stepped over; 0 where `next` must be asked, as for the first frame
   */
  skim(starts: Int32Array): number;
  /** Makes a frame that was stepped over the current one; the reader stays where it is. */
  revisit(start: number): void;
}

/** Whether a reader can step over records. */
export function canSkim(reader: FrameReader): reader is SkimmingReader {
  return 'skim' in reader;
}
