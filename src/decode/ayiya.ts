import { decodeNextHeader } from './ipv6.js';
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasHeader } from './tunnel.js';

/** AYIYA header, octets from its start. Source: draft-massar-v6ops-ayiya-02 section 3. */
/** Length of the identity as a power of 2, in the upper half. */
const IDENTITY = 0;
/** Length of the signature in words of 4 octets, in the upper half. */
const SIGNATURE = 1;
/** In the lower half. */
const OPERATION = 2;
const NEXT_HEADER = 3;
const FIXED_LENGTH = 8;

/** The only operation with a packet. */
const FORWARD = 1;

/** Decodes an AYIYA header. */
export function decodeAyiya(packet: Packet): LayerCode {
  const { bytes, at } = packet;
  if (!hasHeader(packet, FIXED_LENGTH)) return Layer.Stop;
  if (((bytes[at + OPERATION] as number) & 0x0f) !== FORWARD) return Layer.Stop;
  const identity = 2 ** ((bytes[at + IDENTITY] as number) >> 4);
  const signature = ((bytes[at + SIGNATURE] as number) >> 4) * 4;
  if (!hasHeader(packet, FIXED_LENGTH + identity + signature)) return Layer.Stop;
  packet.at += FIXED_LENGTH + identity + signature;
  return decodeNextHeader(packet, bytes[at + NEXT_HEADER] as number);
}
