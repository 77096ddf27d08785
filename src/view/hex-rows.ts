import { type OctetRange, octetText } from './hex.js';
import { ownText, type SafeText } from './safe-text.js';

const OCTETS_A_ROW = 16;

/**
 * Octets as rows of 16: offset, hex, and ASCII with a dot for what is not printable.
 * @param hidden ranges of the octets in ascending order that are not shown: `**` and `*` stand for each octet
 */
export function* hexRows(
  octets: Uint8Array,
  offset: number,
  hidden: readonly OctetRange[],
): Generator<SafeText> {
  const isHidden = ascendingTest(hidden);
  for (let at = 0; at < octets.length; at += OCTETS_A_ROW) {
    const row = octets.subarray(at, at + OCTETS_A_ROW);
    const covered = Array.from(row, (_, index) => isHidden(at + index));
    const hex = Array.from(row, (octet, index) => (covered[index] ? '**' : octetText(octet)));
    const halves = `${hex.slice(0, 8).join(' ')}  ${hex.slice(8).join(' ')}`;
    const ascii = Array.from(row, (octet, index) => (covered[index] ? '*' : characterOf(octet)));
    yield ownText(`${(offset + at).toString(16).padStart(8, '0')}  ${halves.padEnd(49)} ${ascii.join('')}`);
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
