/**
 * Segments of one flow in, in capture order; their annotations out.
 *
 * The order of the questions is part of the definitions: a Zero Window Probe is asked nothing about windows any more, and of
 * the kinds of retransmission the first that fits is told.
 */
import { sequenceAdd, sequenceDelta } from '../../bytes/sequence.js';
import { ACK, RST, SYN } from '../../decode/tcp.js';
import type { SegmentHeader } from '../segment.js';
import { acknowledgesUnseen, hasOctetsBehindHole, isAckedUnseenSegment } from './acked-unseen-segment.js';
import type { Annotation, AnnotationId } from './annotation.js';
import { endOf, occupiesSequence } from './conditions.js';
import { isDuplicateAck } from './duplicate-ack.js';
import { isFastRetransmission } from './fast-retransmission.js';
import { isKeepAlive } from './keep-alive.js';
import { isKeepAliveAck } from './keep-alive-ack.js';
import { isOutOfOrder } from './out-of-order.js';
import { isPortNumbersReused } from './port-numbers-reused.js';
import { isPreviousSegmentNotCaptured } from './previous-segment-not-captured.js';
import { isRetransmission } from './retransmission.js';
import { type FlowState, noteWindowScale, type SideState, type Situation, silentSide } from './side-state.js';
import { isSpuriousRetransmission } from './spurious-retransmission.js';
import { isWindowFull } from './window-full.js';
import { isWindowUpdate } from './window-update.js';
import { isZeroWindow } from './zero-window.js';
import { isZeroWindowProbe } from './zero-window-probe.js';
import { isZeroWindowProbeAck } from './zero-window-probe-ack.js';

type Test = readonly [id: Exclude<AnnotationId, 'duplicate-ack'>, test: (it: Situation) => boolean];

/** Asked all of every segment that is no Zero Window Probe. */
const STATE_TESTS: readonly Test[] = [
  ['zero-window', isZeroWindow],
  ['previous-segment-not-captured', isPreviousSegmentNotCaptured],
  ['keep-alive', isKeepAlive],
  ['window-update', isWindowUpdate],
  ['window-full', isWindowFull],
];

/** Asked in order until one fits. */
const ANSWER_TESTS: readonly Test[] = [
  ['keep-alive-ack', isKeepAliveAck],
  ['zero-window-probe-ack', isZeroWindowProbeAck],
];

/** Asked in order, of segments that occupy the sequence, until one fits. */
const REPEAT_TESTS: readonly Test[] = [
  ['spurious-retransmission', isSpuriousRetransmission],
  ['fast-retransmission', isFastRetransmission],
  ['out-of-order', isOutOfOrder],
  ['retransmission', isRetransmission],
];

/** Annotates the segments of one flow. */
export class Annotator {
  /** Sides A and B. */
  readonly sides: readonly [SideState, SideState] = [silentSide(), silentSide()];
  private readonly flow: FlowState;

  /** @param isReuse the flow's first segment opened it on a tuple that had a flow before */
  constructor(isReuse: boolean) {
    this.flow = { synTimeNs: null, firstRoundTripNs: null, isReuse };
  }

  /** The annotations of the next segment. Afterwards `sides` stand behind it. */
  take(segment: SegmentHeader): Annotation[] {
    const sender = this.sides[segment.side];
    const receiver = this.sides[segment.side === 0 ? 1 : 0];
    const situation: Situation = { segment, sender, receiver, flow: this.flow };
    if (segment.isHeaderInvalid) return [];
    const marks: Annotation[] = isPortNumbersReused(situation) ? [{ id: 'port-numbers-reused' }] : [];
    noteInitialSequences(segment, sender, receiver);
    this.analyse(situation, sender, receiver, marks);
    const isAck = (segment.flags & ACK) !== 0;
    noteWindowScale(sender, receiver, segment, isAck);
    this.noteHandshake(segment);
    return marks;
  }

  private analyse(it: Situation, sender: SideState, receiver: SideState, marks: Annotation[]): void {
    if (isZeroWindowProbe(it)) marks.push({ id: 'zero-window-probe' });
    else markState(it, sender, marks);
    noteNewAck(it.segment, sender);
    markUnseenAck(it, receiver, marks);
    const isProbing = marks.some(({ id }) => id === 'keep-alive');
    if (occupiesSequence(it) && !isProbing) {
      const found = REPEAT_TESTS.find(([, test]) => test(it));
      if (found !== undefined) marks.push({ id: found[0] });
    }
    noteSequence(it, sender, marks);
    noteLast(it.segment, sender, marks);
  }

  /** The first segment with ACK behind a SYN tells the round trip. One that takes no time tells nothing. */
  private noteHandshake({ flags, timeNs }: SegmentHeader): void {
    const { flow } = this;
    if ((flags & (SYN | ACK)) === SYN) flow.synTimeNs = timeNs;
    if ((flags & (SYN | ACK)) !== ACK || flow.synTimeNs === null || flow.firstRoundTripNs !== null) return;
    const roundTripNs = timeNs - flow.synTimeNs;
    if (roundTripNs !== 0) flow.firstRoundTripNs = roundTripNs;
  }
}

function noteInitialSequences(segment: SegmentHeader, sender: SideState, receiver: SideState): void {
  const { flags, sequence, acknowledgment } = segment;
  sender.initialSequence ??= (flags & SYN) !== 0 ? sequence : sequenceAdd(sequence, -1);
  if ((flags & ACK) !== 0) receiver.initialSequence ??= sequenceAdd(acknowledgment, -1);
}

function markState(it: Situation, sender: SideState, marks: Annotation[]): void {
  for (const [id, test] of STATE_TESTS) if (test(it)) marks.push({ id });
  const answer = ANSWER_TESTS.find(([, test]) => test(it));
  if (answer !== undefined) {
    marks.push({ id: answer[0] });
    return;
  }
  if (!isDuplicateAck(it)) return;
  sender.repeatedAcks = Math.max(sender.repeatedAcks, 0) + 1;
  marks.push({ id: 'duplicate-ack', number: sender.repeatedAcks, of: sender.ackFrame });
}

function noteNewAck({ acknowledgment, frameNumber }: SegmentHeader, sender: SideState): void {
  if (acknowledgment === (sender.lastAck ?? 0)) return;
  sender.ackFrame = frameNumber;
  sender.repeatedAcks = 0;
}

function markUnseenAck(it: Situation, receiver: SideState, marks: Annotation[]): void {
  if (!acknowledgesUnseen(it)) return;
  if (isAckedUnseenSegment(it)) marks.push({ id: 'acked-unseen-segment' });
  if (hasOctetsBehindHole(it)) receiver.contiguousEnd = receiver.next;
  else receiver.repeatedAcks = -1;
}

function noteSequence(it: Situation, sender: SideState, marks: readonly Annotation[]): void {
  const { segment } = it;
  const end = endOf(it);
  // The octet of a probe is not taken by its receiver: it will be sent again. And an RST may carry any number.
  if ((segment.flags & RST) !== 0 || marks.some(({ id }) => id === 'zero-window-probe')) return;
  if (sender.next === null || sequenceDelta(sender.next, end) > 0) {
    sender.next = end;
    sender.nextTimeNs = segment.timeNs;
  }
  if (sender.contiguousEnd === null || sequenceDelta(sender.contiguousEnd, segment.sequence) === 0) {
    sender.contiguousEnd = sender.next;
  }
}

function noteLast(segment: SegmentHeader, sender: SideState, marks: readonly Annotation[]): void {
  sender.window = segment.window;
  sender.wasSyn = (segment.flags & SYN) !== 0;
  sender.lastAck = segment.acknowledgment;
  sender.lastTimeNs = segment.timeNs;
  sender.lastMarks = new Set(marks.map(({ id }) => id));
}
