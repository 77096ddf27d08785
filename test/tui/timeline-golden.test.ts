import { expect, it } from 'vitest';
import type { Look, Size } from '../../src/tui/look.js';
import type { Screen } from '../../src/tui/screen.js';
import { TIMELINE_SCREEN } from '../../src/tui/screens/timeline/timeline-screen.js';
import { ASCII, Driver, LARGE, SMALL, UNICODE, USUAL } from './drive.js';
import { homeStates } from './home-captures.js';
import { screensWith } from './stub-screens.js';
import { toneMap } from './tone-map.js';

const SIZES: readonly (readonly [string, Size, Look])[] = [
  ['120x36', LARGE, UNICODE],
  ['80x24', USUAL, UNICODE],
  ['40x12', SMALL, UNICODE],
  ['120x36-ascii', LARGE, ASCII],
  ['80x24-ascii', USUAL, ASCII],
  ['40x12-ascii', SMALL, ASCII],
];

const VIEWS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['timeline', ['iis7-health-check', 'httpsys-503', 'no-frames', 'reading'], []],
  ['timeline-table', ['httpsys-503'], ['T']],
  ['timeline-zoomed', ['iis7-health-check'], ['+', '+', 'l']],
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
  const driver = new Driver(screensWith(TIMELINE_SCREEN as Screen<unknown>), { ...shared, size, look });
  driver.press('4', ...keys);
  const tones = name === '80x24' ? `\n\n${toneMap(driver.frame)}` : '';
  await expect(`${driver.text}${tones}\n`).toMatchFileSnapshot(
    `../golden/tui/${view}-${capture}-${name}.txt`,
  );
});
