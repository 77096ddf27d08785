/**
 * Ink between frames and the terminal: it lays rows out and hands over whole frames as text (`debug`), which the sink
 * compares and writes. Ink itself reads no key, owns no terminal and looks at no environment.
 */
import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { type Instance, render } from 'ink';
import type { Look, Size } from '../look.js';
import type { Frame } from '../span.js';
import type { CursorPlace, FrameSink } from '../terminal/frame-sink.js';
import { FrameView } from './frame-view.js';

/** Draws frames by Ink. */
export class InkScreen {
  private readonly output: InkOutput;
  private readonly look: Look;
  private instance: Instance | null = null;
  private readonly onError: (error: unknown) => void;

  /** @param onError told what a component threw; nothing more is drawn */
  constructor(sink: FrameSink, look: Look, onError: (error: unknown) => void) {
    this.output = new InkOutput(sink);
    this.look = look;
    this.onError = onError;
  }

  /** Draws a frame, at once. */
  draw(frame: Frame, size: Size): void {
    this.output.take(size, frame.cursor);
    const view = <FrameView frame={frame} look={this.look} size={size} />;
    if (this.instance !== null) {
      this.instance.rerender(view);
      return;
    }
    this.instance = render(view, {
      stdout: this.output as unknown as NodeJS.WriteStream,
      stderr: this.output as unknown as NodeJS.WriteStream,
      stdin: new Readable({ read() {} }) as NodeJS.ReadStream,
      debug: true,
      patchConsole: false,
      exitOnCtrlC: false,
      isScreenReaderEnabled: false,
    });
    this.instance.waitUntilExit().catch((error: unknown) => this.onError(error));
  }

  /** Draws nothing any more. */
  close(): void {
    this.output.isClosed = true;
    this.instance?.unmount();
  }
}

/** What Ink takes for standard output. It is no terminal: then Ink writes nothing but frames. */
class InkOutput extends EventEmitter {
  readonly isTTY = false;
  columns = 0;
  rows = 0;
  isClosed = false;
  private cursor: CursorPlace = null;
  private readonly sink: FrameSink;

  constructor(sink: FrameSink) {
    super();
    this.sink = sink;
  }

  take({ columns, rows }: Size, cursor: CursorPlace): void {
    this.columns = columns;
    this.rows = rows;
    this.cursor = cursor;
  }

  /** In debug mode every write is one whole frame. */
  write(text: string): boolean {
    if (!this.isClosed) this.sink.show(text.split('\n'), this.cursor);
    return true;
  }
}
