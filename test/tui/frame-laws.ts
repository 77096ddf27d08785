import { expect } from 'vitest';
import type { Size } from '../../src/tui/look.js';
import type { Frame } from '../../src/tui/span.js';

/** Whatever is drawn: exactly as many rows as the terminal has, none too wide, every character of one cell. */
export function expectLawful({ lines, cursor }: Frame, { columns, rows }: Size): void {
  expect(lines).toHaveLength(rows);
  for (const line of lines) {
    const text = line.map((span) => span.text).join('');
    expect(text.length, text).toBeLessThanOrEqual(columns);
    expect(text).toMatch(
      /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u052f\u2010-\u2027\u2190-\u21ff\u2500-\u25ff\u2716\u2573\u2800-\u28ff]*$/,
    );
  }
  if (cursor === null) return;
  expect(cursor.row).toBeLessThan(rows);
  expect(cursor.column).toBeLessThan(columns);
  expect(Math.min(cursor.row, cursor.column)).toBeGreaterThanOrEqual(0);
}
