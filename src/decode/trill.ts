import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode } from './layer.js';
import { isCut, skip } from './link-header.js';
import type { Packet } from './packet.js';

/** TRILL header behind its EtherType: version, words of options and hops, then two nicknames. Source: RFC 6325 section 3. */
const OPTION_WORDS_SHIFT = 6;
const OPTION_WORDS_BITS = 0x1f;
const HEADER_LENGTH = 6;

/** Decodes a TRILL header and steps over its options. */
export function decodeTrill(packet: Packet): LayerCode {
  if (isCut(packet, HEADER_LENGTH)) return Layer.Stop;
  const words = (u16(packet.bytes, packet.at) >> OPTION_WORDS_SHIFT) & OPTION_WORDS_BITS;
  return skip(packet, HEADER_LENGTH + 4 * words, Layer.Ethernet);
}
