import { ownText, type SafeText } from './safe-text.js';

const OCTETS_A_ROW = 16;

/** Octets as rows of 16: offset, hex, and ASCII with a dot for what is not printable. */
export function* hexRows(octets: Uint8Array, offset: number): Generator<SafeText> {
  for (let at = 0; at < octets.length; at += OCTETS_A_ROW) {
    const row = octets.subarray(at, at + OCTETS_A_ROW);
    const hex = Array.from(row, (octet) => octet.toString(16).padStart(2, '0'));
    const halves = `${hex.slice(0, 8).join(' ')}  ${hex.slice(8).join(' ')}`;
    const ascii = Array.from(row, (octet) =>
      octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '.',
    );
    yield ownText(`${(offset + at).toString(16).padStart(8, '0')}  ${halves.padEnd(49)} ${ascii.join('')}`);
  }
}
