import type { FileFacts } from '../diagnosis/diagnosis.js';
import { plain } from './number.js';
import { join, ownText, type SafeText, safeText, say } from './safe-text.js';

/**
 * Frames as a reader finds them: `frames 3, 5 and 6` of a single file; with several files the file and the number in it,
 * because every file counts its frames from 1.
 */
export function framePlaces(files: readonly FileFacts[], frames: readonly number[]): SafeText {
  const noun = ownText(frames.length === 1 ? 'frame' : 'frames');
  const numbers = join(frames.map(plain), ', ');
  if (files.length <= 1) return say`${noun} ${numbers}`;
  return say`${noun} ${numbers} (${join(placesInFiles(files, frames), '; ')})`;
}

function placesInFiles(files: readonly FileFacts[], frames: readonly number[]): SafeText[] {
  const places: SafeText[] = [];
  let before = 0;
  for (const file of files) {
    const inFile = frames.filter((frame) => frame > before && frame <= before + file.frames);
    const first = before;
    if (inFile.length > 0) {
      const numbers = join(
        inFile.map((frame) => plain(frame - first)),
        ', ',
      );
      places.push(say`${numbers} of ${safeText(file.name)}`);
    }
    before += file.frames;
  }
  return places;
}
