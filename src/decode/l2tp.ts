import { i32, u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasHeader, hasStart, limitLength, stepOver } from './tunnel.js';

/** L2TP header over UDP, octets from its start. Source: RFC 2661 section 3.1. What is optional follows the flags in this order. */
const FLAGS = 0;
const LENGTH = 2;
const IDS_LENGTH = 4;
const SEQUENCE_LENGTH = 4;

const IS_CONTROL = 0x8000;
const HAS_LENGTH = 0x4000;
const HAS_SEQUENCE = 0x0800;
const HAS_OFFSET = 0x0200;
const VERSION = 0x000f;

/** L2TPv3 over IP: a session of 0 is control. Source: RFC 3931 section 4.1.1. */
const SESSION_LENGTH = 4;

/** Decodes an L2TP header over UDP. */
export function decodeL2tp(packet: Packet): LayerCode {
  if (!hasStart(packet, 2)) return Layer.Stop;
  const flags = u16(packet.bytes, packet.at + FLAGS);
  if ((flags & IS_CONTROL) !== 0) return Layer.Stop;
  const version = flags & VERSION;
  if (version === 2) return decodeData(packet, flags);
  // Only the messages that set up a session of L2TPv3 tell what is in it.
  return version === 3 ? Layer.Tunnel : Layer.Stop;
}

function decodeData(packet: Packet, flags: number): LayerCode {
  const lengthLength = (flags & HAS_LENGTH) !== 0 ? 2 : 0;
  const sequenceLength = (flags & HAS_SEQUENCE) !== 0 ? SEQUENCE_LENGTH : 0;
  let length = 2 + lengthLength + IDS_LENGTH + sequenceLength;
  if ((flags & HAS_OFFSET) !== 0) {
    if (!hasHeader(packet, length + 2)) return Layer.Stop;
    length += 2 + u16(packet.bytes, packet.at + length);
  }
  if (!hasHeader(packet, length)) return Layer.Stop;
  if (lengthLength > 0) limitLength(packet, u16(packet.bytes, packet.at + LENGTH));
  return stepOver(packet, length, Layer.Ppp);
}

/** Decodes an L2TPv3 header over IP: tells data, which are not decoded, from control. */
export function decodeL2tpOverIp(packet: Packet): LayerCode {
  if (!hasHeader(packet, SESSION_LENGTH)) return Layer.Stop;
  return i32(packet.bytes, packet.at) === 0 ? Layer.Stop : Layer.Tunnel;
}
