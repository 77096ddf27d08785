import { u16, u32 } from '../bytes/read.js';

/**
 * Options of a TCP header. Source: RFC 9293 section 3.2 (end, no-operation, MSS), RFC 7323 section 2.2 and 3.2 (window scale,
 * timestamps), RFC 2018 section 2 and 3 (SACK).
 */
export type TcpOption =
  | { readonly kind: 'mss'; readonly bytes: number }
  | {
      readonly kind: 'window-scale';
      /** As sent; more than 14 counts as 14. */
      readonly shift: number;
    }
  | { readonly kind: 'sack-permitted' }
  | {
      readonly kind: 'sack';
      /** Sequence numbers as sent: first octet of each block, and the one behind its last. */
      readonly blocks: readonly { readonly left: number; readonly right: number }[];
    }
  | { readonly kind: 'timestamps'; readonly value: number; readonly echo: number }
  | {
      readonly kind: 'other';
      readonly number: number;
      /** Octets of the option, kind and length included. */
      readonly length: number;
    }
  | {
      readonly kind: 'malformed';
      /** Number of the option whose length makes no sense, or that was cut. */
      readonly number: number;
    };

const END = 0;
const NO_OPERATION = 1;
const MSS = 2;
const WINDOW_SCALE = 3;
const SACK_PERMITTED = 4;
const SACK = 5;
const TIMESTAMPS = 8;
const SACK_BLOCK = 8;

/** Lengths of the options that have one length only. */
const LENGTHS: ReadonlyMap<number, number> = new Map([
  [MSS, 4],
  [WINDOW_SCALE, 3],
  [SACK_PERMITTED, 2],
  [TIMESTAMPS, 10],
]);

/** The options in `bytes[at … end)`, without padding. What follows a malformed option is not read. */
export function decodeTcpOptions(bytes: Uint8Array, at: number, end: number): TcpOption[] {
  const options: TcpOption[] = [];
  let place = at;
  while (place < end) {
    const number = bytes[place] as number;
    if (number === END) break;
    if (number === NO_OPERATION) {
      place++;
      continue;
    }
    const length = place + 1 < end ? (bytes[place + 1] as number) : 0;
    if (length < 2 || place + length > end || !isLengthOf(number, length)) {
      options.push({ kind: 'malformed', number });
      break;
    }
    options.push(optionAt(bytes, place, number, length));
    place += length;
  }
  return options;
}

function isLengthOf(number: number, length: number): boolean {
  if (number === SACK) return length > 2 && (length - 2) % SACK_BLOCK === 0;
  return (LENGTHS.get(number) ?? length) === length;
}

function optionAt(bytes: Uint8Array, at: number, number: number, length: number): TcpOption {
  switch (number) {
    case MSS:
      return { kind: 'mss', bytes: u16(bytes, at + 2) };
    case WINDOW_SCALE:
      return { kind: 'window-scale', shift: bytes[at + 2] as number };
    case SACK_PERMITTED:
      return { kind: 'sack-permitted' };
    case SACK:
      return { kind: 'sack', blocks: sackBlocks(bytes, at + 2, at + length) };
    case TIMESTAMPS:
      return { kind: 'timestamps', value: u32(bytes, at + 2), echo: u32(bytes, at + 6) };
    default:
      return { kind: 'other', number, length };
  }
}

function sackBlocks(bytes: Uint8Array, at: number, end: number): { left: number; right: number }[] {
  const blocks = [];
  for (let block = at; block < end; block += SACK_BLOCK) {
    blocks.push({ left: u32(bytes, block), right: u32(bytes, block + 4) });
  }
  return blocks;
}
