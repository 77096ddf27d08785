import { expect, it } from 'vitest';
import type { Look, Size } from '../../src/tui/look.js';
import { FINDINGS_SCREEN } from '../../src/tui/screens/findings/findings-screen.js';
import { HELP_SCREEN } from '../../src/tui/screens/help/help-screen.js';
import { SUMMARY_SCREEN } from '../../src/tui/screens/summary/summary-screen.js';
import { ASCII, Driver, LARGE, SMALL, UNICODE, USUAL } from './drive.js';
import { homeStates } from './home-captures.js';
import { screensWith } from './stub-screens.js';
import { toneMap } from './tone-map.js';

const SIZES: readonly (readonly [string, Size, Look])[] = [
  ['120x36', LARGE, UNICODE],
  ['80x24', USUAL, UNICODE],
  ['40x12', SMALL, UNICODE],
  ['80x24-ascii', USUAL, ASCII],
];

/** Keys that lead to what is shown. */
const VIEWS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'summary',
    ['iis7-health-check', 'httpsys-503', 'clean-http', 'truncated', 'no-frames', 'failed', 'reading'],
    [],
  ],
  ['findings', ['iis7-health-check', 'clean-http', 'reading'], ['2']],
  ['remedies', ['iis7-health-check'], ['2', 'r']],
  ['help', ['iis7-health-check'], ['2', '?']],
  ['help-searched', ['iis7-health-check'], ['?', 's', 't', 'a', 't', 'u', 's']],
  ['command-line', ['iis7-health-check'], [':', ...'filter statos>=500', 'enter']],
];

const states = await homeStates();
const cases = VIEWS.flatMap(([view, captures, keys]) =>
  captures.flatMap((capture) =>
    SIZES.map(([name, size, look]) => ({ view, capture, keys, name, size, look })),
  ),
);

it.each(cases)('$view of $capture at $name', async ({ view, capture, keys, name, size, look }) => {
  const shared = states.get(capture);
  if (shared === undefined) throw new Error(`No capture ${capture}`);
  const screens = screensWith(SUMMARY_SCREEN, FINDINGS_SCREEN, HELP_SCREEN);
  const driver = new Driver(screens, { ...shared, size, look });
  driver.press(...keys.map((key) => (key === ' ' ? 'space' : key)));
  const tones = name === '80x24' ? `\n\n${toneMap(driver.frame)}` : '';
  const path = `../golden/tui/${view}-${capture}-${name}.txt`;
  await expect(`${driver.text}${tones}\n`).toMatchFileSnapshot(path);
});
