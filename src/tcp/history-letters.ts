/**
 * The letters of a flow's history and how they are packed: a code of five bits each, six to a word of the flow's row.
 */

/** The letters in the order of their codes. */
export const HISTORY_LETTERS = 'SHADFRTWGIQ';

/** How many letters there are. */
export const HISTORY_LETTER_COUNT = 11;

/** Codes of letters; a code is the index of the letter plus 1, so that 0 means no letter. */
export const HistoryLetter = {
  Syn: 1,
  SynAck: 2,
  Ack: 3,
  Data: 4,
  Fin: 5,
  Rst: 6,
  Retransmission: 7,
  ZeroWindow: 8,
  Gap: 9,
  FinRst: 10,
  SeveralFlags: 11,
} as const;

/** Added to the code of a letter of side B. */
export const FROM_B = 0x10;

/** Bits of `FlowRow.historySeen` below this say which letters are there; from here on it counts them. */
export const HISTORY_LENGTH_SHIFT = 22;

/** Letters that fit in the flow's row itself. */
export const HISTORY_LETTERS_IN_ROW = 18;
