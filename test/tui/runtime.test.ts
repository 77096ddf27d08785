import { describe, expect, test } from 'vitest';
import type { CaptureService, ServiceHost } from '../../src/tui/capture-service.js';
import { fillRows, spans } from '../../src/tui/cells.js';
import { keyMapOf } from '../../src/tui/key-map.js';
import type { Clock } from '../../src/tui/pace.js';
import type { Screens } from '../../src/tui/program.js';
import { Runtime } from '../../src/tui/runtime.js';
import type { Answer, Screen, ScreenId } from '../../src/tui/screen.js';
import type { Shared } from '../../src/tui/shared.js';
import type { Frame } from '../../src/tui/span.js';
import { ownText } from '../../src/view/safe-text.js';
import { sharedOf, textOf } from './drive.js';
import { SCREEN_IDS } from './stub-screens.js';

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

/** A capture behind the screens that notes what it is asked for. */
class HandService implements CaptureService {
  readonly asked: unknown[] = [];
  readonly host: ServiceHost;
  closes = 0;

  constructor(host: ServiceHost) {
    this.host = host;
  }
  viewFlows(query: unknown): void {
    this.asked.push(query);
  }
  readCloseUp(flow: number): void {
    this.asked.push({ closeUp: flow });
  }
  readPacket(frame: number): void {
    this.asked.push({ packet: frame });
  }
  compare(flow: number): void {
    this.asked.push({ compare: flow });
  }
  write(request: unknown): void {
    this.asked.push(request);
  }
  stopReading(): void {
    this.asked.push('stop');
  }
  pause() {}
  noticed(): void {}
  async close(): Promise<void> {
    this.closes++;
  }
}

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
const SCREENS = Object.fromEntries(SCREEN_IDS.map((id) => [id, stub(id)])) as unknown as Screens;

async function started(changes: Partial<Shared> = {}, firstFlow?: number, canSuspend = true) {
  const clock = new HandClock();
  const opened: HandService[] = [];
  const drawn: Frame[] = [];
  const host: string[] = [];
  const errors: unknown[] = [];
  const ready = await sharedOf('captures/iis7-health-check.pcap');
  const runtime = new Runtime({
    screens: SCREENS,
    keys: keyMapOf(),
    shared: { ...ready, capture: reading(0), ...changes },
    openCaptures: (host) => {
      const service = new HandService(host);
      opened.push(service);
      return service;
    },
    copy: () => ({ text: ownText('sent'), tone: 'notice' }),
    clock,
    firstFlow,
    host: {
      draw: (frame) => drawn.push(frame),
      redraw: () => host.push('redraw'),
      ...(canSuspend ? { suspend: () => host.push('suspend') } : {}),
      quit: () => host.push('quit'),
      fail: (error) => errors.push(error),
    },
  });
  runtime.start();
  const press = (...names: string[]) => runtime.keys(names.map((name) => ({ name, text: name })));
  const text = () => textOf(drawn.at(-1) as Frame);
  const service = opened[0];
  if (service === undefined) throw new Error('Expected that the captures were opened');
  return { clock, service, drawn, host, errors, runtime, press, text, ready };
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

describe('hears', () => {
  test('how far the reading is ten times a second, and what was asked for at once', async () => {
    const { clock, service, runtime, ready } = await started();
    clock.go(100);
    service.host.emit({ capture: reading(1) });
    service.host.emit({ capture: reading(2) });
    expect(runtime.shared.capture).toEqual(reading(1));
    clock.go(100);
    expect(runtime.shared.capture).toEqual(reading(2));
    service.host.emit({ capture: ready.capture });
    expect(runtime.shared.capture.kind).toBe('ready');
  });

  test('nothing after the end, and ends the service', async () => {
    const { service, runtime, ready } = await started();
    await runtime.end();
    service.host.emit({ capture: ready.capture });
    expect(runtime.shared.capture.kind).toBe('reading');
    expect(service.closes).toBe(1);
  });
});

describe('Ctrl-Z', () => {
  test('suspends', async () => {
    const { press, host, runtime } = await started();
    press('ctrl-z');
    expect(host).toEqual(['suspend']);
    expect(runtime.shared.message).toBeNull();
  });

  test('says so where nothing can be suspended', async () => {
    const { press, runtime } = await started({}, undefined, false);
    press('ctrl-z');
    expect(runtime.shared.message?.text).toContain('Windows suspends no programs');
  });
});

describe('a flow that was asked for at the start', () => {
  test('is opened when the capture was read', async () => {
    const { service, ready, clock, text } = await started({}, 3);
    service.host.emit({ capture: ready.capture });
    clock.go(100);
    expect(text()).toContain('ladder');
  });

  test('that is not there is told', async () => {
    const { service, ready, runtime } = await started({}, 99_999);
    service.host.emit({ capture: ready.capture });
    expect(runtime.shared.message?.text).toContain('There is no flow 99999');
  });
});
