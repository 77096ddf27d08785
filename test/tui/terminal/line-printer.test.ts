import { expect, test } from 'vitest';
import { spans } from '../../../src/tui/cells.js';
import { notReadyRows, progressTitle } from '../../../src/tui/not-ready.js';
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

test('of a reading only how far it is is said again, once for every change: no bar, and no sentence twice', () => {
  const { said, printer: lines } = printer();
  const reading = (bytesRead: number): Frame => {
    const progress = { bytesRead, bytesTotal: 1000, frames: bytesRead, flows: 0 };
    const capture = { kind: 'reading', progress, survey: null } as const;
    const look = { colours: 'none', hasUnicode: true } as const;
    const body = notReadyRows({ capture, look }, 60) ?? [];
    return { lines: [[...spans(['title', 'Summary']), ...progressTitle(progress)], ...body], cursor: null };
  };
  for (const bytesRead of [0, 370, 371, 380, 1000]) lines.show(reading(bytesRead));
  expect(said[0]).toMatch(/^Summary reading 0 %\r\nReading the capture\r\nNothing can be shown yet;/);
  expect(said.slice(1)).toEqual(['reading 37 %\r\n', 'reading 38 %\r\n', 'reading 100 %\r\n']);
  lines.show(frame('Summary', ['1 finding'], 1));
  expect(said.at(-1)).toBe('1 finding\r\n');
});
