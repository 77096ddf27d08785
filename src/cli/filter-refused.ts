import { CliError } from './io.js';

/** A filter with an error: the message has several lines, and the place is marked. */
export class FilterRefused extends CliError {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(2, lines.join('\n'));
    this.lines = lines;
  }
}
