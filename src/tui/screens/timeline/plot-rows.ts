/** The series as rows of bars, each with its name and scale, over one axis of time. */
import { ownText, type SafeText } from '../../../view/safe-text.js';
import { cell, padLine, spans } from '../../cells.js';
import { glyphsOf } from '../../glyphs.js';
import type { Look } from '../../look.js';
import type { Line, Span, Tone } from '../../span.js';
import { startOf } from './grid.js';
import type { Layout } from './layout.js';
import type { Plot } from './plot.js';
import { type Clock, isRated, microseconds, scaleText } from './words.js';

/** What the rows are drawn with. */
export interface PlotContext {
  readonly plot: Plot;
  readonly layout: Layout;
  readonly look: Look;
  readonly clock: Clock;
  /** Column of the cursor. */
  readonly cursor: number;
}

interface Series {
  readonly name: string;
  readonly tone: Tone;
  /** 0 … 1 of the height; what is above 0 shows at least an eighth of a cell. */
  readonly heightOf: (column: number) => number;
  /** Beside the highest row and the lowest. */
  readonly high: SafeText;
  readonly low: SafeText;
}

/** The plot with its axis. */
export function plotRows(context: PlotContext): Line[] {
  const { plot, layout } = context;
  const { errors, unavailable } = plot;
  const isAll503 = errors.every((value, column) => value === unavailable[column]);
  return [
    ...barRows(counts('conn', 'plain', plot.began, context), context),
    ...barRows(counts('fail', 'error', plot.failed, context), context),
    ...barRows(counts(isAll503 ? '503' : '5xx', 'warning', errors, context), context),
    probeRow(context),
    ...barRows(handshakes(context), context),
    axisRow(context),
    ...(layout.hasTimes ? [timeRow(context)] : []),
  ];
}

function counts(name: string, tone: Tone, values: Uint32Array, { plot: { grid } }: PlotContext): Series {
  const most = values.reduce((high, value) => Math.max(high, value), 0);
  return {
    name: isRated(grid) ? `${name}/s` : name,
    tone,
    heightOf: (column) => (most === 0 ? 0 : (values[column] as number) / most),
    high: scaleText(most, grid),
    low: ownText('0'),
  };
}

/** On a logarithmic scale: a connection that waited for a repeated SYN leaves the others their height. */
function handshakes({ plot: { handshakeUs }, layout }: PlotContext): Series {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const us of handshakeUs) {
    if (us < least) least = us;
    if (us > most) most = us;
  }
  const span = Math.log(most / least);
  const short = (us: number) => ownText(microseconds(us).replaceAll(' ', ''));
  return {
    name: layout.nameCells > 8 ? 'handshake' : 'hshake',
    tone: 'notice',
    heightOf: (column) => {
      const us = handshakeUs[column] as number;
      if (Number.isNaN(us)) return 0;
      return span > 0 ? Math.max(0.01, Math.log(us / least) / span) : 1;
    },
    high: most === 0 ? ownText('-') : short(most),
    low: most === 0 ? ownText('') : short(least),
  };
}

function barRows({ name, tone, heightOf, high, low }: Series, context: PlotContext): Line[] {
  const { layout, look, plot } = context;
  const { barRows: rows } = layout;
  const { bars } = glyphsOf(look);
  const levels = Array.from({ length: plot.grid.columns }, (_, column) =>
    Math.ceil(heightOf(column) * rows * bars.length),
  );
  return Array.from({ length: rows }, (_, row) => {
    const below = (rows - 1 - row) * bars.length;
    const text = levels.map((level) => bars[Math.min(bars.length, level - below) - 1] ?? ' ').join('');
    const scale = row === 0 ? high : row === rows - 1 ? low : ownText('');
    return [...gutter(row === 0 ? name : '', scale, context), ...withCursor(ownText(text), tone, context)];
  });
}

/** A tick for every column with a probe, the sign of an error where one failed. */
function probeRow(context: PlotContext): Line {
  const { plot, look } = context;
  const { vertical, error } = glyphsOf(look);
  const sign = (column: number) =>
    (plot.failedProbes[column] as number) > 0 ? error : (plot.probes[column] as number) > 0 ? vertical : ' ';
  const text = Array.from({ length: plot.grid.columns }, (_, column) => sign(column)).join('');
  const name = gutter('probe', ownText(''), context);
  return [...name, ...withCursor(ownText(text), 'evidence', context)];
}

function gutter(name: string, scale: SafeText, { layout, look }: PlotContext): Span[] {
  return [
    { text: cell(ownText(` ${name}`), layout.nameCells, look), tone: 'strong' },
    { text: cell(scale, layout.scaleCells, look, 'right'), tone: 'dim' },
    ...spans(['dim', glyphsOf(look).vertical]),
  ];
}

function withCursor(text: SafeText, tone: Tone, { cursor }: PlotContext): Span[] {
  const part = (from: number, end?: number) => text.slice(from, end) as SafeText;
  const all: Span[] = [
    { text: part(0, cursor), tone },
    { text: part(cursor, cursor + 1), tone, isSelected: true },
    { text: part(cursor + 1), tone },
  ];
  return all.filter((span) => span.text !== '');
}

/** The axis, with the sign of the cursor on it. */
function axisRow({ plot: { grid }, layout, look, cursor }: PlotContext): Line {
  const { horizontal, caret } = glyphsOf(look);
  const lead = layout.nameCells + layout.scaleCells + 1;
  return spans(
    ['plain', ' '.repeat(lead)],
    ['dim', horizontal.repeat(cursor)],
    ['key', caret],
    ['dim', horizontal.repeat(grid.columns - cursor - 1)],
  );
}

/** Moments below the axis, each behind the mark of its column. */
function timeRow({ plot: { grid }, layout, look, clock }: PlotContext): Line {
  const { vertical } = glyphsOf(look);
  const step = clock.text(grid.fromNs).length + 4;
  const lead = ' '.repeat(layout.nameCells + layout.scaleCells + 1);
  let text = '';
  for (let column = 0; column + step <= grid.columns + 3; column += step)
    text = text.padEnd(column) + vertical + clock.text(startOf(grid, column));
  return padLine(spans(['plain', lead], ['dim', text.slice(0, grid.columns)]), lead.length);
}
