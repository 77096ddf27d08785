/** One frame of the screen as an SVG: the attributes that a terminal would get, in the colours of one. */
import { paintLine } from '../dist/tui/ink/theme.js';

const CELL = { width: 8.4, height: 18 };
const MARGIN = 12;
const BACKGROUND = '#1b1f24';
const FOREGROUND = '#d0d7de';

/** Colours of SGR 30 to 37 and 90 to 97, as they are usual on a dark background. */
const COLOURS = new Map([
  [30, '#1b1f24'],
  [31, '#ff7b72'],
  [32, '#7ee787'],
  [33, '#e3b341'],
  [35, '#d2a8ff'],
  [36, '#76e3ea'],
  [94, '#79c0ff'],
]);
const DIM_OPACITY = 0.62;

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const rounded = (value) => String(Math.round(value * 10) / 10);

/** The style after an SGR parameter. */
function styled(style, parameter) {
  if (parameter === 1) return { ...style, isBold: true };
  if (parameter === 2) return { ...style, isDim: true };
  if (parameter === 22) return { ...style, isBold: false, isDim: false };
  if (parameter === 7 || parameter === 27) return { ...style, isReverse: parameter === 7 };
  if (parameter === 39) return { ...style, colour: FOREGROUND };
  if (parameter === 49) return { ...style, background: null };
  if (parameter >= 40 && parameter < 48) return { ...style, background: COLOURS.get(parameter - 10) };
  return { ...style, colour: COLOURS.get(parameter) };
}

/** Pieces of a painted row that look the same: where they begin, and how they look. */
function piecesOf(painted) {
  const pieces = [];
  let style = { colour: FOREGROUND, background: null, isBold: false, isDim: false, isReverse: false };
  let column = 0;
  for (const [, parameter, text] of painted.matchAll(/\x1b\[(\d+)m|([^\x1b]+)/g)) {
    if (parameter !== undefined) style = styled(style, Number(parameter));
    else {
      pieces.push({ column, text, style });
      column += text.length;
    }
  }
  return pieces;
}

/** Words of a piece: blanks are places, not characters, so that every font keeps the columns. */
function wordsOf({ column, text, style }) {
  return [...text.matchAll(/\S+(?: \S+)*/g)].map((match) => ({
    column: column + match.index,
    text: match[0],
    style,
  }));
}

function wordSvg({ column, text, style }, row) {
  const x = rounded(MARGIN + column * CELL.width);
  const y = rounded(MARGIN + row * CELL.height + CELL.height * 0.74);
  const length = rounded(text.length * CELL.width);
  const fill = style.isReverse ? (style.background ?? BACKGROUND) : style.colour;
  const look = [
    fill === FOREGROUND ? '' : ` fill="${fill}"`,
    style.isBold ? ' font-weight="bold"' : '',
    style.isDim ? ` opacity="${DIM_OPACITY}"` : '',
  ].join('');
  return `<text x="${x}" y="${y}" textLength="${length}"${look}>${escaped(text)}</text>`;
}

function backgroundSvg({ column, text, style }, row) {
  const fill = style.isReverse ? style.colour : style.background;
  if (fill === null) return '';
  const [x, y] = [rounded(MARGIN + column * CELL.width), rounded(MARGIN + row * CELL.height)];
  return `<rect x="${x}" y="${y}" width="${rounded(text.length * CELL.width)}" height="${CELL.height}" fill="${fill}" shape-rendering="crispEdges"/>`;
}

/** The picture of a frame. */
export function frameSvg({ lines }, { size, look, title }) {
  const width = rounded(size.columns * CELL.width + 2 * MARGIN);
  const height = rounded(size.rows * CELL.height + 2 * MARGIN);
  const rows = lines.map((line) => piecesOf(paintLine(line, look)));
  const shapes = rows.flatMap((pieces, row) => [
    ...pieces.map((piece) => backgroundSvg(piece, row)),
    ...pieces.flatMap(wordsOf).map((word) => wordSvg(word, row)),
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>`,
    `<g fill="${FOREGROUND}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">`,
    ...shapes.filter((shape) => shape !== ''),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}
