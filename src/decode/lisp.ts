import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';
import { hasStart, layerOfIpVersion } from './tunnel.js';

/** LISP data header: flags, nonce, locator status; an IP packet follows. Source: RFC 9300 section 5.1. */
const HEADER_LENGTH = 8;

/** Decodes a LISP data header, whatever its flags. */
export function decodeLisp(packet: Packet): LayerCode {
  if (!hasStart(packet, HEADER_LENGTH)) return Layer.Stop;
  packet.at += HEADER_LENGTH;
  return layerOfIpVersion(packet);
}
