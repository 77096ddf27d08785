import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/tui/command.js';
import type { LiveState } from '../../src/tui/live-state.js';
import type { Look, Size } from '../../src/tui/look.js';
import { SCREENS } from '../../src/tui/screens.js';
import type { Shared } from '../../src/tui/shared.js';
import type { Frame } from '../../src/tui/span.js';
import { safeText } from '../../src/view/safe-text.js';
import { ASCII, Driver, LARGE, SMALL, UNICODE, USUAL } from './drive.js';
import { expectLawful } from './frame-laws.js';
import { liveShared, RECORDING } from './live-scene.js';

const SIZES: readonly (readonly [string, Size])[] = [
  ['120x36', LARGE],
  ['80x24', USUAL],
  ['40x12', SMALL],
];
const LOOKS: readonly (readonly [string, Look])[] = [
  ['', UNICODE],
  ['-ascii', ASCII],
];
const golden = (name: string) => `../golden/tui/live-${name}.txt`;

let live: Shared;
beforeAll(async () => {
  live = await liveShared('iis7-health-check');
});

function screen(changes: Partial<LiveState> = {}, more: Partial<Shared> = {}): Driver {
  if (live.live === undefined) throw new Error('Expected a live capture');
  return new Driver(SCREENS, { ...live, ...more, live: { ...live.live, ...changes } });
}

describe('a live capture, frame by frame', () => {
  const cases = SIZES.flatMap(([sizeName, size]) =>
    LOOKS.map(([lookName, look]) => ({ name: `${sizeName}${lookName}`, size, look })),
  );
  it.each(cases)('the list of flows is as agreed: $name', async ({ name, size, look }) => {
    await expect(screen({}, { size, look }).text).toMatchFileSnapshot(golden(name));
  });
  it.each(cases)('the question at the end is as agreed: $name', async ({ name, size, look }) => {
    await expect(screen({}, { size, look }).press('q').text).toMatchFileSnapshot(golden(`ending-${name}`));
  });
  it.each(SIZES)('what ended it is told, at %s', async (name, size) => {
    const fault = safeText(
      'dumpcap was ended by SIGKILL. What was captured until then is kept. The log of the system says what ended it.',
    );
    await expect(screen({ phase: 'ended', fault }, { size }).text).toMatchFileSnapshot(
      golden(`fault-${name}`),
    );
  });
  it('has tones that mean something', async () => {
    await expect(withTones(screen().frame)).toMatchFileSnapshot(golden('80x24-tones'));
  });
});

function withTones({ lines }: Frame): string {
  return lines
    .map((line) => line.map(({ text, tone }) => (text.trim() === '' ? text : `<${tone}>${text}`)).join(''))
    .join('\n');
}

describe('keys while a capture is taken', () => {
  it.each([
    ['p', [{ kind: 'pause', isPaused: true }]],
    ['S', [{ kind: 'stop-reading' }]],
    ['ctrl-c', [{ kind: 'quit' }]],
  ])('%s asks for %j', (key, effects) => {
    const driver = screen();
    driver.effects.length = 0;
    expect(driver.press(key).effects).toEqual(effects);
  });

  it('p goes on where it was paused', () => {
    const driver = screen({ isPaused: true });
    expect(driver.press('p').effects).toContainEqual({ kind: 'pause', isPaused: false });
  });

  it('the cursor follows the newest flow until F, and does so again after the next', () => {
    const [few, many] = [new Uint32Array([0, 1, 2]), new Uint32Array([0, 1, 2, 3, 4])];
    const flows = (numbers: Uint32Array) => ({ ...live.flows, flows: numbers });
    const driver = screen({}, { flows: flows(few) });
    const chosen = () => driver.state.shared.flowList?.chosen;
    expect(chosen()).toBe(2);
    driver.share({ flows: flows(many) });
    expect(chosen()).toBe(4);
    driver.press('F').share({ flows: flows(new Uint32Array([0, 1, 2, 3, 4, 5])) });
    expect(chosen()).toBe(4);
    expect(driver.press('F').state.shared.flowList).toMatchObject({ chosen: 5, follows: true });
    expect(driver.press('k').state.shared.flowList).toMatchObject({ chosen: 4, follows: false });
  });

  it('F in another order sorts by number first: only there is the newest flow at the end', () => {
    const driver = screen(
      {},
      { flows: { ...live.flows, order: { column: 'severity', isDescending: true } } },
    );
    driver.press('k', 'F');
    expect(driver.effects).toContainEqual({
      kind: 'view-flows',
      filter: '',
      order: { column: 'flow', isDescending: false },
      markedOnly: false,
    });
  });

  it('F on the summary shows the flows', () => {
    expect(screen().press('1', 'F').text).toContain('FOLLOW newest at the end');
  });

  it('on a packet p is the frame before, and after the end S turns the order around', () => {
    const packet = screen().press('enter');
    packet.effects.length = 0;
    expect(packet.press('p').effects).not.toContainEqual({ kind: 'pause', isPaused: true });
    const ended = screen({ phase: 'ended' });
    expect(ended.press('S').effects).toContainEqual(expect.objectContaining({ kind: 'view-flows' }));
  });

  it.each([
    [[], { isDiscarded: false, withReport: false }],
    [['j'], { isDiscarded: false, withReport: true }],
    [['j', 'j'], { isDiscarded: true, withReport: false }],
  ])('q asks, and after %j Enter ends it so', (keys, ending) => {
    const driver = screen().press('q');
    expect(driver.effects).not.toContainEqual(expect.objectContaining({ kind: 'quit' }));
    expect(driver.press(...keys, 'enter').effects).toContainEqual({ kind: 'quit', ending });
  });

  it.each([[['escape']], [['q']], [['j', 'j', 'j', 'enter']]])('q, then %j goes on', (keys) => {
    const driver = screen().press('q', ...keys);
    expect(driver.effects).not.toContainEqual(expect.objectContaining({ kind: 'quit' }));
    expect(driver.text).toContain('LIVE');
    expect(driver.text).toContain('3 Flows');
  });

  it('a capture that could not begin is left without a question', () => {
    const failed = {
      kind: 'failed',
      message: 'The filter is not valid',
      advice: 'Write it otherwise.',
    } as const;
    const driver = screen({ phase: 'ended', gauges: null }, { capture: failed });
    expect(driver.press('q').effects).toContainEqual({ kind: 'quit' });
  });

  it('the help tells the keys of a capture only while one is taken', () => {
    expect(screen({}, { size: LARGE }).press('?').text).toContain('WHILE A CAPTURE IS TAKEN');
    expect(screen({ phase: 'ended' }, { size: LARGE }).press('?').text).not.toContain('CAPTURE IS TAKEN');
  });
});

describe('what is lost', () => {
  const gauges = () => {
    const { live: state } = live;
    if (state?.gauges == null) throw new Error('Expected gauges');
    return state.gauges;
  };
  it.each([
    [null, null, 'drops unknown'],
    [0, 0, 'drops 0'],
    [300, 4, 'drops 304'],
  ])('%s by the kernel and %s by us is %s', (droppedByKernel, droppedByUs, words) => {
    const facts = { ...gauges().facts, droppedByKernel, droppedByUs };
    expect(screen({ gauges: { ...gauges(), facts } }).text).toContain(words);
  });
  it('a full disk and a link that is down are told first', () => {
    const recording = { ...RECORDING, fault: 'disk-full' } as const;
    const { text } = screen({ gauges: { ...gauges(), recording, link: 'down' } }, { size: USUAL });
    expect(text).toContain('LINK DOWN');
    expect(text).toContain('DISK FULL');
  });
});

const KEYS = [...new Set(COMMANDS.flatMap(({ keys }): readonly string[] => keys))].filter(
  (key) => key !== 'ctrl-c',
);
const HOSTILE = '\x1b]0;PWNED\x07\u009b31m\u202e\u00ad漢';
const PHASES: readonly LiveState['phase'][] = ['starting', 'running', 'stopping', 'ended'];

it('whatever is pressed and resized, the frame is as large as the terminal and made of safe characters', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ press: fc.constantFrom(...KEYS) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        columns: fc.integer({ min: 5, max: 180 }),
        rows: fc.integer({ min: 1, max: 60 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        phase: fc.constantFrom(...PHASES),
        isPaused: fc.boolean(),
        warning: fc.constantFrom(null, safeText(HOSTILE)),
        fault: fc.constantFrom(null, safeText('it broke '.repeat(60))),
      }),
    },
  );
  const property = fc.property(fc.boolean(), fc.array(step, { maxLength: 40 }), (isAscii, steps) => {
    const driver = screen({ interfaceName: HOSTILE, filter: HOSTILE }, { look: isAscii ? ASCII : UNICODE });
    for (const it of steps) {
      if ('press' in it) driver.press(it.press);
      else if ('rows' in it) driver.share({ size: it });
      else driver.share({ live: { ...(live.live as LiveState), interfaceName: HOSTILE, ...it } });
      expectLawful(driver.frame, driver.state.shared.size);
      if (isAscii) expect(driver.text).toMatch(/^[\x20-\x7e\n]*$/);
    }
  });
  fc.assert(property, { numRuns: 120 });
});
