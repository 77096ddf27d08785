/** The phases of an exchange as words and as a bar. */
import type { ExchangePhase } from '../../../view/exchange-timing.js';
import { join, ownText, type SafeText, say } from '../../../view/safe-text.js';
import { durationText } from '../../../view/time.js';
import type { Look } from '../../look.js';

/** `connect 42 us, request 0 ns, wait 181 us`. */
export function timingText(phases: readonly ExchangePhase[]): SafeText {
  return join(
    phases.map(({ name, ns }) => say`${ownText(name)} ${durationText(ns)}`),
    ', ',
  );
}

/**
 * The phases side by side in proportion to their lengths, each at least as wide as its name; those that took no time are
 * left out. Null where there is no room, or nothing took any time.
 */
export function timingBar(
  phases: readonly ExchangePhase[],
  width: number,
  { hasUnicode }: Look,
): SafeText | null {
  const shown = phases.filter(({ ns }) => ns > 0);
  const least = shown.reduce((sum, { name }) => sum + name.length + 1, 1);
  if (shown.length === 0 || least > width) return null;
  const total = shown.reduce((sum, { ns }) => sum + ns, 0);
  const room = width - least;
  const [shaft, start, between, end] = hasUnicode ? ['─', '├', '┼', '┤'] : ['-', '|', '|', '|'];
  const bars = shown.map(({ name, ns }) => {
    const extra = Math.floor((ns / total) * room);
    const before = Math.floor(extra / 2);
    return shaft.repeat(before) + name + shaft.repeat(extra - before);
  });
  return ownText(`${start}${bars.join(between)}${end}`);
}
