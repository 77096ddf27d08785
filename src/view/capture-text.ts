import type { CaptureFacts, FileFacts } from '../diagnosis/diagnosis.js';
import { linkTypeText } from './link-type-text.js';
import { count, counted } from './number.js';
import { join, ownText, type SafeText, safeText, say } from './safe-text.js';
import { durationText, utcText } from './time.js';

/** From the first frame to the last. */
export function windowText(capture: CaptureFacts): SafeText {
  const { epochSeconds, firstTimeNs, lastTimeNs } = capture;
  if (firstTimeNs === null || lastTimeNs === null) return ownText('no frame has a time');
  const first = utcText(epochSeconds, firstTimeNs);
  return say`${first} to ${utcText(epochSeconds, lastTimeNs)} (${durationText(lastTimeNs - firstTimeNs)})`;
}

/** What an interface carries, and what it kept and dropped. */
export function interfaceText({
  name,
  linkType,
  snapLength,
  droppedFrames,
}: FileFacts['interfaces'][number]): SafeText {
  const limit =
    snapLength === 0 ? ownText('no snapshot limit') : say`frames kept to ${count(snapLength)} octets`;
  const drops =
    droppedFrames === null ? ownText('drops not recorded') : say`${counted(droppedFrames, 'frame')} dropped`;
  const known = [linkTypeText(linkType), limit, drops];
  return join(name === null ? known : [safeText(name), ...known], ', ');
}
