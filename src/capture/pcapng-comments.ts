import type { CaptureComment, ProblemCounts } from './frame-reader.js';
import {
  findOption,
  OPTION_COMMENT,
  type OptionArea,
  optionAfter,
  optionLength,
  optionText,
} from './pcapng-options.js';

/** Most comments kept of one file. */
export const MAX_COMMENTS = 1000;
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
    if (comments.length >= MAX_COMMENTS) count(problems, 'comments-dropped');
    else {
      if (optionLength(area, valueAt) > MAX_COMMENT_BYTES) count(problems, 'comments-cut');
      comments.push({ ...of, text: optionText(area, valueAt, MAX_COMMENT_BYTES) });
    }
    valueAt = findOption(area, optionAfter(area, valueAt), OPTION_COMMENT);
  }
}

function count(problems: ProblemCounts, problem: string): void {
  problems.set(problem, (problems.get(problem) ?? 0) + 1);
}
