/** The numbers of the columns as a table: a row per column of time. */
import { count } from '../../../view/number.js';
import { ownText, type SafeText } from '../../../view/safe-text.js';
import { cell } from '../../cells.js';
import { glyphsOf } from '../../glyphs.js';
import type { Look } from '../../look.js';
import type { Line } from '../../span.js';
import { startOf } from './grid.js';
import type { PlotContext } from './plot-rows.js';
import { microseconds } from './words.js';

interface Column {
  readonly name: string;
  readonly width: number;
  readonly text: (context: PlotContext, row: number) => SafeText;
}

/** The first ones are kept where there is no room for all. */
const COLUMNS: readonly Column[] = [
  { name: 'conn', width: 7, text: ({ plot }, row) => number(plot.began, row) },
  { name: 'fail', width: 7, text: ({ plot }, row) => number(plot.failed, row) },
  { name: '5xx', width: 6, text: ({ plot }, row) => number(plot.errors, row) },
  { name: 'badprobe', width: 9, text: ({ plot }, row) => number(plot.failedProbes, row) },
  { name: '503', width: 6, text: ({ plot }, row) => number(plot.unavailable, row) },
  { name: 'probe', width: 7, text: ({ plot }, row) => number(plot.probes, row) },
  {
    name: 'handshake',
    width: 11,
    text: ({ plot }, row) => microseconds(plot.handshakeUs[row] as number),
  },
];

function number(values: Uint32Array, row: number): SafeText {
  return count(values[row] as number);
}

/** A head and the rows about the cursor. */
export function tableRows(context: PlotContext, columns: number, rows: number): Line[] {
  const { plot, clock, look, cursor } = context;
  const timeCells = clock.text(plot.grid.fromNs).length + 1;
  const shown = columnsWithin(columns - timeCells - 1);
  const height = Math.max(0, rows - 1);
  const highest = Math.max(0, plot.grid.columns - height);
  const top = Math.max(0, Math.min(highest, cursor - Math.floor(height / 2)));
  const head = shown.map(({ name, width }) => cell(ownText(name), width, look, 'right')).join('');
  const lines: Line[] = [[{ text: ownText(` ${'UTC'.padEnd(timeCells)}${head}`), tone: 'title' }]];
  for (let row = top; row < Math.min(plot.grid.columns, top + height); row++) {
    const time = cell(clock.text(startOf(plot.grid, row)), timeCells, look);
    const cells = shown.map(({ text, width }) => cell(text(context, row), width, look, 'right'));
    const isSelected = row === cursor;
    lines.push([
      { text: ownText(signOf(isSelected, look)), tone: isSelected ? 'key' : 'plain' },
      { text: ownText(`${time}${cells.join('')}`), tone: 'plain', ...(isSelected ? { isSelected } : {}) },
    ]);
  }
  return lines;
}

function signOf(isSelected: boolean, look: Look): string {
  return isSelected ? glyphsOf(look).cursor : ' ';
}

function columnsWithin(cells: number): Column[] {
  let room = cells;
  return COLUMNS.filter(({ width }) => {
    room -= width;
    return room >= 0;
  });
}
