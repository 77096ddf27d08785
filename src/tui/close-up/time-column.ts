/** Times of segments in the format that was chosen with `t`. */
import type { CloseUp } from '../../closeup/close-up.js';
import type { Segment } from '../../closeup/segment.js';
import { signedMs } from '../../view/ladder-words.js';
import { ownText, type SafeText } from '../../view/safe-text.js';
import { isoTime } from '../../view/time.js';
import { type Shared, TIME_FORMATS, type TimeFormat } from '../shared.js';

/** Heading of the column of times. */
export const TIME_TITLES: Readonly<Record<TimeFormat, string>> = {
  'since-start': 't (s)',
  'in-flow': 't+ms',
  delta: 'delta ms',
  utc: 'UTC',
};

/** Hours to microseconds of an ISO time. */
const CLOCK_FROM = 11;
const CLOCK_TO = 26;

/** The time of a segment. */
export function timeText(segment: Segment, closeUp: CloseUp, format: TimeFormat): SafeText {
  const { segments, captureStartNs, survey } = closeUp;
  switch (format) {
    case 'since-start':
      return sinceStartText(segment.timeNs, captureStartNs);
    case 'in-flow':
      return ownText(((segment.timeNs - (segments[0]?.timeNs ?? 0)) / 1e6).toFixed(3));
    case 'delta':
      return segment === segments[0] ? ownText('') : signedMs(segment.deltaNs);
    case 'utc':
      return clockText(survey.timeBase.epochSeconds, segment.timeNs);
  }
}

/** Seconds after the start of the capture. */
export function sinceStartText(timeNs: number, captureStartNs: number): SafeText {
  return ownText(((timeNs - captureStartNs) / 1e9).toFixed(6));
}

/** The time of day, to the microsecond. */
export function clockText(epochSeconds: number | null, timeNs: number): SafeText {
  const iso = isoTime(epochSeconds, timeNs);
  return ownText(iso === null ? 'no time' : iso.slice(CLOCK_FROM, CLOCK_TO));
}

/** What `t` does: the next format. */
export function nextTimeFormat({ timeFormat }: Shared): Partial<Shared> {
  const next = (TIME_FORMATS.indexOf(timeFormat) + 1) % TIME_FORMATS.length;
  return { timeFormat: TIME_FORMATS[next] ?? 'since-start' };
}
