/**
 * Where the facts of a flow lie in its row of 32-bit words. Only `flow-row.ts`, which gives them names, and
 * `fast-path.ts`, which updates many at once, may use these.
 */

/** Words of a row. Even, so that the doubles in it are aligned. */
export const FLOW_ROW_WORDS = 46;

/** Positions in the row. A pair of words is one position per side. Doubles take two words and begin at an even one. */
export const ADDRESS = 0;
export const PORTS = 2;
export const FLAGS = 3;
export const FIRST_TIME = 4;
export const LAST_TIME = 6;
export const RST_TIME = 8;
export const FIRST_FRAME = 10;
export const LAST_FRAME = 11;
export const OFFSET_LOW = 12;
export const OFFSET_HIGH = 14;
export const FILES = 15;
export const SEGMENTS = 16;
export const PAYLOAD_LOW = 18;
export const PAYLOAD_HIGH = 20;
export const INITIAL_SEQUENCE = 21;
export const NEXT_SEQUENCE = 23;
export const HIGHEST_ACK = 25;
export const FLAG_COUNTS = 27;
export const SYN_ACK_FRAME = 29;
export const FIN_FRAME = 30;
export const RST_FRAME = 32;
export const FIRST_FIN_US = 33;
export const IDLE_BEFORE_CLOSE_US = 34;
export const RST_WINDOW_AND_HOPS = 35;
export const HOPS_AND_STATES = 36;
export const HISTORY = 37;
export const EXTRA = 40;
export const STREAM = 41;
export const FIRST_EXCHANGE = 42;
export const HANDSHAKE_ACK_FRAME = 43;
export const HISTORY_SEEN = 44;
export const HANDSHAKE_US = 45;

/** Counts of SYN, FIN and RST of a side share a word. */
export const SYN_SHIFT = 22;
export const FIN_SHIFT = 12;
export const TEN_BITS = 0x3ff;
export const TWELVE_BITS = 0xfff;

/** Durations in microseconds are unsigned words: at most 71 minutes. */
export const LARGEST_US = 0xffffffff;

/** A duration that fits in an unsigned word; negative ones, where time went backwards, are 0. */
export function clampUs(us: number): number {
  if (us <= 0) return 0;
  return us > LARGEST_US ? LARGEST_US : us;
}
