import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileFilter } from '../../src/filter/filter.js';
import { Survey } from '../../src/survey/survey.js';
import { COMMANDS } from '../../src/tui/command.js';
import { topOf } from '../../src/tui/program.js';
import type { Screen } from '../../src/tui/screen.js';
import { type FlowNotes, notesOf } from '../../src/tui/screens/timeline/flow-notes.js';
import { columnOf, gridOf, lastOf, startOf } from '../../src/tui/screens/timeline/grid.js';
import { extentOf, type Plot, plotOf } from '../../src/tui/screens/timeline/plot.js';
import type { TimelineState } from '../../src/tui/screens/timeline/state.js';
import { TIMELINE_SCREEN } from '../../src/tui/screens/timeline/timeline-screen.js';
import type { Shared } from '../../src/tui/shared.js';
import { ASCII, Driver, LARGE, UNICODE } from './drive.js';
import { flowView } from './flows-driver.js';
import { expectLawful } from './frame-laws.js';
import { homeStates } from './home-captures.js';
import { screensWith } from './stub-screens.js';

const screens = screensWith(TIMELINE_SCREEN as Screen<unknown>);
let states: ReadonlyMap<string, Shared>;
beforeAll(async () => {
  states = await homeStates();
});

function timelineOf(capture: string, changes: Partial<Shared> = {}): Driver {
  return new Driver(screens, { ...(states.get(capture) as Shared), size: LARGE, ...changes }).press('4');
}

function stateOf(driver: Driver): TimelineState {
  return topOf(driver.state).state as TimelineState;
}

function plotIn(driver: Driver): Plot {
  const { counted } = stateOf(driver);
  if (counted === null) throw new Error('Expected numbers');
  return counted.plot;
}

function cursorOf(driver: Driver): number {
  return columnOf(plotIn(driver).grid, stateOf(driver).cursorNs);
}

function sumOf(values: Uint32Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

describe('the numbers', () => {
  it.each([
    ['iis7-health-check', { began: 23, failed: 10, errors: 0, unavailable: 0, probes: 20, failedProbes: 10 }],
    ['httpsys-503', { began: 8, failed: 6, errors: 6, unavailable: 6, probes: 0, failedProbes: 0 }],
  ] as const)('of %s lose nothing in the columns', (capture, expected) => {
    const { began, failed, errors, unavailable, probes, failedProbes } = plotIn(timelineOf(capture));
    const sums = Object.entries({ began, failed, errors, unavailable, probes, failedProbes });
    expect(Object.fromEntries(sums.map(([name, values]) => [name, sumOf(values)]))).toEqual(expected);
  });

  it('of a column are those of the flows that Enter asks for', () => {
    const driver = timelineOf('iis7-health-check').press('g');
    const { grid, began } = plotIn(driver);
    for (let column = 0; column < grid.columns; column++) {
      expect(cursorOf(driver)).toBe(column);
      if (began[column] !== 0) {
        const { filter } = driver.press('enter').state.shared.flows;
        expect(compileFilter(filter).ok, filter).toBe(true);
        const asked = { ...driver.state.shared.flows, markedOnly: false };
        expect(flowView(driver.state.shared, asked).flows, filter).toHaveLength(began[column] as number);
        driver.press('escape');
      }
      driver.press('l');
    }
  });

  it('leave muted rules out', () => {
    const all = timelineOf('httpsys-503');
    const { findingsOf } = all.state.shared;
    const mutedRules = new Set(
      [0, 1, 2, 3, 4, 5, 6, 7].flatMap((flow) => findingsOf(flow).map((f) => f.rule)),
    );
    expect(sumOf(plotIn(all).failed)).toBe(6);
    expect(sumOf(plotIn(all.share({ mutedRules })).failed)).toBe(0);
  });

  it('are not counted again while nothing changes', () => {
    const driver = timelineOf('httpsys-503');
    const before = plotIn(driver);
    expect(plotIn(driver.press('h', 'T', 'j').share({ message: null }))).toBe(before);
  });
});

describe('the keys', () => {
  it('begin where 5xx responses peak', () => {
    const { errors } = plotIn(timelineOf('httpsys-503'));
    expect(errors[cursorOf(timelineOf('httpsys-503'))]).toBe(Math.max(...errors));
  });

  it.each([
    [['g'], 0],
    [['g', 'h'], 0],
    [['g', 'l', 'l'], 2],
    [['g', 'right', 'left'], 0],
    [['G'], 98],
    [['G', 'l'], 98],
    [['T', 'g', 'j', 'j', 'k'], 1],
  ] as const)('%j put the cursor on column %i', (keys, column) => {
    expect(cursorOf(timelineOf('iis7-health-check').press(...keys))).toBe(column);
  });

  it('zoom about the cursor and back', () => {
    const driver = timelineOf('iis7-health-check').press('g', ...'llllllllllllllllllllllllllllllllllllllll');
    const whole = plotIn(driver).grid;
    const { cursorNs } = stateOf(driver);
    const near = plotIn(driver.press('+', '+')).grid;
    expect(near.columnNs * 4).toBeGreaterThanOrEqual(whole.columnNs);
    expect(near.columnNs * 4).toBeLessThan(whole.columnNs * 1.01);
    expect(near.fromNs).toBeLessThanOrEqual(cursorNs);
    expect(lastOf(near)).toBeGreaterThan(cursorNs);
    expect(plotIn(driver.press('-', '-')).grid).toEqual(whole);
  });

  it('pan up to the ends of the capture, the cursor in sight', () => {
    const driver = timelineOf('iis7-health-check').press('+', '+', 'L', 'L', 'L', 'L', 'L', 'L', 'L');
    const { counted } = stateOf(driver);
    const { grid } = plotIn(driver);
    expect(columnOf(grid, counted?.extent.lastNs ?? 0)).toBeGreaterThan(grid.columns - 3);
    expect(cursorOf(driver)).toBeGreaterThanOrEqual(0);
    driver.press('H', 'H', 'H', 'H', 'H', 'H', 'H', 'H');
    expect(plotIn(driver).grid.fromNs).toBe(counted?.extent.firstNs);
  });

  it('take the window along when the cursor leaves it', () => {
    const driver = timelineOf('iis7-health-check').press('g', '+', '+', 'G');
    const { fromNs, columns } = plotIn(driver).grid;
    driver.press('l');
    expect(plotIn(driver).grid.fromNs).toBeGreaterThan(fromNs);
    expect(cursorOf(driver)).toBeLessThan(columns);
  });

  it('say that no connection began in an empty column', () => {
    const driver = timelineOf('iis7-health-check').press('g', 'l', 'enter');
    expect(driver.text).toContain('No connection began in the column of');
    expect(driver.effects).toEqual([]);
  });
});

describe('the sentences', () => {
  it('tell when 503s start, peak and end, as the frames have it', () => {
    const text = timelineOf('httpsys-503').text.replace(/\s+/g, ' ');
    expect(text).toContain('6 responses with 503: they start 09:23:52.410');
    expect(text).toContain('end 09:23:52.552.');
  });

  it('tell that failed probes are constant', () => {
    expect(timelineOf('iis7-health-check').text).toContain('Failed probes are constant');
  });

  it('tell that they are not when they fail in one half alone', () => {
    const shared = states.get('iis7-health-check') as Shared;
    const { findingsOf } = shared;
    // In the second half only what is not a failure is left.
    const halved = (flow: number) =>
      findingsOf(flow).filter(({ severity }) => flow < 12 || severity === 'info');
    expect(timelineOf('iis7-health-check', { findingsOf: halved }).text).toContain(
      'Failed probes are not constant',
    );
  });
});

describe('columns', () => {
  it('hold every moment of the window exactly once', () => {
    const property = fc.property(
      fc.integer({ min: 0, max: 1e9 }),
      fc.integer({ min: 0, max: 1e15 }),
      fc.integer({ min: 1, max: 3000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (firstNs, spanNs, columns, share) => {
        const extent = { firstNs, lastNs: firstNs + spanNs };
        const grid = gridOf(extent, null, columns);
        const timeNs = firstNs + Math.floor(spanNs * share);
        const column = columnOf(grid, timeNs);
        expect(grid.columns).toBeLessThanOrEqual(2000);
        expect(column).toBeGreaterThanOrEqual(0);
        expect(startOf(grid, column)).toBeLessThanOrEqual(timeNs);
        expect(startOf(grid, column + 1)).toBeGreaterThan(timeNs);
        expect(columnOf(grid, firstNs - 1)).toBe(-1);
        expect(columnOf(grid, Number.NaN)).toBe(-1);
      },
    );
    fc.assert(property);
  });
});

describe('whatever is pressed and resized', () => {
  it('the frame is as large as the terminal and made of safe characters of one cell', () => {
    const keys = [...new Set(COMMANDS.flatMap((command): readonly string[] => command.keys))];
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('h', 'l', 'H', 'L', '+', '-', 'T', 'G', 'g', 'j', 'k', '4') },
      { weight: 2, arbitrary: fc.constantFrom(...keys) },
      {
        weight: 2,
        arbitrary: fc.record({
          columns: fc.integer({ min: 1, max: 300 }),
          rows: fc.integer({ min: 1, max: 60 }),
        }),
      },
    );
    const property = fc.property(
      fc.constantFrom(...states.keys()),
      fc.boolean(),
      fc.array(step, { maxLength: 30 }),
      (capture, hasUnicode, steps) => {
        const driver = timelineOf(capture, { look: hasUnicode ? UNICODE : ASCII });
        for (const it of steps) {
          if (typeof it === 'string') driver.press(it);
          else driver.share({ size: it });
          expectLawful(driver.frame, driver.state.shared.size);
          if (!hasUnicode) expect(driver.text).toMatch(/^[\x20-\x7e\n]*$/);
        }
      },
    );
    fc.assert(property, { numRuns: 150 });
  });
});

describe('a million flows', () => {
  const FLOWS = 1_000_000;

  it('are counted in one pass, and every one of them', () => {
    const survey = new Survey();
    for (let flow = 0; flow < FLOWS; flow++) {
      survey.flows.find(flow, 0x0a000001, 40_000, 80, false);
      const row = survey.flows.add(flow, 0x0a000001, 40_000, 80, false);
      row.firstTimeNs = flow * 1e6;
      row.lastTimeNs = flow * 1e6 + 1e5;
      row.handshakeUs = 1 + (flow % 500);
    }
    const finding = (states.get('iis7-health-check') as Shared).findingsOf(0);
    const found = (flow: number) => (flow % 4 === 0 ? finding : []);
    const notes: FlowNotes = notesOf(survey, { findingsOf: found, mutedRules: new Set() });
    const extent = extentOf(notes);
    if (extent === null) throw new Error('Expected times');
    const startedMs = performance.now();
    const plot = plotOf(notes, gridOf(extent, null, 2000));
    const tookMs = performance.now() - startedMs;
    expect(sumOf(plot.began)).toBe(FLOWS);
    expect(plot.handshakeUs[7]).toBe(250.5);
    expect(sumOf(plot.failed)).toBe(FLOWS / 4);
    // Ten times what it takes on an idle machine.
    expect(tookMs).toBeLessThan(3000);
  });
});
