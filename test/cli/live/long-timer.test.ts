import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { callAfter } from '../../../src/cli/long-timer.js';

const DAY_MS = 86_400_000;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each([0.2, 1, 24, 25, 60, 365])('after %d days, and not before', (days) => {
  const call = vi.fn();
  callAfter(days * DAY_MS, call);
  vi.advanceTimersByTime(days * DAY_MS - 1);
  expect(call).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(call).toHaveBeenCalledOnce();
});

test.each([0, 30])('taken back after %d days, it is not called', (days) => {
  const call = vi.fn();
  const takeBack = callAfter(40 * DAY_MS, call);
  vi.advanceTimersByTime(days * DAY_MS);
  takeBack();
  vi.advanceTimersByTime(80 * DAY_MS);
  expect(call).not.toHaveBeenCalled();
});
