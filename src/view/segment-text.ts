/**
 * Segments in words: flags as Wireshark writes them, numbers, annotations.
 */
import type { Annotation, AnnotationId } from '../closeup/annotations/annotation.js';
import type { Segment } from '../closeup/segment.js';
import { count, plain } from './number.js';
import { ownText, type SafeText, say } from './safe-text.js';

/** Flags in the order in which they are written. Source of the bits: RFC 9293 section 3.1. */
const FLAG_NAMES: readonly (readonly [bit: number, name: string])[] = [
  [0x02, 'SYN'],
  [0x01, 'FIN'],
  [0x04, 'RST'],
  [0x08, 'PSH'],
  [0x10, 'ACK'],
  [0x20, 'URG'],
  [0x40, 'ECE'],
  [0x80, 'CWR'],
];

/** Names of the annotations, Wireshark's. */
const ANNOTATION_LABELS: Readonly<Record<Exclude<AnnotationId, 'duplicate-ack'>, string>> = {
  'port-numbers-reused': 'Port numbers reused',
  'zero-window-probe': 'Zero Window Probe',
  'zero-window': 'Zero Window',
  'previous-segment-not-captured': 'Previous segment not captured',
  'keep-alive': 'Keep-Alive',
  'window-update': 'Window Update',
  'window-full': 'Window Full',
  'keep-alive-ack': 'Keep-Alive ACK',
  'zero-window-probe-ack': 'Zero Window Probe ACK',
  'acked-unseen-segment': 'ACKed unseen segment',
  'spurious-retransmission': 'Spurious Retransmission',
  'fast-retransmission': 'Fast Retransmission',
  'out-of-order': 'Out-Of-Order',
  retransmission: 'Retransmission',
};

/** `SYN,ACK`; `none` where no flag is set. */
export function flagsText(flags: number): SafeText {
  const names = FLAG_NAMES.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
  return ownText(names.length === 0 ? 'none' : names.join(','));
}

/** `Retransmission`, `Dup ACK 12#1`. */
export function annotationLabel(annotation: Annotation): SafeText {
  if (annotation.id !== 'duplicate-ack') return ownText(ANNOTATION_LABELS[annotation.id]);
  return annotation.of === 0
    ? say`Dup ACK #${plain(annotation.number)}`
    : say`Dup ACK ${plain(annotation.of)}#${plain(annotation.number)}`;
}

/** The name of a kind of annotation, for counts; of copies, what they are. */
export function foldedLabel(id: AnnotationId | 'duplicate-frame'): SafeText {
  if (id === 'duplicate-frame') return ownText('Duplicate frame');
  return ownText(id === 'duplicate-ack' ? 'Dup ACK' : ANNOTATION_LABELS[id]);
}

/** What there is to say of a segment beside its numbers. Of a copy no more than that: nobody sent it twice. */
export function segmentNotes(segment: Segment): SafeText[] {
  const notes =
    segment.duplicateOf === null
      ? segment.annotations.map(annotationLabel)
      : [say`Duplicate frame of ${plain(segment.duplicateOf)}`];
  if (segment.isHeaderInvalid) notes.push(ownText('header invalid'));
  if (segment.capturedPayloadBytes < segment.payloadBytes)
    notes.push(say`${count(segment.capturedPayloadBytes)} of ${count(segment.payloadBytes)} octets captured`);
  return notes;
}

/**
 * Flags and numbers in at most `width` characters: `PSH,ACK seq=1 ack=1 len=61 win=8192`. The least telling numbers are left
 * out first; flags are always there.
 */
export function segmentLabel(segment: Segment, width: number): SafeText {
  const numbers = numbersOf(segment);
  const importance = [...numbers.keys()].toSorted(
    (a, b) => (numbers[a]?.rank ?? 0) - (numbers[b]?.rank ?? 0),
  );
  const shown = new Set<number>();
  let length = flagsText(segment.flags).length;
  for (const index of importance) {
    const extra = (numbers[index]?.text.length ?? 0) + 1;
    if (length + extra > width) break;
    shown.add(index);
    length += extra;
  }
  const texts = numbers.filter((_, index) => shown.has(index)).map(({ text }) => text);
  return ownText([flagsText(segment.flags), ...texts].join(' '));
}

/** Numbers in the order in which they are written, ranked by how much they tell. */
function numbersOf(segment: Segment): { rank: number; text: string }[] {
  const { relativeSequence, relativeAcknowledgment, payloadBytes, windowBytes, options } = segment;
  const numbers = [{ rank: 2, text: `seq=${relativeSequence}` }];
  if (relativeAcknowledgment !== null) numbers.push({ rank: 3, text: `ack=${relativeAcknowledgment}` });
  if (payloadBytes > 0) numbers.push({ rank: 1, text: `len=${payloadBytes}` });
  numbers.push({ rank: 4, text: `win=${windowBytes}` });
  for (const option of options) {
    if (option.kind === 'mss') numbers.push({ rank: 5, text: `mss=${option.bytes}` });
    if (option.kind === 'window-scale') numbers.push({ rank: 6, text: `ws=${option.shift}` });
    if (option.kind === 'sack') numbers.push({ rank: 5, text: `sack=${option.blocks.length}` });
  }
  return numbers;
}
