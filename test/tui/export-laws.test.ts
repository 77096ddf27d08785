import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ALL_CONTENTS } from '../../src/tui/export-content.js';
import type { Screen } from '../../src/tui/screen.js';
import { exportScreenOf } from '../../src/tui/screens/export/export-screen.js';
import type { Message, Shared } from '../../src/tui/shared.js';
import { safeText } from '../../src/view/safe-text.js';
import { ASCII, Driver, sharedOf, UNICODE } from './drive.js';
import { expectLawful } from './frame-laws.js';
import { screensWith } from './stub-screens.js';

const HOSTILE = '\x1b]0;PWNED\x07\u009b31m\u202e\u00ad\u0300\u6f22\ud83d\ude00\r\n.pcap';
const screens = screensWith(exportScreenOf(ALL_CONTENTS) as Screen<unknown>);
const iis7 = await sharedOf('captures/iis7-health-check.pcap');
const KEYS = [
  'tab',
  'shift-tab',
  'up',
  'down',
  'left',
  'right',
  'space',
  'enter',
  'home',
  'backspace',
  'x',
  '?',
];
const ANSWERS: readonly Message[] = [
  { text: safeText(HOSTILE), tone: 'error', canReplace: true },
  { text: safeText(`${HOSTILE} `.repeat(20), 400), tone: 'warning' },
  { text: safeText(HOSTILE), tone: 'notice' },
];

const key = fc.constantFrom(...KEYS, 'e', 'escape').map((name) => ({ name, answer: null }));
const answered = fc.constantFrom(...ANSWERS).map((answer) => ({ name: '', answer }));

it('every frame has the size of the terminal and only characters of one cell', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 5, arbitrary: key }, { weight: 1, arbitrary: answered }), {
        maxLength: 25,
      }),
      fc.record({ columns: fc.integer({ min: 1, max: 130 }), rows: fc.integer({ min: 1, max: 40 }) }),
      fc.constantFrom(UNICODE, ASCII),
      fc.boolean(),
      (steps, size, look, hasMarks) => {
        const shared: Shared = {
          ...iis7,
          size,
          look,
          paths: [HOSTILE.repeat(3)],
          marks: new Set(hasMarks ? [1] : []),
          mutedRules: new Set(hasMarks ? ['x'] : []),
        };
        const driver = new Driver(screens, shared).press('e');
        for (const { name, answer } of steps) {
          const request = driver.effects.findLast((effect) => effect.kind === 'export')?.request;
          if (answer === null) driver.press(name);
          else if (request !== undefined)
            driver.share({ message: answer, written: { request, message: answer } });
          expectLawful(driver.frame, size);
          if (!look.hasUnicode)
            expect(driver.text.split('\n').slice(2, -1).join('')).toMatch(/^[\x20-\x7e]*$/);
        }
      },
    ),
    { numRuns: 150 },
  );
});

it('a path never holds what a terminal obeys, whatever the capture is called', () => {
  const driver = new Driver(screens, { ...iis7, paths: [HOSTILE] }).press('e', 'enter');
  const effect = driver.effects.find(({ kind }) => kind === 'export');
  expect(effect).toMatchObject({ request: { path: ']0;PWNED31m\u0300\u6f22\ud83d\ude00 .report.txt' } });
});
