/** The pane of octets: the field under the cursor in reverse video, the octet under the cursor told in the rule. */
import { type HexSpan, hexRow, type OctetRange } from '../../../view/hex.js';
import { ownText, type SafeText, say } from '../../../view/safe-text.js';
import { fitLine } from '../../cells.js';
import { piece } from '../../close-up/draw.js';
import { glyphsOf } from '../../glyphs.js';
import type { Look } from '../../look.js';
import type { Line, Span } from '../../span.js';

/** What is drawn. */
export interface OctetsDrawing {
  readonly octets: Uint8Array;
  readonly highlight: OctetRange;
  readonly hidden: readonly OctetRange[];
  /** Octet under the cursor; null while the cursor is in the tree. */
  readonly octet: number | null;
  readonly perRow: number;
  readonly rows: number;
  readonly look: Look;
}

/** The rows around the highlighted octets. */
export function octetLines(drawing: OctetsDrawing, columns: number): Line[] {
  const { octets, highlight, octet, perRow, rows, hidden, look } = drawing;
  const all = Math.ceil(octets.length / perRow);
  const row = Math.floor((octet ?? highlight.at) / perRow);
  const top = Math.max(0, Math.min(all - rows, row - Math.floor(rows / 3)));
  const digits = Math.max(4, (octets.length - 1).toString(16).length);
  return Array.from({ length: Math.min(rows, all - top) }, (_, index) => {
    const at = (top + index) * perRow;
    const { hex, text } = hexRow(octets, at, { highlight, hidden, perRow });
    const hasCursor = octet !== null && Math.floor(octet / perRow) === top + index;
    const mark = hasCursor ? glyphsOf(look).cursor : ' ';
    return fitLine(
      [
        piece('key', ownText(mark)),
        piece(
          'dim',
          say` ${ownText(
            at
              .toString(16)
              .padStart(digits, '0')
              .padEnd(digits + (perRow > 8 ? 2 : 1)),
          )}`,
        ),
        ...hex.map((span) => spanOf(span)),
        piece('plain', ownText('  ')),
        ...text.map((span) => spanOf(span)),
      ],
      columns,
      look,
    );
  });
}

function spanOf({ text, isHighlighted }: HexSpan): Span {
  const span = piece(isHighlighted ? 'match' : 'plain', text);
  return isHighlighted ? { ...span, isSelected: true } : span;
}

/** Title of the pane: which octets are highlighted, and the one under the cursor. */
export function octetsTitle({ highlight, octet, octets, hidden }: OctetsDrawing, field: SafeText): SafeText {
  const { at, length } = highlight;
  const range = length === 0 ? 'no octets' : length === 1 ? `octet ${at}` : `octets ${at}-${at + length - 1}`;
  const title = say`${ownText(range)}: ${field}`;
  if (octet === null) return title;
  const isHidden = hidden.some((one) => octet >= one.at && octet < one.at + one.length);
  const value = isHidden ? '**' : `0x${(octets[octet] ?? 0).toString(16).padStart(2, '0')}`;
  return say`octet ${ownText(String(octet))} is ${ownText(value)}, in ${title}`;
}
