/** The tones of a frame as text: a letter per cell, so that a golden shows what is told by tone; capitals are selected. */
import type { Frame, Tone } from '../../src/tui/span.js';

const LETTERS: Readonly<Record<Tone, string>> = {
  plain: '.',
  dim: 'd',
  strong: 'b',
  title: 't',
  error: 'e',
  warning: 'w',
  notice: 'n',
  good: 'g',
  client: 'c',
  server: 's',
  evidence: 'v',
  key: 'k',
  match: 'm',
};

/** A row of letters per row of the frame, without blanks at the ends. */
export function toneMap({ lines }: Frame): string {
  return lines
    .map((line) =>
      line
        .map(({ text, tone, isSelected }) => {
          const letter = isSelected === true ? LETTERS[tone].toUpperCase() : LETTERS[tone];
          return text.replace(/[^ ]/g, letter);
        })
        .join('')
        .trimEnd(),
    )
    .join('\n');
}
