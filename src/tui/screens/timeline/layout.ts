import type { Size } from '../../look.js';

/** How the screen is shared out. */
export interface Layout {
  /** Cells of the name of a series, and of its scale; the axis is one more. */
  readonly nameCells: number;
  readonly scaleCells: number;
  /** Columns of time. */
  readonly columns: number;
  /** Whether the window is told above the plot, and times below it. */
  readonly hasHead: boolean;
  readonly hasTimes: boolean;
  /** Rows of every series of bars. */
  readonly barRows: number;
  /** Rows above the text, all in all. */
  readonly plotRows: number;
  readonly textRows: number;
}

/** Series of bars: new connections, failures, 5xx responses, handshakes. Probes have one row. */
const BAR_SERIES = 4;
const HIGHEST_BARS = 5;
const WIDE = 60;

/** Rows that the text should have on a screen that is high enough. */
const TEXT_ROWS = 8;

/** The layout of a room. */
export function layoutOf({ columns, rows }: Size): Layout {
  const [nameCells, scaleCells] = columns >= WIDE ? [11, 8] : columns >= 34 ? [7, 7] : [4, 0];
  const isLow = rows < 14;
  const fixed = 2 + (isLow ? 0 : 2);
  const spare = Math.floor((rows - fixed - TEXT_ROWS) / BAR_SERIES);
  const barRows = Math.max(1, Math.min(HIGHEST_BARS, spare));
  const plotRows = Math.min(rows, fixed + BAR_SERIES * barRows);
  return {
    nameCells,
    scaleCells,
    columns: Math.max(1, columns - nameCells - scaleCells - 2),
    hasHead: !isLow,
    hasTimes: !isLow,
    barRows,
    plotRows,
    textRows: Math.max(0, rows - plotRows),
  };
}
