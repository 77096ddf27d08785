/** What draws frames on a terminal: Ink and the sink, or lines for screen readers. */
import type { WriteStream } from 'node:tty';
import type { InkScreen } from '../tui/ink/ink-screen.js';
import type { Look, Size } from '../tui/look.js';
import type { Frame } from '../tui/span.js';

/** Draws frames. */
export interface Painter {
  draw(frame: Frame, size: Size): void;
  redraw(): void;
  resize(size: Size): void;
  pause(): void;
  resume(): void;
  close(): void;
}

/** How frames are drawn. */
export interface PainterOptions {
  readonly size: Size;
  readonly look: Look;
  readonly isLinear: boolean;
  /** Told what went wrong while drawing. */
  readonly onError: (error: unknown) => void;
}

/**
 * Ink takes longer to load than everything else. The first frames are painted without it, with the same attributes into the
 * same sink, so that the screen is there and answers keys meanwhile.
 */
const INK_AFTER_MS = 700;

/** The painter of a terminal. Loads what it needs only. */
export async function painterOn(output: WriteStream, options: PainterOptions): Promise<Painter> {
  return options.isLinear ? linearPainter(output) : inkPainter(output, options);
}

async function linearPainter(output: WriteStream): Promise<Painter> {
  const { LinePrinter } = await import('../tui/terminal/line-printer.js');
  const printer = new LinePrinter((text) => output.write(text));
  return {
    draw: (frame) => printer.show(frame),
    redraw: () => printer.redraw(),
    resize: () => {},
    pause: () => {},
    resume: () => printer.redraw(),
    close: () => {},
  };
}

async function inkPainter(output: WriteStream, { size, look, onError }: PainterOptions): Promise<Painter> {
  // React's development build costs half as much again per frame; with DEV Ink looks for tools that are not there.
  process.env.NODE_ENV = 'production';
  delete process.env.DEV;
  const [{ PALETTE, paintLine }, { FrameSink }] = await Promise.all([
    import('../tui/ink/theme.js'),
    import('../tui/terminal/frame-sink.js'),
  ]);
  const terminal = {
    write: (text: string) => output.write(text),
    onReady: (resume: () => void) => output.once('drain', resume),
  };
  const sink = new FrameSink({ output: terminal, size, palette: PALETTE });
  let screen: InkScreen | null = null;
  const loading = setTimeout(async () => {
    try {
      const { InkScreen } = await import('../tui/ink/ink-screen.js');
      screen = new InkScreen(sink, look, onError);
    } catch (error) {
      onError(error);
    }
  }, INK_AFTER_MS);
  return {
    draw: (frame, frameSize) => {
      if (screen !== null) screen.draw(frame, frameSize);
      else
        sink.show(
          frame.lines.map((line) => paintLine(line, look)),
          frame.cursor,
        );
    },
    redraw: () => sink.redraw(),
    resize: (newSize) => sink.resize(newSize),
    pause: () => sink.pause(),
    resume: () => sink.resume(),
    close: () => {
      clearTimeout(loading);
      screen?.close();
    },
  };
}
