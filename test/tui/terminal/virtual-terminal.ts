/** A terminal in memory, by xterm.js: what stands on the screen after the octets that were written. */
import xterm from '@xterm/headless';
import type { TerminalOutput } from '../../../src/tui/terminal/frame-sink.js';

/** Text and attributes of one cell, as a test compares them. */
export interface Cell {
  readonly text: string;
  readonly attributes: string;
}

/** A terminal on its alternate screen, without wrapping, as the program sets it up. */
export class VirtualTerminal implements TerminalOutput {
  /** Everything that was written. */
  written = '';
  private readonly terminal: xterm.Terminal;
  private unread = '';

  constructor(columns: number, rows: number) {
    this.terminal = new xterm.Terminal({
      cols: columns,
      rows,
      allowProposedApi: true,
      scrollback: 100,
      logLevel: 'off',
    });
    this.unread = '\x1b[?1049h\x1b[?25l\x1b[?7l';
  }

  write(text: string): boolean {
    this.written += text;
    this.unread += text;
    return true;
  }

  onReady(): void {
    throw new Error('This terminal is never slow');
  }

  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
  }

  /** Writes what a stranger would write, such as a program in the background. */
  litter(text: string): void {
    this.unread += text;
  }

  /** Takes in what was written so far. */
  settle(): void {
    const text = this.unread;
    this.unread = '';
    // The public `write` waits for a timer each time: a thousand frames would take seconds.
    (this.terminal as unknown as { _core: { writeSync(text: string): void } })._core.writeSync(text);
  }

  /** The rows of the screen, without blanks at their ends. */
  get rows(): string[] {
    const { active } = this.terminal.buffer;
    return Array.from(
      { length: this.terminal.rows },
      (_, row) => active.getLine(row)?.translateToString(true, 0, this.terminal.cols) ?? '',
    );
  }

  cells(row: number): Cell[] {
    const line = this.terminal.buffer.active.getLine(row);
    return Array.from({ length: this.terminal.cols }, (_, column) => {
      const cell = line?.getCell(column);
      const colours = `${cell?.getFgColor()},${cell?.getBgColor()}`;
      const flags = [cell?.isBold(), cell?.isDim(), cell?.isInverse()].map((flag) => (flag ? 1 : 0)).join('');
      return { text: cell?.getChars() || ' ', attributes: `${colours},${flags}` };
    });
  }

  get cursor(): { readonly row: number; readonly column: number } {
    const { cursorX, cursorY } = this.terminal.buffer.active;
    return { row: cursorY, column: cursorX };
  }
}
