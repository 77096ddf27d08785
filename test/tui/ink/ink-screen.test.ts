import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { InkScreen } from '../../../src/tui/ink/ink-screen.js';
import { PALETTE, paintLine } from '../../../src/tui/ink/theme.js';
import type { Look, Size } from '../../../src/tui/look.js';
import type { Frame } from '../../../src/tui/span.js';
import { FrameSink } from '../../../src/tui/terminal/frame-sink.js';
import { ownText } from '../../../src/view/safe-text.js';
import { ASCII, LARGE, textOf, UNICODE } from '../drive.js';
import { framesOf, sizes } from '../terminal/frames.js';
import { VirtualTerminal } from '../terminal/virtual-terminal.js';

function screenOn(terminal: VirtualTerminal, size: Size, look: Look = UNICODE) {
  const sink = new FrameSink({ output: terminal, size, palette: PALETTE });
  const errors: unknown[] = [];
  return { sink, errors, screen: new InkScreen(sink, look, (error) => errors.push(error)) };
}

/** Text and attributes of the rows as the sink would draw them without Ink. */
function expectedCells(frame: Frame, size: Size, look: Look) {
  const terminal = new VirtualTerminal(size.columns, size.rows);
  const sink = new FrameSink({ output: terminal, size, palette: PALETTE });
  sink.show(
    frame.lines.map((line) => paintLine(line, look)),
    frame.cursor,
  );
  terminal.settle();
  return frame.lines.map((_, row) => visible(terminal, row));
}

/** Blanks look the same whatever their colour; only reverse ones do not. */
function visible(terminal: VirtualTerminal, row: number) {
  return terminal
    .cells(row)
    .map(({ text, attributes }) =>
      text === ' ' && attributes.endsWith('0') ? ' ' : `${text}<${attributes}>`,
    );
}

test.each([
  ['colours', UNICODE],
  ['none', ASCII],
] as const)('Ink draws every cell of a frame as it is: %s', (_, look) => {
  const steps = fc.array(
    sizes.chain((size) => framesOf(size).map((frame) => ({ size, frame }))),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(steps, (all) => {
      const first = all[0]?.size ?? LARGE;
      const terminal = new VirtualTerminal(first.columns, first.rows);
      const { sink, screen, errors } = screenOn(terminal, first, look);
      let size = first;
      for (const step of all) {
        if (step.size !== size) {
          size = step.size;
          terminal.settle();
          terminal.resize(size.columns, size.rows);
          sink.resize(size);
        }
        screen.draw(step.frame, size);
        terminal.settle();
        expect(terminal.rows.map((row) => row.trimEnd()).join('\n')).toBe(textOf(step.frame));
        expect(step.frame.lines.map((_, row) => visible(terminal, row))).toEqual(
          expectedCells(step.frame, size, look),
        );
      }
      screen.close();
      expect(sink.droppedCount).toBe(0);
      expect(errors).toEqual([]);
      expect(terminal.written).not.toMatch(/\x1b\[[23]J/);
    }),
    { numRuns: 25 },
  );
});

describe('Ink', () => {
  const frame: Frame = { lines: [[{ text: ownText('hello'), tone: 'error' }], []], cursor: null };
  const size = { columns: 10, rows: 2 };

  test('writes one whole frame at once, and nothing when it is closed', () => {
    const terminal = new VirtualTerminal(10, 2);
    const { screen, sink } = screenOn(terminal, size);
    const show = vi.spyOn(sink, 'show');
    screen.draw(frame, size);
    expect(show).toHaveBeenCalledOnce();
    expect(show.mock.calls[0]?.[0]).toHaveLength(2);
    show.mockClear();
    screen.close();
    expect(show).not.toHaveBeenCalled();
  });

  test('tells what a component throws', async () => {
    const { screen, errors } = screenOn(new VirtualTerminal(10, 2), size);
    const broken = {
      get lines(): Frame['lines'] {
        throw new Error('no lines');
      },
      cursor: null,
    };
    screen.draw(broken, size);
    await vi.waitFor(() => expect(errors).toHaveLength(1));
    expect(String(errors[0])).toContain('no lines');
  });
});
