/** What is shown where something is not there yet, or could not be read. */
import { type SafeText, safeText } from '../../view/safe-text.js';
import { wrapText } from '../../view/wrap.js';
import { fitLine } from '../cells.js';
import { glyphsOf } from '../glyphs.js';
import type { Size } from '../look.js';
import type { Shared } from '../shared.js';
import type { Line } from '../span.js';
import { piece } from './draw.js';

/** Lines in place of what is awaited: its words, or why it failed. */
export function loadingLines(words: SafeText, failure: string | null, shared: Shared, room: Size): Line[] {
  const { look } = shared;
  if (failure === null) return [[], fitLine([piece('dim', ` ${words}` as SafeText)], room.columns, look)];
  const text = safeText(failure, 1000);
  const lines = wrapText(text, Math.max(1, room.columns - 4));
  return [
    [],
    ...lines.map((line, index) =>
      fitLine(
        [piece('error', ` ${index === 0 ? glyphsOf(look).error : ' '} ` as SafeText), piece('plain', line)],
        room.columns,
        look,
      ),
    ),
  ];
}
