/**
 * Where the facts of a flow lie in its row of 32-bit words. Only `flow-row.ts`, which gives them names, and
 * `fast-path.ts`, which updates many at once, may use these.
 */

/** Words of a row. Even, so that the doubles in it are aligned. */
export const FLOW_ROW_WORDS = 46;

/**
 * Positions in the row. A pair of words is one position per side. Doubles take two words and begin at an even one.
 * What every segment touches comes first, so that it lies in as few cache lines as possible.
 */
export const ADDRESS = 0;
export const PORTS = 2;
export const FLAGS = 3;
export const LAST_TIME = 4;
export const LAST_FRAME = 6;
export const HISTORY_SEEN = 7;
export const SEGMENTS = 8;
export const NEXT_SEQUENCE = 10;
export const HIGHEST_ACK = 12;
export const OFFSET_LOW = 14;
export const OFFSET_HIGH = 16;
export const FILES = 17;
export const STREAM = 18;
export const PAYLOAD_LOW = 19;
export const PAYLOAD_HIGH = 21;
export const FIRST_TIME = 22;
export const CLOSE_TIME = 24;
export const FIRST_FRAME = 26;
export const INITIAL_SEQUENCE = 27;
export const FLAG_COUNTS = 29;
export const SYN_ACK_FRAME = 31;
export const FIN_FRAME = 32;
export const RST_FRAME = 34;
export const FIN_TO_RST_US = 35;
export const IDLE_BEFORE_CLOSE_US = 36;
export const RST_WINDOW_AND_HOPS = 37;
export const HOPS_AND_STATES = 38;
export const HISTORY = 39;
export const EXTRA = 42;
export const FIRST_EXCHANGE = 43;
export const HANDSHAKE_ACK_FRAME = 44;
export const HANDSHAKE_US = 45;

/** Counts of SYN, FIN and RST of a side share a word. */
export const SYN_SHIFT = 22;
export const FIN_SHIFT = 12;
export const TEN_BITS = 0x3ff;
export const TWELVE_BITS = 0xfff;

/** The largest number in an unsigned word. */
export const LARGEST_WORD = 0xffffffff;

/** A duration in microseconds as an unsigned word: at most 71 minutes; negative ones, where time went backwards, are 0. */
export function clampUs(us: number): number {
  if (us <= 0) return 0;
  return us > LARGEST_WORD ? LARGEST_WORD : us;
}
