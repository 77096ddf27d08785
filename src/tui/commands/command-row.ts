/** One command. */
export interface Command {
  readonly id: string;
  readonly where: string;
  readonly keys: readonly string[];
  /** Two or three words for the footer and the help. */
  readonly title: string;
  /** What it does, in a sentence. */
  readonly explains: string;
}
