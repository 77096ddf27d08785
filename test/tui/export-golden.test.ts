import { expect, it } from 'vitest';
import { ALL_CONTENTS } from '../../src/tui/export-content.js';
import type { Look, Size } from '../../src/tui/look.js';
import type { Screen } from '../../src/tui/screen.js';
import { EXPORT_SCREEN, exportScreenOf } from '../../src/tui/screens/export/export-screen.js';
import type { Message, Shared } from '../../src/tui/shared.js';
import { ownText } from '../../src/view/safe-text.js';
import { ASCII, Driver, LARGE, SMALL, sharedOf, UNICODE, USUAL } from './drive.js';
import { screensWith } from './stub-screens.js';
import { toneMap } from './tone-map.js';

const SIZES: readonly (readonly [string, Size, Look])[] = [
  ['120x36', LARGE, UNICODE],
  ['80x24', USUAL, UNICODE],
  ['40x12', SMALL, UNICODE],
  ['80x24-ascii', USUAL, ASCII],
  ['40x12-ascii', SMALL, ASCII],
];

const iis7 = await sharedOf('captures/iis7-health-check.pcap');
const chosen: Shared = {
  ...iis7,
  marks: new Set([2, 4, 9]),
  flows: { ...iis7.flows, filter: 'end==rst', flows: Uint32Array.from([3, 7]) },
};
const EXISTS: Message = { text: ownText('it exists'), tone: 'error', canReplace: true };
const today = EXPORT_SCREEN as Screen<unknown>;
const complete = exportScreenOf(ALL_CONTENTS) as Screen<unknown>;

const VIEWS: readonly (readonly [string, Screen<unknown>, readonly string[], Message | null])[] = [
  ['export', today, ['e'], null],
  ['export-path', today, [':', ...'flow 5', 'enter', 'e', 'right', 'tab', 'right', 'tab'], null],
  ['export-exists', today, ['e', 'right', 'enter'], EXISTS],
  ['export-capture', complete, ['e', 'tab', 'left'], null],
];

it.each(
  VIEWS.flatMap(([view, screen, keys, message]) =>
    SIZES.map(([name, size, look]) => ({ view, screen, keys, message, name, size, look })),
  ),
)('$view at $name', async ({ view, screen, keys, message, name, size, look }) => {
  const driver = new Driver(screensWith(screen), { ...chosen, size, look });
  driver.press(...keys.map((key) => (key === ' ' ? 'space' : key)));
  const request = driver.effects.find((effect) => effect.kind === 'export')?.request;
  if (message !== null && request !== undefined) driver.share({ message, written: { request, message } });
  const tones = name === '80x24' ? `\n\n${toneMap(driver.frame)}` : '';
  await expect(`${driver.text}${tones}\n`).toMatchFileSnapshot(`../golden/tui/${view}-${name}.txt`);
});
