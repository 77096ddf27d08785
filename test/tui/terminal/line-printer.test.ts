import { expect, test } from 'vitest';
import { spans } from '../../../src/tui/cells.js';
import type { Frame, Line } from '../../../src/tui/span.js';
import { LinePrinter } from '../../../src/tui/terminal/line-printer.js';

function frame(title: string, rows: readonly string[], selected: number): Frame {
  const body = rows.map(
    (text, row): Line => spans(['plain', text]).map((span) => ({ ...span, isSelected: row === selected })),
  );
  return { lines: [spans(['title', title]), spans(['dim', '─'.repeat(20)]), ...body], cursor: null };
}

function printer() {
  const said: string[] = [];
  return { said, printer: new LinePrinter((text) => said.push(text)) };
}

test('says a screen as a whole, without lines and boxes, and marks the row of the cursor', () => {
  const { said, printer: lines } = printer();
  lines.show(frame('Flows', ['one    │ two', 'three'], 0));
  expect(said).toEqual(['Flows\r\n> one │ two\r\nthree\r\n']);
});

test('then only what is new', () => {
  const { said, printer: lines } = printer();
  lines.show(frame('Flows', ['one', 'two', 'three'], 0));
  lines.show(frame('Flows', ['one', 'two', 'three'], 1));
  lines.show(frame('Flows', ['one', 'two', 'three'], 1));
  lines.show(frame('Flows', ['two', 'three', 'four'], 0));
  lines.show(frame('Flows', ['two', 'three', 'four'], 2));
  expect(said.slice(1)).toEqual(['> two\r\n', 'four\r\n', '> four\r\n']);
});

test('another screen is said as a whole, and so is one that is asked for again', () => {
  const { said, printer: lines } = printer();
  lines.show(frame('Flows', ['one', 'two'], 0));
  lines.show(frame('Summary', ['one', 'two'], 0));
  lines.redraw();
  expect(said.slice(1)).toEqual(['Summary\r\n> one\r\ntwo\r\n', 'Summary\r\n> one\r\ntwo\r\n']);
});
