import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PALETTE, paintLine } from '../../../src/tui/ink/theme.js';
import type { Size } from '../../../src/tui/look.js';
import type { Frame } from '../../../src/tui/span.js';
import { FrameSink, type TerminalOutput } from '../../../src/tui/terminal/frame-sink.js';
import { ownText } from '../../../src/view/safe-text.js';
import { textOf, UNICODE } from '../drive.js';
import { framesOf, sizes } from './frames.js';
import { VirtualTerminal } from './virtual-terminal.js';

const SIZE = { columns: 20, rows: 4 };

/** All that may leave the sink: rows at places, attributes, erasing to the end of a row, modes of update, cursor and wrapping. */
const ALLOWED = /\x1b\[\d+;\d+H|\x1b\[\d+m|\x1b\[K|\x1b\[\?(?:2026|25)[hl]|\x1b\[\?7l/g;

function sinkOn(output: TerminalOutput, size: Size = SIZE): FrameSink {
  return new FrameSink({ output, size, palette: PALETTE });
}

function rowsOf(frame: Frame): string[] {
  return frame.lines.map((line) => paintLine(line, UNICODE));
}

describe('writes', () => {
  test('changed rows only, inside one synchronized update', () => {
    const terminal = new VirtualTerminal(20, 4);
    const sink = sinkOn(terminal);
    sink.show(['one', 'two'], null);
    terminal.written = '';
    sink.show(['one', 'TWO'], null);
    expect(terminal.written).toBe('\x1b[?2026h\x1b[2;1H\x1b[0mTWO\x1b[0m\x1b[K\x1b[?25l\x1b[?2026l');
  });

  test('nothing for a frame that is already there', () => {
    const terminal = new VirtualTerminal(20, 4);
    const sink = sinkOn(terminal);
    sink.show(['one'], { row: 0, column: 1 });
    terminal.written = '';
    sink.show(['one'], { row: 0, column: 1 });
    expect(terminal.written).toBe('');
  });

  test('everything again when asked, wherever others have written', () => {
    const terminal = new VirtualTerminal(20, 4);
    const sink = sinkOn(terminal);
    sink.show(['one', 'x'.repeat(20)], null);
    terminal.litter('\x1b[?7h\x1b[1;1HWall: the system goes down\r\n\x1b[7m');
    sink.redraw();
    terminal.settle();
    expect(terminal.rows).toEqual(['one', 'x'.repeat(20), '', '']);
    expect(terminal.cells(2)[0]?.attributes).toBe(terminal.cells(0)[19]?.attributes);
  });

  test('nothing while it is paused, and everything when it goes on', () => {
    const terminal = new VirtualTerminal(20, 4);
    const sink = sinkOn(terminal);
    sink.show(['one'], null);
    sink.pause();
    terminal.written = '';
    sink.show(['two'], null);
    sink.redraw();
    expect(terminal.written).toBe('');
    sink.resume();
    terminal.settle();
    expect(terminal.rows[0]).toBe('two');
  });

  test('the latest frame only, once a slow terminal is ready', () => {
    const written: string[] = [];
    let ready = () => {};
    const sink = sinkOn({
      write: (text) => {
        written.push(text);
        return false;
      },
      onReady: (resume) => {
        ready = resume;
      },
    });
    for (const text of ['one', 'two', 'three']) sink.show([text], null);
    expect(written).toHaveLength(1);
    ready();
    expect(written).toHaveLength(2);
    expect(written[1]).toContain('three');
  });
});

describe('lets pass', () => {
  test('the palette and nothing else', () => {
    const terminal = new VirtualTerminal(80, 4);
    const sink = sinkOn(terminal, { columns: 80, rows: 4 });
    const hostile = [
      '\x1b]52;c;cHduZWQ=\x07a',
      '\x1b]0;title\x1b\\b',
      '\x1b[2J\x1b[3J\x1b[Hc',
      '\x1b[38;5;9md\x1b[5me',
      '\u009b31mf\u202eg\x07\b\r\t\0h',
    ];
    sink.show([hostile.join('')], null);
    expect(terminal.written.replace(ALLOWED, '')).toBe('abcd' + 'e31mfgh');
    expect(sink.droppedCount).toBeGreaterThan(10);
  });

  test.each([
    ['no escape sequence that is not on the list, whatever the rows hold', fc.string({ unit: 'binary' })],
    [
      'the same for rows made of sequences',
      fc
        .array(
          fc.constantFrom(
            '\x1b',
            '[',
            ']',
            '52;c;',
            '2',
            'J',
            'H',
            'm',
            '31',
            ';',
            '\x07',
            '\x9b',
            'P',
            '\\',
            'x',
            '?1049',
            'l',
            '\n',
          ),
        )
        .map((parts) => parts.join('')),
    ],
  ])('%s', (_, texts) => {
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 6 }), (rows) => {
        const terminal = new VirtualTerminal(20, 4);
        sinkOn(terminal).show(rows, null);
        expect(terminal.written.replace(ALLOWED, '')).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

test('the screen is the frame after any frames and resizes', () => {
  const steps = fc.array(
    sizes.chain((size) => framesOf(size).map((frame) => ({ size, frame }))),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(steps, fc.boolean(), (all, redraws) => {
      const first = all[0]?.size ?? SIZE;
      const terminal = new VirtualTerminal(first.columns, first.rows);
      const sink = sinkOn(terminal, first);
      let size = first;
      for (const step of all) {
        if (step.size.columns !== size.columns || step.size.rows !== size.rows) {
          size = step.size;
          terminal.settle();
          terminal.resize(size.columns, size.rows);
          sink.resize(size);
        }
        sink.show(rowsOf(step.frame), step.frame.cursor);
        if (redraws) sink.redraw();
        terminal.settle();
        expect(terminal.rows.map((row) => row.trimEnd()).join('\n')).toBe(textOf(step.frame));
        if (step.frame.cursor !== null) expect(terminal.cursor).toEqual(step.frame.cursor);
      }
      expect(sink.droppedCount).toBe(0);
      expect(terminal.written).not.toMatch(/\x1b\[[23]J/);
    }),
    { numRuns: 1000 },
  );
});

test('every tone looks the same wherever it stands in a row', () => {
  const alone = new VirtualTerminal(20, 1);
  const beside = new VirtualTerminal(20, 1);
  for (const tone of [
    'dim',
    'strong',
    'error',
    'warning',
    'notice',
    'good',
    'client',
    'server',
    'evidence',
    'match',
  ] as const) {
    for (const before of ['plain', 'dim', 'strong', 'error', 'match'] as const) {
      const span = { text: ownText('x'), tone, isSelected: true };
      sinkOn(alone, { columns: 20, rows: 1 }).show(
        [paintLine([{ text: ownText('y'), tone: 'plain' }, span], UNICODE)],
        null,
      );
      sinkOn(beside, { columns: 20, rows: 1 }).show(
        [paintLine([{ text: ownText('y'), tone: before }, span], UNICODE)],
        null,
      );
      alone.settle();
      beside.settle();
      expect(beside.cells(0)[1]).toEqual(alone.cells(0)[1]);
      expect(beside.cells(0)[2]).toEqual(alone.cells(0)[2]);
    }
  }
});
