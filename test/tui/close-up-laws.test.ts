import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CloseUp } from '../../src/closeup/close-up.js';
import { COMMANDS } from '../../src/tui/command.js';
import type { Effect } from '../../src/tui/effect.js';
import type { Look, Size } from '../../src/tui/look.js';
import { roomOf } from '../../src/tui/room.js';
import type { PacketState, Shared } from '../../src/tui/shared.js';
import { closeUpOf } from '../closeup/close-up-of.js';
import { LONG, LOSSY } from './close-up-scenes.js';
import { bodyOf, flowOf, opened, packetOf, withFlow } from './close-up-screens.js';
import { ASCII, type Driver, sharedOf, UNICODE } from './drive.js';
import { expectLawful } from './frame-laws.js';

const KEYS = [
  ...new Set(COMMANDS.flatMap(({ keys }): readonly string[] => keys)),
  'x',
  'space',
  'backspace',
].filter((key) => key !== 'ctrl-c');

const IIS7 = 'captures/iis7-health-check.pcap';
const HTTPSYS = 'captures/httpsys-503.pcap';
const HOSTILE = '\x1b]0;PWNED\x07\u009b31m\u202e\u00ad\u0300\u6f22';
const HOSTILE_LINES = [
  '> S',
  '< SA',
  '> A',
  `> PA "GET /${HOSTILE} HTTP/1.1\r\nHost: ${HOSTILE}\r\n\r\n"`,
  `< PA "HTTP/1.1 200 ${HOSTILE}\r\nServer: ${HOSTILE}\r\n\r\n${HOSTILE}"`,
  '> FA',
  '< R',
];

const iis7 = await sharedOf(IIS7);
const hostile: Shared = { ...iis7, findingsOf: () => [], notes: new Map([[0, HOSTILE]]), paths: [HOSTILE] };
const scenes: readonly { readonly shared: Shared; readonly flows: readonly CloseUp[] }[] = [
  { shared: iis7, flows: [await flowOf(IIS7, 0), await flowOf(IIS7, 1)] },
  { shared: await sharedOf(HTTPSYS), flows: [await flowOf(HTTPSYS, 0), await flowOf(HTTPSYS, 1)] },
  { shared: hostile, flows: [closeUpOf(HOSTILE_LINES), closeUpOf(LOSSY)] },
  { shared: hostile, flows: [closeUpOf(LONG), closeUpOf(['> S'])] },
];
const packets = new Map<number, PacketState>(
  await Promise.all([1, 4, 5, 30].map(async (frame) => [frame, await packetOf(HTTPSYS, frame)] as const)),
);

/** Answers a request as the runtime would: with what there is, else with a failure. */
function answer(effect: Effect, flows: readonly CloseUp[]): Partial<Shared> {
  switch (effect.kind) {
    case 'close-up': {
      const closeUp = flows[effect.flow];
      const { flow } = effect;
      if (closeUp === undefined) return { closeUp: { kind: 'failed', flow, message: HOSTILE } };
      return { closeUp: { kind: 'ready', flow, closeUp: { ...closeUp, flow } } };
    }
    case 'compare': {
      const closeUp = flows[1];
      return closeUp === undefined ? {} : { comparison: { kind: 'ready', flow: 1, closeUp } };
    }
    case 'packet': {
      const { frame } = effect;
      return { packet: packets.get(frame) ?? { kind: 'failed', frame, message: HOSTILE } };
    }
    default:
      return {};
  }
}

type Step =
  | { readonly press: string }
  | { readonly size: Size }
  | { readonly type: string }
  | { readonly secrets: Shared['secrets'] };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ press: fc.constantFrom(...KEYS) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.string({ unit: 'binary', maxLength: 8 }) }) },
  { weight: 1, arbitrary: fc.record({ secrets: fc.constantFrom('masked' as const, 'shown' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      size: fc.record({ columns: fc.integer({ min: 20, max: 200 }), rows: fc.integer({ min: 5, max: 60 }) }),
    }),
  },
);

function run(driver: Driver, one: Step): void {
  if ('press' in one) driver.press(one.press);
  else if ('type' in one) driver.type(one.type);
  else if ('secrets' in one) driver.share({ secrets: one.secrets });
  else driver.share({ size: one.size });
}

function expectLawfulBody(driver: Driver, { hasUnicode }: Look): void {
  const { lines, cursor } = bodyOf(driver);
  const body = { lines: lines.slice(1), cursor };
  expectLawful(body, roomOf(driver.state.shared.size));
  if (hasUnicode) return;
  for (const line of driver.frame.lines) for (const { text } of line) expect(text).toMatch(/^[\x20-\x7e]*$/);
}

describe('Whatever is pressed, however large the terminal is', () => {
  it.each([
    'ladder',
    'packet',
    'exchange',
  ] as const)('%s is drawn within its room, in safe characters', (screen) => {
    fc.assert(
      fc.property(
        fc.constantFrom(...scenes),
        fc.constantFrom(UNICODE, ASCII),
        fc.boolean(),
        fc.array(step, { maxLength: 30 }),
        ({ shared, flows }, look, isRead, steps) => {
          const first = flows[0];
          const before = { ...shared, look };
          const driver = opened(
            screen,
            { flow: 0, frame: 5 },
            isRead && first !== undefined ? withFlow(before, first) : before,
          );
          let answered = 0;
          for (const one of steps) {
            run(driver, one);
            while (answered < driver.effects.length) {
              const effect = driver.effects[answered++];
              if (effect !== undefined) driver.share(answer(effect, flows));
            }
            expectLawfulBody(driver, look);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
