import type { CrossCheck } from '../diagnosis/diagnosis.js';
import { inputText } from './input-text.js';
import { count, counted, plain } from './number.js';
import { join, ownText, type SafeText, safeText, say } from './safe-text.js';

/** Why the second reader cannot read a file. */
const REASONS: Readonly<Record<string, string>> = {
  pcapng: 'it reads no pcapng',
  snoop: 'it reads no snoop captures',
  netmon: 'it reads no Network Monitor captures',
  nanoseconds: 'it knows no nanoseconds',
  compressed: 'it reads no compressed files',
  pipe: 'a pipe can be read only once',
  changed: 'the file could not be read again as it was',
};

type CheckedFile = CrossCheck['files'][number];

/** What the second reader says about one file. */
export function crossCheckSentence(reader: SafeText, file: CheckedFile): SafeText {
  const name = inputText(file.name);
  switch (file.outcome) {
    case 'agrees':
      return say`${name}: ${reader} reads the same ${counted(file.frames ?? 0, 'frame')}, with the same times and lengths${octets(file)}.`;
    case 'disagrees':
      return say`${name}: ${reader} DISAGREES with this report${differences(file)}.`;
    case 'not-applicable':
      return say`${name}: not compared with ${reader}: ${whyNot(file.reason)}.`;
  }
}

function whyNot(reason: string | null): SafeText {
  const known = reason === null ? 'no reason given' : REASONS[reason];
  return known === undefined ? safeText(reason ?? '') : ownText(known);
}

function octets({ evidenceFrames }: CheckedFile): SafeText {
  return evidenceFrames === 0
    ? ownText('')
    : say`, and the same octets in ${counted(evidenceFrames, 'evidence frame')}`;
}

function differences({ frames, differingFrames, differingEvidenceFrames }: CheckedFile): SafeText {
  const parts = [
    say`it counts ${frames === null ? ownText('no') : count(frames)} frames`,
    ...(differingFrames.length === 0
      ? []
      : [say`time or length differ in frame ${join(differingFrames.map(plain), ', ')}`]),
    ...(differingEvidenceFrames.length === 0
      ? []
      : [say`octets differ in evidence frame ${join(differingEvidenceFrames.map(plain), ', ')}`]),
  ];
  return say` (${join(parts, '; ')})`;
}
