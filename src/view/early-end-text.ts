import type { EarlyEnd } from '../capture/frame-reader.js';
import { count, counted } from './number.js';
import { ownText, type SafeText, say } from './safe-text.js';

/** What is wrong at the place where a file ends, as a clause. */
const CAUSES: Readonly<Record<EarlyEnd['code'], string>> = {
  'record-header-cut': 'the header of the record is cut',
  'record-body-cut': 'the record is cut',
  'record-too-long': 'the record announces more octets than any frame has',
  'record-length-invalid': 'the record announces an impossible length',
  'block-length-invalid': 'the block announces an impossible length',
  'block-trailer-mismatch': 'the two lengths of the block differ',
  'section-header-invalid': 'the section header is broken',
  'interface-unknown': 'the frame names an interface that the file does not describe',
  'frame-table-cut': 'the frame table is cut',
  'frame-offset-invalid': 'the frame table names an octet where no frame can be',
  'frames-overlap': 'the frame table names the same octets for several frames',
  'compressed-data-broken': 'the compressed data is broken or cut',
  'read-failed': 'reading failed',
};

/** Codes that mean that octets after this place may exist but make no sense. */
const BROKEN: ReadonlySet<EarlyEnd['code']> = new Set([
  'record-too-long',
  'record-length-invalid',
  'block-length-invalid',
  'block-trailer-mismatch',
  'section-header-invalid',
  'interface-unknown',
  'frame-offset-invalid',
  'frames-overlap',
]);

/** `The file ends inside frame 12 at octet 4,816: the record is cut (98 octets announced, 20 there).` */
export function earlyEndSentence(end: EarlyEnd): SafeText {
  const verb = ownText(BROKEN.has(end.code) ? 'cannot be read from' : 'ends inside');
  const cause = ownText(CAUSES[end.code]);
  if (end.code === 'frame-table-cut') {
    return say`The file ends behind its last frame, inside the table of frames at octet ${count(end.atOffset)}${amounts(end)}.`;
  }
  return say`The file ${verb} frame ${count(end.frameNumber)} at octet ${count(end.atOffset)}: ${cause}${amounts(end)}.`;
}

function amounts(end: EarlyEnd): SafeText {
  if (end.requiredBytes === null) return ownText('');
  if (BROKEN.has(end.code)) return say` (${counted(end.requiredBytes, 'octet')} announced)`;
  return say` (${counted(end.requiredBytes, 'octet')} announced, ${count(end.actualBytes)} there)`;
}
