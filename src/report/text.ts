/**
 * A report as plain text: at most 100 columns, ASCII layout, so that it survives being pasted into a ticket.
 */
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import type { SafeText } from '../view/safe-text.js';
import { hang, wrap } from '../view/wrap.js';
import type { ReportContext } from './context.js';
import type { Block, Citations, Facts, Heading, List, Table } from './document.js';
import { reportBlocks } from './report-blocks.js';

const WIDTH = 100;
/** Content stands right of its heading: two columns, four below a heading of level 4. */
const MARGINS: Readonly<Record<Heading['level'], string>> = { 1: '  ', 2: '  ', 3: '  ', 4: '    ' };
const UNDERLINES: Readonly<Record<Heading['level'], string>> = { 1: '=', 2: '-', 3: '', 4: '' };

/** The report as text with line feeds, the last one included. */
export function textReport(diagnosis: Diagnosis, context: ReportContext): string {
  return textOf(reportBlocks(diagnosis, context));
}

/** Blocks as text with line feeds. */
export function textOf(blocks: readonly Block[]): string {
  let margin = '';
  const lines = blocks.flatMap((block) => {
    if (block.kind === 'heading') {
      margin = MARGINS[block.level];
      return headingLines(block);
    }
    return [...blockLines(block, WIDTH - margin.length).map((line) => margin + line), ''];
  });
  return `${lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '')
    .replace(/\n{4,}/g, '\n\n\n')}\n`;
}

function blockLines(block: Exclude<Block, Heading>, width: number): string[] {
  switch (block.kind) {
    case 'paragraph':
      return wrap(block.text, width);
    case 'facts':
      return factLines(block, width);
    case 'list':
    case 'steps':
      return listLines(block, width);
    case 'table':
      return tableLines(block, width);
    case 'code':
      // Never broken: a filter in two lines cannot be pasted.
      return [...block.lines];
    case 'citations':
      return citationLines(block, width);
  }
}

function headingLines({ level, text }: Heading): string[] {
  if (level === 4) return wrap(text, WIDTH - 2).map((line) => `  ${line}`);
  const lines = wrap(level === 2 ? text.toUpperCase() : text, WIDTH);
  const width = Math.max(...lines.map((line) => line.length));
  const underline = UNDERLINES[level].repeat(width);
  return ['', ...lines, ...(underline === '' ? [] : [underline])];
}

function listLines({ kind, items }: List, width: number): string[] {
  return items.flatMap((item, index) => hang(kind === 'steps' ? `${index + 1}. ` : '- ', item, width));
}

/** Addresses are not broken, so that they can be followed. */
function citationLines({ items }: Citations, width: number): string[] {
  return items.flatMap(({ title, url }) => [
    ...hang('- ', title, width),
    ...(url === null ? [] : [`  ${url}`]),
  ]);
}

function factLines({ rows }: Facts, width: number): string[] {
  const labelWidth = Math.max(...rows.map(([label]) => label.length));
  return rows.flatMap(([label, value]) => hang(`${label.padEnd(labelWidth)}  `, value, width));
}

/** Columns as wide as their longest cell, the widest made narrower until the table fits: down to their longest words first. */
function tableLines({ columns, rows }: Table, width: number): string[] {
  const widths = columnWidths([columns, ...rows], width);
  const rule = widths.map((columnWidth) => '-'.repeat(columnWidth)).join('  ');
  return [...rowLines(columns, widths), rule, ...rows.flatMap((row) => rowLines(row, widths))];
}

function columnWidths(rows: readonly (readonly SafeText[])[], width: number): number[] {
  const columnCount = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columnCount }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const words = Array.from({ length: columnCount }, (_, column) =>
    Math.max(...rows.flatMap((row) => (row[column] ?? '').split(' ').map((word) => word.length))),
  );
  const room = width - 2 * (columnCount - 1);
  let excess = widths.reduce((sum, columnWidth) => sum + columnWidth, 0) - room;
  while (excess > 0) {
    const spare = widths.map((columnWidth, column) =>
      columnWidth > (words[column] as number) ? columnWidth : 0,
    );
    const widest = Math.max(...spare) > 0 ? spare : widths;
    const column = widest.indexOf(Math.max(...widest));
    widths[column] = (widths[column] as number) - 1;
    excess--;
  }
  return widths;
}

function rowLines(row: readonly SafeText[], widths: readonly number[]): string[] {
  const cells = row.map((cell, column) => wrap(cell, widths[column] as number));
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) =>
    cells.map((cell, column) => (cell[line] ?? '').padEnd(widths[column] as number)).join('  '),
  );
}
