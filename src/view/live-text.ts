/** Where the frames of a live capture went, in words. What is not known is said to be unknown: it is never 0. */
import type { CaptureFacts, LiveFacts } from '../diagnosis/diagnosis.js';
import { lostFrames } from '../diagnosis/lost-frames.js';
import { inputText } from './input-text.js';
import { count, counted } from './number.js';
import { join, ownText, type SafeText, safeText, say } from './safe-text.js';

/** How a capture ended, as a clause. */
const ENDS: Readonly<Record<string, string>> = {
  stopped: 'it was stopped',
  ended: 'its input ended',
  duration: 'its time was over',
  'stop-on': 'the finding came for which it waited (--stop-on)',
  died: 'the capture program died',
  'interface-gone': 'the interface went away',
  'interface-down': 'the interface went down',
  'no-permission': 'there was no permission',
  'bad-filter': 'the filter was refused',
  'no-interface': 'there is no such interface',
  'no-program': 'there is no capture program',
  failed: 'the capture program failed',
};

/** Why the capture ended. */
export function liveEndText(endedBy: string | null): SafeText {
  if (endedBy === null) return ownText('it goes on');
  return Object.hasOwn(ENDS, endedBy) ? ownText(ENDS[endedBy] as string) : safeText(endedBy);
}

/** `received 12,345 = analysed 12,000 + dropped by the kernel 300 + dropped by us 0 + unread 45`. */
export function accountingText(live: LiveFacts): SafeText {
  const { received, analysed, droppedByKernel, droppedByUs, unread } = live;
  const parts = [
    say`analysed ${count(analysed)}`,
    say`dropped by the kernel ${known(droppedByKernel)}`,
    say`dropped by us ${known(droppedByUs)}`,
    say`unread ${known(unread)}`,
  ];
  return say`received ${known(received)} = ${join(parts, ' + ')}`;
}

/** What was captured where and by what. */
export function liveSourceText({ interfaceName, backend, filter, timesAre }: LiveFacts): SafeText {
  const source = inputText(interfaceName);
  const parts = [
    backend === null ? source : say`${source} with ${safeText(backend)}`,
    filter === null ? ownText('no filter') : say`filter ${safeText(filter, 400)}`,
    ownText(
      timesAre === null
        ? 'times as given'
        : timesAre === 'kernel'
          ? 'times of the kernel'
          : 'times of arrival',
    ),
  ];
  return join(parts, ', ');
}

/** Frames that the interface or its driver dropped before they were received. */
export function interfaceDropsText({ droppedByInterface }: LiveFacts): SafeText {
  return known(droppedByInterface);
}

/** That frames were lost, as a sentence for the top of a report; null where none is known to be. */
export function lossSentence(capture: CaptureFacts): SafeText | null {
  const lost = lostFrames(capture);
  if (lost === 0) return null;
  return say`${counted(lost, 'frame')} ${ownText(lost === 1 ? 'was' : 'were')} dropped while the capture was taken. What is not in it may have been sent: findings are less certain.`;
}

function known(value: number | null): SafeText {
  return value === null ? ownText('unknown') : count(value);
}
