/**
 * The whole program but its process: the thread that reads, the runtime, all screens, Ink and the sink, on a terminal in memory.
 * After every frame the terminal has to show it, and nothing but our own octets may have been written.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import { openCaptures } from '../../src/cli/capture-service.js';
import type { ServiceHost } from '../../src/tui/capture-service.js';
import { COMMANDS } from '../../src/tui/command.js';
import { InkScreen } from '../../src/tui/ink/ink-screen.js';
import { PALETTE } from '../../src/tui/ink/theme.js';
import type { Key } from '../../src/tui/key.js';
import { keyMapOf } from '../../src/tui/key-map.js';
import type { Size } from '../../src/tui/look.js';
import { Runtime } from '../../src/tui/runtime.js';
import { SCREENS } from '../../src/tui/screens.js';
import type { Frame } from '../../src/tui/span.js';
import { FrameSink } from '../../src/tui/terminal/frame-sink.js';
import { ownText } from '../../src/view/safe-text.js';
import { HOSTILE_STRINGS } from '../robustness/hostile-strings.js';
import { expectSafe } from '../robustness/unsafe.js';
import { sharedOf, textOf, UNICODE } from './drive.js';
import { VirtualTerminal } from './terminal/virtual-terminal.js';

/** All that the sink may write beside text. */
const OURS = /\x1b\[\d+;\d+H|\x1b\[\d+m|\x1b\[K|\x1b\[\?(?:2026|25)[hl]|\x1b\[\?7l/g;

const KEYS = [...new Set(COMMANDS.flatMap(({ keys }) => keys))].filter((key) => key !== 'ctrl-c');

type Step = { readonly key: string } | { readonly paste: string } | { readonly size: Size };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ key: fc.constantFrom(...KEYS) }) },
  { weight: 2, arbitrary: fc.record({ key: fc.constantFrom(...'abc019.:=<>&|!"~') }) },
  {
    weight: 1,
    arbitrary: fc.record({ paste: fc.constantFrom(...HOSTILE_STRINGS, 'status>=500', 'flow 3') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      size: fc.record({ columns: fc.integer({ min: 2, max: 130 }), rows: fc.integer({ min: 1, max: 40 }) }),
    }),
  },
);

function keyOf(one: Exclude<Step, { size: Size }>): Key {
  if ('paste' in one) return { name: 'paste', text: one.paste };
  const { key } = one;
  return { name: key, text: key.length === 1 ? key : key === 'space' ? ' ' : '' };
}

/** The program with a capture, on a terminal. */
export class WholeScreen {
  private size: Size = { columns: 80, rows: 24 };
  private readonly terminal = new VirtualTerminal(80, 24);
  private readonly sink = new FrameSink({ output: this.terminal, size: this.size, palette: PALETTE });
  private readonly ink = new InkScreen(this.sink, UNICODE, (error) => this.errors.push(error));
  private readonly errors: unknown[] = [];
  private readonly runtime: Runtime;
  private nowMs = 0;
  private frames = 0;

  private constructor(runtime: (screen: WholeScreen) => Runtime) {
    this.runtime = runtime(this);
  }

  /** Opens a capture and waits until it was read. @param program that of the thread */
  static async open(path: string, program: URL): Promise<WholeScreen> {
    const shared = await sharedOf(path);
    const screen = new WholeScreen(
      (it) =>
        new Runtime({
          screens: SCREENS,
          keys: keyMapOf(),
          shared: { ...shared, capture: NOTHING, findingsOf: () => [] },
          openCaptures: (host) => serviceWithoutFiles(path, host, program),
          copy: (_text, what) => ({ text: what, tone: 'notice' }),
          // Time flies: whatever waits for a moment is due.
          clock: {
            now: () => {
              it.nowMs += 1000;
              return it.nowMs;
            },
            after: (_ms, call) => {
              const timer = setImmediate(call);
              return () => clearImmediate(timer);
            },
          },
          host: {
            draw: (frame, size) => it.draw(frame, size),
            redraw: () => it.sink.redraw(),
            suspend: () => {},
            quit: () => {},
            fail: (error) => it.errors.push(error),
          },
        }),
    );
    screen.runtime.start();
    while (screen.runtime.shared.capture.kind !== 'ready') await pause();
    return screen;
  }

  /** Random sequences of keys, pastes and sizes. Returns how many frames were drawn and compared. */
  async takeSequences(count: number): Promise<number> {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        for (const one of steps) {
          if ('size' in one) this.resize(one.size);
          else this.runtime.keys([keyOf(one)]);
          await pause();
        }
        expect(this.errors).toEqual([]);
        expect(this.sink.droppedCount).toBe(0);
      }),
      // What a sequence does depends on those before it: a shorter one would be another one.
      { numRuns: count, endOnFailure: true },
    );
    return this.frames;
  }

  async close(): Promise<void> {
    await this.runtime.end();
    this.ink.close();
  }

  private resize(size: Size): void {
    this.size = size;
    this.terminal.resize(size.columns, size.rows);
    this.sink.resize(size);
    this.runtime.resize(size);
  }

  private draw(frame: Frame, size: Size): void {
    this.frames++;
    this.terminal.written = '';
    this.ink.draw(frame, size);
    this.terminal.settle();
    expect(frame.lines).toHaveLength(this.size.rows);
    expect(this.terminal.rows.map((row) => row.trimEnd()).join('\n')).toBe(textOf(frame));
    const text = this.terminal.written.replace(OURS, '');
    expectSafe(text);
    expect(text).not.toContain('\n');
  }
}

const NOTHING = {
  kind: 'reading',
  survey: null,
  progress: { bytesRead: 0, bytesTotal: null, frames: 0, flows: 0 },
} as const;

/** The service of a capture, but that it writes nothing. */
function serviceWithoutFiles(path: string, host: ServiceHost, program: URL) {
  const service = openCaptures([path], host, { program });
  service.write = (request) => {
    const message = { text: ownText('nothing is written here'), tone: 'error' } as const;
    host.emit({ message, written: { request, message } });
  };
  return service;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
