import { render } from 'ink-testing-library';
import { expect, test } from 'vitest';
import { FrameView } from '../../../src/tui/ink/frame-view.js';
import { SCREENS } from '../../../src/tui/screens.js';
import { ASCII, Driver, LARGE, SMALL, sharedOf, textOf, USUAL } from '../drive.js';

test.each([LARGE, USUAL, SMALL])('shows the rows of a frame, each in its place: %j', async (size) => {
  const shared = await sharedOf('captures/iis7-health-check.pcap', { size, look: ASCII });
  const driver = new Driver(SCREENS, shared).press('3', 'j');
  const { lastFrame, rerender, unmount } = render(
    <FrameView frame={driver.frame} look={ASCII} size={size} />,
  );
  expect(rowsOf(lastFrame())).toEqual(textOf(driver.frame).split('\n'));
  driver.press('1');
  rerender(<FrameView frame={driver.frame} look={ASCII} size={size} />);
  expect(rowsOf(lastFrame())).toEqual(textOf(driver.frame).split('\n'));
  unmount();
});

function rowsOf(shown: string | undefined): string[] {
  return (shown ?? '').split('\n').map((row) => row.replace(/\x1b\[\d+m/g, '').trimEnd());
}
