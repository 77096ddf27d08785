import { describe, expect, it } from 'vitest';
import type { Look, Size } from '../../src/tui/look.js';
import type { Frame } from '../../src/tui/span.js';
import { ASCII, LARGE, SMALL, textOf, UNICODE, USUAL } from './drive.js';
import { flowsOf } from './flows-driver.js';

const SIZES: readonly (readonly [string, Size])[] = [
  ['120x36', LARGE],
  ['80x24', USUAL],
  ['40x12', SMALL],
];
const LOOKS: readonly (readonly [string, Look])[] = [
  ['', UNICODE],
  ['-ascii', ASCII],
];

const golden = (name: string) => `../golden/tui/flows-${name}.txt`;

const cases = ['httpsys-503', 'iis7-health-check'].flatMap((capture) =>
  SIZES.flatMap(([sizeName, size]) =>
    LOOKS.map(([lookName, look]) => ({ capture, size, look, name: `${capture}-${sizeName}${lookName}` })),
  ),
);

describe('the list of flows, frame by frame', () => {
  it.each(cases)('is as agreed: $name', async ({ capture, size, look, name }) => {
    const driver = await (await flowsOf(capture, { size, look })).press('j').answer();
    await expect(driver.text).toMatchFileSnapshot(golden(name));
  });

  it('has tones that mean something', async () => {
    const driver = await (await flowsOf('httpsys-503', { size: USUAL })).press('j', 'm').answer();
    await expect(withTones(driver.frame)).toMatchFileSnapshot(golden('httpsys-503-80x24-tones'));
  });

  it.each(LOOKS)('completes what is typed%s', async (lookName, look) => {
    const driver = await flowsOf('httpsys-503', { size: USUAL, look });
    driver.press('/').type('finding:any && ser').press('down');
    await expect(driver.text).toMatchFileSnapshot(golden(`completion-80x24${lookName}`));
  });

  it.each(SIZES)('shows where a filter is wrong, at %s', async (sizeName, size) => {
    const driver = await flowsOf('httpsys-503', { size });
    driver.press('/').type('finding:any && statos>=500');
    await expect(driver.text).toMatchFileSnapshot(golden(`wrong-${sizeName}`));
  });

  it.each(SIZES)('explains why nothing is shown, at %s', async (sizeName, size) => {
    const driver = await flowsOf('httpsys-503', { size });
    driver.press('/').type('status==404').press('enter');
    await driver.answer();
    await expect(driver.text).toMatchFileSnapshot(golden(`empty-${sizeName}`));
  });
});

/** Every span in its tone; blanks alone say nothing. */
function withTones(frame: Frame): string {
  const lines = frame.lines.map((line) =>
    line
      .filter(({ text }) => text.trim() !== '')
      .map(({ tone, text, isSelected }) => `${isSelected === true ? '*' : ''}${tone}[${text.trim()}]`)
      .join(' '),
  );
  return `${textOf(frame)}\n\n${lines.join('\n')}`;
}
