/**
 * Frames as lines, for screen readers and for terminals that only print: what is new on the screen is said once, from top
 * to bottom, without lines and boxes. Nothing is overwritten.
 */
import type { Frame, Line, Span } from '../span.js';

/** What only draws: lines, boxes and arrows' shafts. */
const RULES = /[\u2500-\u257f]{2,}|-{4,}|={4,}|_{4,}/g;

/** The cursor in front of a row: said as `>`, and only once where it stands in front of several. */
const CURSOR = /^[▌>] ?/;

/** Prints frames. */
export class LinePrinter {
  private readonly write: (text: string) => void;
  private said: ReadonlySet<string> = new Set();
  private selected: string | null = null;
  private title = '';
  private passing = '';
  private last: Frame | null = null;

  constructor(write: (text: string) => void) {
    this.write = write;
  }

  /** Says what this frame has that the one before had not, and the row that is now selected. */
  show(frame: Frame): void {
    this.last = frame;
    const [header = [], ...body] = frame.lines;
    const passing = wordsOf(header.filter(isPassing));
    const title = wordsOf(header.filter((span) => !isPassing(span)));
    const isOther = title !== this.title;
    if (isOther) this.said = new Set();
    // Where only the progress changed, nothing else of the header is said again.
    const headerText = isOther ? `${title} ${passing}`.trim() : passing === this.passing ? '' : passing;
    this.title = title;
    this.passing = passing;
    const rows = body.map((line) => {
      const words = wordsOf(line.filter((span) => !isPassing(span)));
      const text = words.replace(CURSOR, '');
      return { text, isSelected: text !== words || line.some((span) => span.isSelected) };
    });
    const selected = rows.find(({ isSelected }) => isSelected)?.text ?? null;
    const isNew = (text: string) => !this.said.has(text) || (text === selected && text !== this.selected);
    const news = rows.filter(({ text }) => text !== '' && isNew(text));
    this.said = new Set(rows.map(({ text }) => text));
    this.selected = selected;
    const said = news.map(({ text }) => (text === selected ? `> ${text}` : text));
    if (headerText !== '') said.unshift(headerText);
    if (said.length > 0) this.write(`${said.join('\r\n')}\r\n`);
  }

  /** Says everything again. */
  redraw(): void {
    this.said = new Set();
    this.selected = null;
    this.title = '';
    if (this.last !== null) this.show(this.last);
  }
}

function isPassing(span: Span): boolean {
  return span.isPassing === true;
}

function wordsOf(line: Line): string {
  const text = line.map((span) => span.text).join('');
  return text.replace(RULES, ' ').replace(/\s+/g, ' ').trim();
}
