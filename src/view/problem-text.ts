import type { ReaderProblem } from '../capture/reader-problem.js';
import { PROBLEMS } from '../decode/problem.js';
import { ownText, type SafeText, safeText } from './safe-text.js';

/** Oddities that are not of frames: of files, counted by their readers, and that a reading was stopped. */
const FILE_PROBLEMS: Readonly<Record<ReaderProblem | 'reading-stopped', string>> = {
  'block-length-unaligned': 'blocks whose length is not a multiple of four',
  'block-unknown': 'blocks of an unknown type, which were skipped',
  'captured-beyond-original-length':
    'records with more octets than the frame is said to have had on the wire: all of them were read',
  'captured-beyond-snap-length':
    'records longer than the snapshot length in the header of the file: all of their octets were read',
  'comments-cut': 'comments longer than 4,096 octets, which were cut',
  'comments-dropped':
    'comments beyond the first 1,000 of a file, which were not kept (notes of tcpdx are, up to 10,000)',
  'frame-of-dropped-interface':
    'frames of an interface beyond the first 65,536 of a file: they are counted and were not decoded',
  'frame-table-differs':
    'frame tables that name other frames, or another order, than lie in the file, which was read in its own order: a pipe or a compressed file cannot be read otherwise',
  'frame-table-missing':
    'files without a frame table: the frames were read in the order in which they lie in the file',
  'frame-table-out-of-reach':
    'places that cannot be a frame, where only the frame table can tell how it goes on: give the file itself, whole and not compressed',
  'link-type-reserved-bits':
    'files with bits in the field of the link type that mean nothing, which were ignored',
  'not-a-packet': 'records that hold no packet (events, filters, notes) and count as frames, as in Wireshark',
  'options-invalid': 'blocks whose options make no sense',
  'reading-stopped': 'readings that were stopped: what lies behind was not looked at',
  'statistics-of-unknown-interface':
    'statistics of an interface that the file does not describe, which were skipped',
  'time-fraction-out-of-range': 'times whose fraction is a second or more',
  'time-zone-unknown':
    'files whose times are local, in a zone that they do not tell: they are shown as if they were UTC',
  'too-many-interfaces': 'interfaces beyond the first 65,536 of a file, which were not kept',
  'version-unusual': 'files or sections of an unusual version of their format, which were read all the same',
};

/** What a problem code means: a noun phrase such as `MPLS frames, which are not decoded`. */
export function problemText(code: string): SafeText {
  if (Object.hasOwn(PROBLEMS, code)) return ownText(PROBLEMS[code as keyof typeof PROBLEMS]);
  if (Object.hasOwn(FILE_PROBLEMS, code)) return ownText(FILE_PROBLEMS[code as keyof typeof FILE_PROBLEMS]);
  return safeText(code.replaceAll('-', ' '));
}
