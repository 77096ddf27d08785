import { PROBLEMS } from '../decode/problem.js';
import { ownText, type SafeText, safeText } from './safe-text.js';

/** Oddities of files, counted by the readers in `capture/`. */
const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  'block-unknown': 'blocks of an unknown type, which were skipped',
  'block-length-unaligned': 'blocks whose length is not a multiple of four',
  'options-invalid': 'blocks whose options make no sense',
  'comments-cut': 'comments longer than 4,096 octets, which were cut',
  'comments-dropped':
    'comments beyond the first 1,000 of a file, which were not kept (notes of tcpdx are, up to 10,000)',
  'interface-unknown': 'frames of an interface that the file does not describe',
  'record-too-long': 'records longer than the file allows',
  'not-a-packet': 'records that hold no packet (events, filters, notes) and count as frames, as in Wireshark',
  'time-zone-unknown':
    'files whose times are local, in a zone that they do not tell: they are shown as if they were UTC',
  'frame-table-missing':
    'files without a frame table: the frames were read in the order in which they lie in the file',
  'frame-table-out-of-reach':
    'places that cannot be a frame, where only the frame table can tell how it goes on: give the file itself, whole and not compressed',
  'frame-table-differs':
    'frame tables that name other frames, or another order, than lie in the file, which was read in its own order: a pipe or a compressed file cannot be read otherwise',
  'reading-stopped': 'readings that were stopped: what lies behind was not looked at',
  'time-fraction-out-of-range': 'times whose fraction is a second or more',
};

/** What a problem code means: a noun phrase such as `MPLS frames, which are not decoded`. */
export function problemText(code: string): SafeText {
  if (Object.hasOwn(PROBLEMS, code)) return ownText(PROBLEMS[code as keyof typeof PROBLEMS]);
  if (Object.hasOwn(FILE_PROBLEMS, code)) return ownText(FILE_PROBLEMS[code] as string);
  return safeText(code.replaceAll('-', ' '));
}
