/** The row of the frame itself: its number, its length, its time. */
import { counted, plain } from '../../../view/number.js';
import { ownText, type SafeText, say } from '../../../view/safe-text.js';
import { piece } from '../../close-up/draw.js';
import { clockText, sinceStartText, timeText } from '../../close-up/time-column.js';
import type { Shared } from '../../shared.js';
import type { Line } from '../../span.js';
import { flowOf, type PacketScreenState, type ReadPacket } from './state.js';

const TIME_WORDS: Readonly<Record<Shared['timeFormat'], string>> = {
  'since-start': 's after the start of the capture',
  'in-flow': 'ms after the start of the flow',
  delta: 'ms after the frame before',
  utc: 'UTC',
};

/** The row. A length on the wire is told where it is another one. */
export function frameParts(state: PacketScreenState, packet: ReadPacket, shared: Shared): Line {
  const { octets, originalLength, frame } = packet;
  const of = originalLength === octets.length ? ownText('') : say` of ${plain(originalLength)}`;
  return [
    piece('strong', say`Frame ${plain(frame)}`),
    piece('plain', say`  ${counted(octets.length, 'octet')} captured${of}${timeOf(state, packet, shared)}`),
  ];
}

function timeOf(state: PacketScreenState, packet: ReadPacket, shared: Shared): SafeText {
  const { timeFormat } = shared;
  const flow = flowOf(state, shared);
  const segment = flow?.segments.find(({ frameNumber }) => frameNumber === packet.frame);
  if (flow === null || segment === undefined) return timeInCapture(packet, shared);
  const time = timeText(segment, flow, timeFormat);
  // The first frame of a flow has none before it.
  return time === '' ? time : say`, ${time} ${ownText(TIME_WORDS[timeFormat])}`;
}

/** Without a flow that is known there are only times of the capture. */
function timeInCapture({ timeNs }: ReadPacket, { capture, timeFormat }: Shared): SafeText {
  const survey = capture.kind === 'failed' ? null : capture.survey;
  if (survey === null || Number.isNaN(timeNs)) return ownText('');
  return timeFormat === 'utc'
    ? say`, ${clockText(survey.timeBase.epochSeconds, timeNs)} ${ownText(TIME_WORDS.utc)}`
    : say`, ${sinceStartText(timeNs, survey.firstTimeNs)} ${ownText(TIME_WORDS['since-start'])}`;
}
