import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import { FlowFacts } from '../../src/survey/flow-facts.js';
import { Survey } from '../../src/survey/survey.js';
import { cellText } from '../../src/tui/cells.js';
import { COMMANDS } from '../../src/tui/command.js';
import type { Shared } from '../../src/tui/shared.js';
import { type SafeText, safeText } from '../../src/view/safe-text.js';
import { closeUpOf } from '../closeup/close-up-of.js';
import { craft } from '../craft/craft.js';
import { ASCII, LARGE, sharedOf, UNICODE } from './drive.js';
import { FlowsDriver, flowView } from './flows-driver.js';

const KEYS = [...new Set(COMMANDS.flatMap(({ keys }): readonly string[] => keys))].filter(
  (key) => key !== 'ctrl-c',
);

let captures: Shared[];
beforeAll(async () => {
  const names = ['iis7-health-check', 'tls-1-3', 'iis7-teardown-ipv6', 'one-direction-only'];
  captures = [
    ...(await Promise.all(names.map((name) => sharedOf(`captures/${name}.pcap`)))),
    await hostileShared(),
  ];
});

const HOSTILE = '\x1b]0;PWNED\x07\u009b31m\u00ad';
const HOSTILE_LINES = [
  '> S',
  '< SA',
  '> A',
  `> PA "GET /${HOSTILE} HTTP/1.1\r\nHost: ${HOSTILE}\r\nUpgrade: ${HOSTILE}\r\n\r\n"`,
  `< PA "HTTP/1.1 101 ${HOSTILE}\r\nUpgrade: ${HOSTILE}\r\n\r\n"`,
  '> FA',
  '< R',
];

/** What is shared of a capture whose packets want to drive the terminal. */
async function hostileShared(): Promise<Shared> {
  const survey = craft(HOSTILE_LINES).survey();
  const judge = new Diagnostician(survey);
  const diagnosis = judge.finish({ files: [] });
  const closeUp = closeUpOf(HOSTILE_LINES);
  return {
    ...(await sharedOf('captures/clean-http.pcap')),
    paths: [HOSTILE],
    capture: { kind: 'ready', survey, diagnosis, wasStopped: false },
    findingsOf: (flow) => judge.findingsAt(flow),
    closeUp: { kind: 'ready', flow: 0, closeUp },
    notes: new Map([[0, HOSTILE]]),
  };
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ press: fc.constantFrom(...KEYS) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.string({ unit: 'binary', maxLength: 12 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('status==', 'server==1', 'finding:', 'a && (') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      columns: fc.integer({ min: 20, max: 160 }),
      rows: fc.integer({ min: 5, max: 60 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant('answer' as const) },
  { weight: 1, arbitrary: fc.constantFrom('reading' as const, 'failed' as const, 'ready' as const) },
);

describe('whatever is pressed, typed and resized', () => {
  it('the frame is as large as the terminal and made of safe characters of one cell', () => {
    const property = fc.property(
      fc.nat(4),
      fc.boolean(),
      fc.array(step, { maxLength: 40 }),
      (capture, isAscii, steps) => {
        const look = isAscii ? ASCII : UNICODE;
        const shared = captures[capture] as Shared;
        const driver = new FlowsDriver('', { ...shared, look });
        for (const it of steps) {
          if (it === 'answer') answerViews(driver);
          else if (typeof it === 'string') driver.share({ capture: captureIn(it, shared) });
          else if ('press' in it) driver.press(it.press);
          else if ('type' in it) driver.type(it.type);
          else driver.share({ size: it });
          expectWellFormed(driver, isAscii);
        }
      },
    );
    fc.assert(property, { numRuns: 150 });
  });
});

function captureIn(kind: Shared['capture']['kind'], { capture }: Shared): Shared['capture'] {
  if (kind === 'failed') return { kind, message: `Not a capture: ${HOSTILE}`, advice: HOSTILE };
  if (kind === 'ready' || capture.kind !== 'ready') return capture;
  const progress = { bytesRead: 1, bytesTotal: null, frames: 1_000, flows: 7 };
  return { kind, progress, survey: capture.survey };
}

function answerViews(driver: FlowsDriver): void {
  const last = driver.effects.findLast(({ kind }) => kind === 'view-flows');
  if (driver.shared.capture.kind !== 'ready') return;
  if (last?.kind === 'view-flows') driver.share({ flows: flowView(driver.shared, last) });
}

function expectWellFormed(driver: FlowsDriver, isAscii: boolean): void {
  const { frame, shared } = driver;
  const { columns, rows } = shared.size;
  expect(frame.lines).toHaveLength(rows);
  for (const line of frame.lines) {
    const text = line.map((span) => span.text).join('') as SafeText;
    expect(text.length).toBeLessThanOrEqual(columns);
    expect(cellText(safeText(text, 1000))).toBe(text);
    if (isAscii) expect(text).toMatch(/^[\x20-\x7e]*$/);
  }
  const { cursor } = frame;
  if (cursor === null) return;
  expect(cursor.row).toBeLessThan(rows);
  expect(cursor.column).toBeLessThan(columns);
}

describe('a million flows', () => {
  const FLOWS = 1_000_000;
  let million: Shared;

  beforeAll(async () => {
    const small = captures[0] as Shared;
    if (small.capture.kind !== 'ready') throw new Error('Expected a capture');
    const survey = new Survey();
    for (let flow = 0; flow < FLOWS; flow++) {
      survey.flows.find(flow, 0x0a000001, 40_000, 80, false);
      survey.flows.add(flow, 0x0a000001, 40_000, 80, false);
    }
    const [finding] = small.capture.diagnosis.findings;
    if (finding === undefined) throw new Error('Expected a finding');
    million = {
      ...small,
      size: LARGE,
      capture: { ...small.capture, survey },
      findingsOf: (flow) => (flow === FLOWS - 1 ? [finding] : []),
      flows: { ...small.flows, flows: Uint32Array.from({ length: FLOWS }, (_, flow) => flow), total: FLOWS },
    };
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    'j',
    'G',
    'g',
    'pagedown',
    ']',
    's',
    'm',
    't',
    '/',
    'tab',
    'y',
    ';',
  ])('cost a few screens of rows from the key %s to the frame', (key) => {
    const driver = new FlowsDriver('', million);
    const reads = vi.spyOn(FlowFacts.prototype, 'at');
    driver.press(key);
    expect(driver.frame.lines).toHaveLength(LARGE.rows);
    // Opening the filter line looks at a thousand flows once, for the values that it offers.
    expect(reads.mock.calls.length).toBeLessThan(4 * LARGE.rows + (key === '/' ? 1001 : 0));
  });

  it('are sorted under the cursor without reading them', () => {
    const driver = new FlowsDriver('', million).press('j', 'j');
    const reads = vi.spyOn(FlowFacts.prototype, 'at');
    const flows = Uint32Array.from({ length: FLOWS }, (_, flow) => FLOWS - 1 - flow);
    driver.share({ flows: { ...million.flows, flows } });
    expect(driver.text).toContain('row 999,998 of 1,000,000');
    expect(reads.mock.calls.length).toBeLessThan(4 * LARGE.rows);
  });
});
