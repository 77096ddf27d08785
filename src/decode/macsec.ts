import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode, layerOfEthertype } from './layer.js';
import { isCut } from './link-header.js';
import type { Packet } from './packet.js';

/** Security tag behind its EtherType: control, short length, packet number, perhaps the channel. Source: IEEE 802.1AE clause 9. */
const CONTROL = 0;
const CHANNEL_FLAG = 0x20;
const ENCRYPTED_OR_CHANGED_FLAGS = 0x0c;
const TAG_LENGTH = 6;
const CHANNEL_LENGTH = 8;
const TYPE_LENGTH = 2;

/** Decodes a MACsec tag that only protects integrity; behind one that encrypts nothing can be read: a counted problem. */
export function decodeMacsec(packet: Packet): LayerCode {
  if (isCut(packet, TAG_LENGTH)) return Layer.Stop;
  const control = packet.bytes[packet.at + CONTROL] as number;
  if ((control & ENCRYPTED_OR_CHANGED_FLAGS) !== 0) return Layer.Encrypted;
  const tag = (control & CHANNEL_FLAG) === 0 ? TAG_LENGTH : TAG_LENGTH + CHANNEL_LENGTH;
  if (isCut(packet, tag + TYPE_LENGTH)) return Layer.Stop;
  const type = u16(packet.bytes, packet.at + tag);
  packet.at += tag + TYPE_LENGTH;
  return layerOfEthertype(type);
}
