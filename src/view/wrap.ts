import type { SafeText } from './safe-text.js';

/**
 * Breaks a text into lines of at most `width` characters, at spaces; a word that is longer is broken where the line
 * ends.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (joined.length <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  lines.push(line);
  return lines;
}

/** As `wrap`, with a first line that begins with `lead` and others that are indented as far. */
export function hang(lead: string, text: string, width: number): string[] {
  const indent = ' '.repeat(lead.length);
  return wrap(text, width - lead.length).map((line, index) => (index === 0 ? lead : indent) + line);
}

/** As `wrap`, for text that is safe: so are its pieces. */
export function wrapText(text: SafeText, width: number): SafeText[] {
  return wrap(text, width) as SafeText[];
}
