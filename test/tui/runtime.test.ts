import { describe, expect, test } from 'vitest';
import { fillRows, spans } from '../../src/tui/cells.js';
import { keyMapOf } from '../../src/tui/key-map.js';
import type { Clock } from '../../src/tui/pace.js';
import type { Screens } from '../../src/tui/program.js';
import { Runtime } from '../../src/tui/runtime.js';
import type { Answer, Screen, ScreenId } from '../../src/tui/screen.js';
import type { ReadingNews, Services } from '../../src/tui/services.js';
import type { CloseUpState, FlowView, Message, Shared } from '../../src/tui/shared.js';
import type { Frame } from '../../src/tui/span.js';
import { ownText } from '../../src/view/safe-text.js';
import { sharedOf, textOf } from './drive.js';

/** A clock that goes on when a test says so. */
class HandClock implements Clock {
  private nowMs = 0;
  private readonly waiting = new Set<{ readonly atMs: number; readonly call: () => void }>();

  now(): number {
    return this.nowMs;
  }

  after(ms: number, call: () => void): () => void {
    const entry = { atMs: this.nowMs + ms, call };
    this.waiting.add(entry);
    return () => this.waiting.delete(entry);
  }

  go(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (;;) {
      const due = [...this.waiting].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.waiting.delete(due);
      this.nowMs = due.atMs;
      due.call();
    }
    this.nowMs = untilMs;
  }
}

/** Services whose answers the test gives. */
class HandServices implements Services {
  readonly asked: unknown[] = [];
  readonly answers: ((answer: never) => void)[] = [];
  tell: (news: ReadingNews) => void = () => {};
  failReading: (error: unknown) => void = () => {};

  read(tell: (news: ReadingNews) => void): Promise<void> {
    this.tell = tell;
    return new Promise((_, reject) => {
      this.failReading = reject;
    });
  }

  stopReading(): void {
    this.asked.push('stop');
  }

  viewFlows(request: unknown): Promise<FlowView | Message> {
    return this.ask(request);
  }

  readCloseUp(flow: number): Promise<CloseUpState> {
    return this.ask(flow);
  }

  readPacket(): Promise<never> {
    return this.ask('packet');
  }

  compare(): Promise<never> {
    return this.ask('compare');
  }

  export(): Promise<Message> {
    return this.ask('export');
  }

  copy(text: string): Message {
    this.asked.push(text);
    return { text: ownText('sent to terminal'), tone: 'notice' };
  }

  private ask<T>(question: unknown): Promise<T> {
    this.asked.push(question);
    return new Promise<T>((resolve) => this.answers.push(resolve as (answer: never) => void));
  }
}

/** A screen that shows its id, the message and the close-up, and asks for close-ups by numbers. */
function stub(id: ScreenId): Screen<unknown> {
  return {
    id,
    open: () => ({ state: null }),
    update: (state, event): Answer<unknown> => {
      if (event.kind !== 'command') return { state };
      if (event.command === 'open') return { state, effects: [{ kind: 'close-up', flow: 1 }] };
      if (event.command === 'mark') return { state, effects: [{ kind: 'close-up', flow: 2 }] };
      if (event.command === 'copy')
        return { state, effects: [{ kind: 'copy', text: 'x', what: ownText('x') }] };
      if (event.command === 'stop') return { state, effects: [{ kind: 'stop-reading' }] };
      if (event.command === 'note') throw new Error('a screen with a mistake');
      return { state, isUnused: true };
    },
    title: () => spans(['title', id]),
    view: (_, { capture, closeUp, flows }, { rows }) => ({
      lines: fillRows(
        [
          spans([
            'plain',
            `capture ${capture.kind} ${capture.kind === 'reading' ? capture.progress.frames : ''}`,
          ]),
          spans(['plain', `close-up ${closeUp?.kind} ${closeUp?.flow}`]),
          spans(['plain', `flows ${flows.flows.length} ${flows.filter} ${flows.tookMs}`]),
        ],
        rows,
      ),
      cursor: null,
    }),
    footer: () => [],
    isTyping: () => false,
  };
}

const IDS: readonly ScreenId[] = [
  'summary',
  'findings',
  'flows',
  'ladder',
  'packet',
  'exchange',
  'timeline',
  'export',
  'help',
];
const SCREENS = Object.fromEntries(IDS.map((id) => [id, stub(id)])) as unknown as Screens;

async function started(changes: Partial<Shared> = {}, firstFlow?: number) {
  const clock = new HandClock();
  const services = new HandServices();
  const drawn: Frame[] = [];
  const host: string[] = [];
  const errors: unknown[] = [];
  const ready = await sharedOf('captures/iis7-health-check.pcap');
  const runtime = new Runtime({
    screens: SCREENS,
    keys: keyMapOf(),
    shared: { ...ready, capture: reading(0), ...changes },
    services,
    clock,
    firstFlow,
    host: {
      draw: (frame) => drawn.push(frame),
      redraw: () => host.push('redraw'),
      suspend: () => host.push('suspend'),
      quit: () => host.push('quit'),
      fail: (error) => errors.push(error),
    },
  });
  runtime.start();
  const press = (...names: string[]) => runtime.keys(names.map((name) => ({ name, text: name })));
  const text = () => textOf(drawn.at(-1) as Frame);
  return { clock, services, drawn, host, errors, runtime, press, text, ready };
}

function reading(frames: number): Shared['capture'] {
  return { kind: 'reading', progress: { bytesRead: 0, bytesTotal: null, frames, flows: 0 }, survey: null };
}

describe('draws', () => {
  test('at once at the start and after a key, but at most thirty times a second', async () => {
    const { clock, drawn, press } = await started();
    expect(drawn).toHaveLength(1);
    clock.go(100);
    press('3');
    expect(drawn).toHaveLength(2);
    for (let at = 0; at < 1000; at += 5) {
      press(at % 10 === 0 ? '1' : '3');
      clock.go(5);
    }
    expect(drawn.length).toBeGreaterThan(20);
    expect(drawn.length).toBeLessThanOrEqual(2 + 31);
  });

  test('what the last key made, however many came at once', async () => {
    const { clock, press, text } = await started();
    press('3', '1', '2');
    clock.go(33);
    expect(text()).toContain('findings');
  });

  test('nothing when nothing happens', async () => {
    const { clock, drawn } = await started();
    clock.go(10_000);
    expect(drawn).toHaveLength(1);
  });

  test('at once after a resize, in the new size', async () => {
    const { runtime, drawn } = await started();
    runtime.resize({ columns: 40, rows: 9 });
    expect(drawn.at(-1)?.lines).toHaveLength(9);
  });
});

describe('news of the reading', () => {
  test('count at most ten times a second, the latest each time', async () => {
    const { clock, services, drawn, text } = await started();
    for (let at = 0; at < 1000; at++) {
      services.tell({ capture: reading(at) });
      clock.go(1);
    }
    expect(drawn.length).toBeLessThanOrEqual(1 + 11);
    clock.go(200);
    expect(text()).toContain('capture reading 999');
  });

  test('end at once when the capture was read, and then the flows are listed', async () => {
    const filter = 'finding:any';
    const { clock, services, text, ready } = await started();
    services.tell({ capture: reading(1) });
    services.tell({ capture: reading(2) });
    services.tell({ capture: ready.capture });
    clock.go(33);
    expect(text()).toContain('capture ready');
    expect(services.asked).toEqual([
      { filter: '', order: { column: 'flow', isDescending: false }, markedOnly: false, marks: new Set() },
    ]);
    services.answers[0]?.({ ...ready.flows, filter, flows: Uint32Array.of(1, 2), tookMs: 7 } as never);
    await Promise.resolve();
    await Promise.resolve();
    clock.go(33);
    expect(text()).toContain('flows 2 finding:any 7');
    clock.go(1000);
    expect(text()).toContain('capture ready');
  });

  test('open the flow that was asked for', async () => {
    const { clock, services, text, ready } = await started({}, 3);
    services.tell({ capture: ready.capture });
    clock.go(33);
    expect(text()).toContain('ladder');
  });

  test('say so when that flow is not there', async () => {
    const { clock, services, text, ready } = await started({}, 23);
    services.tell({ capture: ready.capture });
    clock.go(33);
    expect(text()).toContain('There is no flow 23');
    expect(text()).toContain('summary');
  });
});

describe('requests', () => {
  test('of one kind: only the answer to the last one counts', async () => {
    const { clock, services, press, text } = await started();
    press('enter', 'm');
    expect(services.asked).toEqual([1, 2]);
    clock.go(33);
    expect(text()).toContain('close-up reading 2');
    services.answers[1]?.({ kind: 'failed', flow: 2, message: 'gone' } as never);
    services.answers[0]?.({ kind: 'failed', flow: 1, message: 'gone' } as never);
    await new Promise(setImmediate);
    clock.go(33);
    expect(text()).toContain('close-up failed 2');
  });

  test('to the terminal go to the host', async () => {
    const { press, host, services, clock, text } = await started();
    press('ctrl-l', 'ctrl-z', 'S', 'y');
    expect(host).toEqual(['redraw', 'suspend']);
    expect(services.asked).toEqual(['stop', 'x']);
    clock.go(33);
    expect(text()).toContain('sent to terminal');
    press('ctrl-c');
    expect(host.at(-1)).toBe('quit');
  });
});

describe('a mistake ends the program, once', () => {
  test('in a screen', async () => {
    const { press, errors, drawn } = await started();
    const before = drawn.length;
    press(';', '3', '1');
    expect(errors.map(String)).toEqual(['Error: a screen with a mistake']);
    expect(drawn).toHaveLength(before);
  });

  test('in what reads, such as a worker that died', async () => {
    const { services, errors } = await started();
    services.failReading(new Error('the worker died'));
    await new Promise(setImmediate);
    expect(errors.map(String)).toEqual(['Error: the worker died']);
  });

  test('and after the end nothing counts any more', async () => {
    const { runtime, services, errors, drawn, clock } = await started();
    const before = drawn.length;
    runtime.end();
    services.tell({ capture: reading(5) });
    services.failReading(new Error('late'));
    runtime.resize({ columns: 40, rows: 9 });
    await new Promise(setImmediate);
    clock.go(1000);
    expect(drawn).toHaveLength(before);
    expect(errors).toEqual([]);
  });
});
