/** How the program ends, for scripts. Part of the public interface: see the README and `tcpdx --help`. */
export const EXIT = {
  done: 0,
  /** A finding at or above `--fail-on`. */
  finding: 1,
  usage: 2,
  /** The input cannot be read at all, or the output cannot be written. */
  unreadable: 3,
  /** The input is damaged or cut; the report covers what could be read. Comes before 1, because it is the less certain. */
  damaged: 4,
} as const;

/** One of `EXIT`. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Tells how a command ended. */
export type Ended = (code: ExitCode) => void;
