import type { EarlyEnd } from '../capture/frame-reader.js';
import { earlyEndSentence } from '../view/early-end-text.js';
import { inputText } from '../view/input-text.js';
import type { Io } from './io.js';

/** A file that was read. */
interface ReadFile {
  readonly name: string;
  readonly endedEarly: EarlyEnd | null;
}

/** On standard error, so that what is shown can be piped on. True where a file is damaged. */
export function tellDamage(files: readonly ReadFile[], io: Io): boolean {
  let isDamaged = false;
  for (const { name, endedEarly } of files) {
    if (endedEarly === null) continue;
    isDamaged = true;
    io.stderr.write(`tcpdx: ${inputText(name, 400)}: ${earlyEndSentence(endedEarly)}\n`);
  }
  return isDamaged;
}
