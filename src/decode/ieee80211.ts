import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import { isCut, stopFragment } from './link-header.js';
import type { Packet } from './packet.js';

/** IEEE 802.11 header, octets from its start. Source: IEEE 802.11 clause 9.2. */
const FRAME_CONTROL = 0;
const FLAGS = 1;
const SEQUENCE_CONTROL = 22;
const SHORTEST_HEADER = 24;

/** Frame control: version 0 and type data; subtypes with the first bit have no data, those with the second one QoS. */
const VERSION_AND_TYPE_BITS = 0x0f;
const DATA = 0x08;
const NO_DATA_BIT = 0x40;
const QOS_BIT = 0x80;

const BOTH_DIRECTIONS_FLAGS = 0x03;
const MORE_FRAGMENTS_FLAG = 0x04;
const PROTECTED_FLAG = 0x40;
const HT_CONTROL_FLAG = 0x80;
const FRAGMENT_NUMBER_BITS = 0x0f;

/** What may follow the 24 octets: a fourth address, QoS control, HT control. */
const ADDRESS_LENGTH = 6;
const QOS_LENGTH = 2;
const HT_CONTROL_LENGTH = 4;

/** QoS control: several packets are aggregated in this frame. */
const AGGREGATE_BIT = 0x80;

/** Some cards align what follows the header to 4 octets: SNAP begins behind two octets of 0. */
const PADDING_LENGTH = 2;
const SNAP = 0xaaaa;

/** Decodes an IEEE 802.11 header. Management, control and empty frames stop quietly; encrypted ones are a counted problem. */
export function decodeIeee80211(packet: Packet): LayerCode {
  if (isCut(packet, FLAGS + 1)) return Layer.Stop;
  const { bytes, at } = packet;
  const control = bytes[at + FRAME_CONTROL] as number;
  const flags = bytes[at + FLAGS] as number;
  if ((control & VERSION_AND_TYPE_BITS) !== DATA || (control & NO_DATA_BIT) !== 0) return Layer.Stop;
  const length = headerLength(control, flags);
  if (isCut(packet, length)) return Layer.Stop;
  if ((flags & PROTECTED_FLAG) !== 0) return Layer.Encrypted;
  const fragmentNumber = (bytes[at + SEQUENCE_CONTROL] as number) & FRAGMENT_NUMBER_BITS;
  if ((flags & MORE_FRAGMENTS_FLAG) !== 0 || fragmentNumber !== 0) return stopFragment(packet);
  packet.at += length;
  skipPadding(packet);
  return (control & QOS_BIT) !== 0 && isAggregate(bytes, at, flags) ? Layer.Ieee80211Aggregate : Layer.Llc;
}

function headerLength(control: number, flags: number): number {
  const base = qosAt(flags);
  if ((control & QOS_BIT) === 0) return base;
  return base + QOS_LENGTH + ((flags & HT_CONTROL_FLAG) === 0 ? 0 : HT_CONTROL_LENGTH);
}

/** Where QoS control stands: behind the fourth address, if there is one. */
function qosAt(flags: number): number {
  const hasFourthAddress = (flags & BOTH_DIRECTIONS_FLAGS) === BOTH_DIRECTIONS_FLAGS;
  return SHORTEST_HEADER + (hasFourthAddress ? ADDRESS_LENGTH : 0);
}

function isAggregate(bytes: Uint8Array, at: number, flags: number): boolean {
  return ((bytes[at + qosAt(flags)] as number) & AGGREGATE_BIT) !== 0;
}

function skipPadding(packet: Packet): void {
  const { bytes, at, end } = packet;
  if (end - at < 2 * PADDING_LENGTH) return;
  if (u16(bytes, at) === 0 && u16(bytes, at + PADDING_LENGTH) === SNAP) packet.at += PADDING_LENGTH;
}
