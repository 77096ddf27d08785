import { CliError } from './io.js';

/** A file of settings with errors: one line each. */
export class ConfigRefused extends CliError {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(2, lines.join('\n'));
    this.lines = lines;
  }
}
