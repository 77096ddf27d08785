/**
 * Going on in the middle of a file, for who knows a place at which a record begins.
 */
import type { FrameReader } from './frame-reader.js';

/** A reader that can go on at a place that it, or another reader of the same file, has told. */
export interface ResumingReader extends FrameReader {
  /**
   * Octet offset of the record that comes next, at which another reader of the same file may go on; null where what lies
   * before it must be known: in pipes and compressed inputs, and behind descriptions in the middle of a file.
   */
  resumeOffset(): number | null;
  /**
   * Goes on at a place that `resumeOffset` told: to be called after the first frame or before it, `fill` follows. The epoch of
   * the time base must be known.
   * @param framesBefore frames of the file in front of the place
   */
  resumeAt(offset: number, framesBefore: number): void;
}

/** Whether a reader can go on in the middle of its file. */
export function canResume(reader: FrameReader): reader is ResumingReader {
  return 'resumeAt' in reader;
}
