/**
 * Whole frames in, changed rows out: each row at its own place, inside one synchronized update (mode 2026), on whatever
 * screen the terminal shows. Nothing is cleared, so nothing flickers and nothing stays behind.
 *
 * The second wall against text that would drive the terminal: only the attributes of our own palette pass. What else is
 * there should have been made safe long before; it is dropped and counted.
 */
import type { Size } from '../look.js';

/** Where the octets go. */
export interface TerminalOutput {
  /** False: the terminal is slow; `onReady` is called when it has taken everything. */
  write(text: string): boolean;
  onReady(resume: () => void): void;
}

/** Where the cursor stands; null hides it. */
export type CursorPlace = { readonly row: number; readonly column: number } | null;

/** What a frame sink is made of. */
export interface FrameSinkOptions {
  readonly output: TerminalOutput;
  readonly size: Size;
  /** SGR parameters that may pass. */
  readonly palette: ReadonlySet<number>;
}

const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';
const SHOW_CURSOR = '\x1b[?25h';
const HIDE_CURSOR = '\x1b[?25l';
const PLAIN = '\x1b[0m';
const ERASE_REST = '\x1b[K';
/** What a program in the background may have changed: attributes, lines that wrap. */
const PUT_RIGHT = '\x1b[0m\x1b[?7l';

/** One attribute; else a whole sequence, a control, or a character that changes what stands beside it. */
const ATTRIBUTE_OR_UNSAFE =
  /\x1b\[(\d{1,3})m|\x1b\[[\x20-\x3f]*[\x40-\x7e]?|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const ATTRIBUTE = /\x1b\[\d+m/g;

/** Draws frames on one terminal. */
export class FrameSink {
  /** Pieces of text that were dropped. Anything but 0 is a mistake of this program. */
  droppedCount = 0;
  private readonly output: TerminalOutput;
  private readonly palette: ReadonlySet<number>;
  private size: Size;
  /** Rows as they are on the terminal; null where not known. */
  private shown: (string | null)[] = [];
  private shownCursor: CursorPlace | undefined;
  private wanted: { readonly rows: readonly string[]; readonly cursor: CursorPlace } | null = null;
  private isWaiting = false;
  private isPaused = false;
  private prefix = '';

  constructor({ output, size, palette }: FrameSinkOptions) {
    this.output = output;
    this.size = size;
    this.palette = palette;
  }

  /** Draws a frame: its rows from the top; those that it does not have are empty. */
  show(rows: readonly string[], cursor: CursorPlace): void {
    this.wanted = { rows, cursor };
    this.draw();
  }

  /** The terminal has another size: what stands where is no longer known. Drawn with the next frame. */
  resize(size: Size): void {
    this.size = size;
    this.forget();
  }

  /** Draws everything anew, whatever is on the screen. */
  redraw(): void {
    this.forget();
    this.prefix = PUT_RIGHT;
    this.draw();
  }

  /** Writes nothing until `resume`: the terminal belongs to somebody else. */
  pause(): void {
    this.isPaused = true;
  }

  /** Draws again, everything. */
  resume(): void {
    this.isPaused = false;
    this.redraw();
  }

  private forget(): void {
    this.shown = [];
    this.shownCursor = undefined;
  }

  /** A slow terminal gets the latest frame when it is ready; those between are left out. */
  private draw(): void {
    if (this.isPaused || this.isWaiting || this.wanted === null) return;
    const { rows, cursor } = this.wanted;
    const changes = this.changedRows(rows);
    if (changes === '' && this.prefix === '' && isSamePlace(cursor, this.shownCursor)) return;
    const update = `${BEGIN}${this.prefix}${changes}${this.cursorAt(cursor)}${END}`;
    this.prefix = '';
    this.shownCursor = cursor;
    if (this.output.write(update)) return;
    this.isWaiting = true;
    this.output.onReady(() => {
      this.isWaiting = false;
      this.draw();
    });
  }

  private changedRows(rows: readonly string[]): string {
    let changes = '';
    for (let row = 0; row < this.size.rows; row++) {
      const text = this.safe(rows[row] ?? '');
      if (this.shown[row] === text) continue;
      this.shown[row] = text;
      // Erasing behind a full row would take its last cell: without wrapping the cursor stays on it.
      const isFull = text.replace(ATTRIBUTE, '').length >= this.size.columns;
      changes += `\x1b[${row + 1};1H${PLAIN}${text}${isFull ? PLAIN : PLAIN + ERASE_REST}`;
    }
    return changes;
  }

  private cursorAt(cursor: CursorPlace): string {
    if (cursor === null) return HIDE_CURSOR;
    return `\x1b[${cursor.row + 1};${cursor.column + 1}H${SHOW_CURSOR}`;
  }

  private safe(text: string): string {
    return text.replace(ATTRIBUTE_OR_UNSAFE, (piece, attribute: string | undefined) => {
      if (attribute !== undefined && this.palette.has(Number(attribute))) return piece;
      this.droppedCount++;
      return '';
    });
  }
}

function isSamePlace(a: CursorPlace, b: CursorPlace | undefined): boolean {
  if (a === null || b === null || b === undefined) return a === b;
  return a.row === b.row && a.column === b.column;
}
