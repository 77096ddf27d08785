import { render } from 'ink-testing-library';
import { isValidElement, type ReactNode } from 'react';
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

test('the texts that Ink measures, and remembers for good, are the same whatever is shown', async () => {
  const shared = await sharedOf('captures/iis7-health-check.pcap', { size: USUAL, look: ASCII });
  const driver = new Driver(SCREENS, shared);
  const measured = new Set<string>();
  for (const key of ['1', '2', '3', 'j', 'j', 'enter', '?']) {
    driver.press(key);
    for (const text of textsIn(<FrameView frame={driver.frame} look={ASCII} size={USUAL} />))
      measured.add(text);
  }
  expect([...measured]).toEqual([' '.repeat(USUAL.columns)]);
});

/** Texts among the children of an element, its own components rendered. */
function textsIn(node: ReactNode): string[] {
  if (typeof node === 'string') return [node];
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (!isValidElement<{ children?: ReactNode }>(node)) return [];
  const { type, props } = node;
  const own = type === FrameView ? FrameView : (type as { type?: unknown }).type;
  if (typeof own === 'function') return textsIn((own as (given: unknown) => ReactNode)(props));
  return textsIn(props.children);
}

function rowsOf(shown: string | undefined): string[] {
  return (shown ?? '').split('\n').map((row) => row.replace(/\x1b\[\d+m/g, '').trimEnd());
}
