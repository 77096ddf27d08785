import type { CaptureComment, ProblemCounts } from './frame-reader.js';
import {
  findOption,
  OPTION_COMMENT,
  type OptionArea,
  optionAfter,
  optionLength,
  optionText,
} from './pcapng-options.js';
import type { ReaderProblem } from './reader-problem.js';

/** Begins a comment that is a note of a user of this program: it is read back with the file. */
export const NOTE_PREFIX = 'tcpdx note: ';

/** Most comments kept of one file. */
export const MAX_COMMENTS = 1000;
/** The same with notes, which are kept beyond the others. */
const MAX_COMMENTS_AND_NOTES = 10_000;
/** Most octets kept of one comment. */
export const MAX_COMMENT_BYTES = 4096;

/**
 * Appends the comments in a block's options to `comments`.
 * Counts 'comments-dropped' and 'comments-cut' at the two limits.
 */
export function collectComments(
  area: OptionArea,
  of: Pick<CaptureComment, 'target' | 'frameNumber'>,
  comments: CaptureComment[],
  problems: ProblemCounts,
): void {
  let valueAt = findOption(area, area.at, OPTION_COMMENT);
  while (valueAt >= 0) {
    if (!hasRoom(area, valueAt, comments.length)) count(problems, 'comments-dropped');
    else {
      if (optionLength(area, valueAt) > MAX_COMMENT_BYTES) count(problems, 'comments-cut');
      comments.push({ ...of, text: optionText(area, valueAt, MAX_COMMENT_BYTES) });
    }
    valueAt = findOption(area, optionAfter(area, valueAt), OPTION_COMMENT);
  }
}

function hasRoom(area: OptionArea, valueAt: number, kept: number): boolean {
  if (kept < MAX_COMMENTS) return true;
  return kept < MAX_COMMENTS_AND_NOTES && optionText(area, valueAt, NOTE_PREFIX.length) === NOTE_PREFIX;
}

function count(problems: ProblemCounts, problem: ReaderProblem): void {
  problems.set(problem, (problems.get(problem) ?? 0) + 1);
}
