/** What one side of a flow said until the other began, in words. */
import type { Turn } from '../closeup/conversation.js';
import { counted, plain } from './number.js';
import { ownText, type SafeText, say } from './safe-text.js';

/** `client, frames 4 to 6`. */
export function turnHeading({ firstFrame, lastFrame }: Turn, isClient: boolean): SafeText {
  const who = ownText(isClient ? 'client' : 'server');
  if (firstFrame === null || lastFrame === null) return say`${who}, not captured`;
  return firstFrame === lastFrame
    ? say`${who}, frame ${plain(firstFrame)}`
    : say`${who}, frames ${plain(firstFrame)} to ${plain(lastFrame)}`;
}

/** Why octets of a turn are not shown: `[1,460 octets not in the capture]`. */
export function missingText(part: Exclude<Turn['parts'][number], { readonly kind: 'octets' }>): SafeText {
  return say`[${counted(part.length, 'octet')} ${ownText(reasonOf(part))}]`;
}

function reasonOf(part: Exclude<Turn['parts'][number], { readonly kind: 'octets' }>): string {
  if (part.kind === 'not-kept') return 'not shown: more than is kept of a stream';
  return part.cause === 'cut' ? 'cut off by the snapshot length' : 'not in the capture';
}
