import { type OctetRange, octetText } from './hex.js';
import { ownText, type SafeText } from './safe-text.js';

/** Octets that stand together. */
const GROUP = 8;

/** Characters of a row of 16 octets. */
export const WIDTH_OF_SIXTEEN = 76;

/**
 * Octets as rows of 16, or of 8 where there is no room for that: offset, hex, and ASCII with a dot for what is not printable.
 * @param hidden ranges of the octets in ascending order that are not shown: `**` and `*` stand for each octet
 * @param width characters of a line
 */
export function* hexRows(
  octets: Uint8Array,
  offset: number,
  hidden: readonly OctetRange[],
  width: number = WIDTH_OF_SIXTEEN,
): Generator<SafeText> {
  const groups = width < WIDTH_OF_SIXTEEN ? 1 : 2;
  const isHidden = ascendingTest(hidden);
  for (let at = 0; at < octets.length; at += groups * GROUP) {
    const row = octets.subarray(at, at + groups * GROUP);
    const covered = Array.from(row, (_, index) => isHidden(at + index));
    const hex = Array.from(row, (octet, index) => (covered[index] ? '**' : octetText(octet)));
    const digits =
      groups === 1 ? hex.join(' ') : `${hex.slice(0, GROUP).join(' ')}  ${hex.slice(GROUP).join(' ')}`;
    const ascii = Array.from(row, (octet, index) => (covered[index] ? '*' : characterOf(octet)));
    yield ownText(
      `${(offset + at).toString(16).padStart(8, '0')}  ${digits.padEnd(25 * groups - 1)} ${ascii.join('')}`,
    );
  }
}

function characterOf(octet: number): string {
  return octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '.';
}

/** Whether an offset lies in one of the ranges, asked with offsets that only grow: there may be thousands of ranges. */
function ascendingTest(ranges: readonly OctetRange[]): (at: number) => boolean {
  let next = 0;
  return (at) => {
    for (let range = ranges[next]; range !== undefined; range = ranges[++next]) {
      if (at < range.at + range.length) return at >= range.at;
    }
    return false;
  };
}
