/** Headers of a fixed length with an EtherType at a fixed place: nothing else in them matters here. */
import { u16 } from '../bytes/read.js';
import { Layer, type LayerCode, layerOfEthertype } from './layer.js';
import { isCut } from './link-header.js';
import type { Packet } from './packet.js';

/** Decodes one header and says what follows. */
export type Decoder = (packet: Packet) => LayerCode;

/** Layer, octets in front of the EtherType, octets of the whole header. */
const HEADERS: readonly (readonly [layer: LayerCode, typeAt: number, length: number])[] = [
  [Layer.CiscoHdlc, 2, 4], // RFC 1547 section 4.3.1
  [Layer.VnTag, 4, 6], // Cisco VN-Tag
  [Layer.ETag, 6, 8], // IEEE 802.1BR clause 7.5
  [Layer.CiscoMetadata, 6, 8], // Cisco TrustSec: version, length, option, security group
  [Layer.BackboneBridging, 16, 18], // IEEE 802.1ah: service tag, then both addresses of the customer
  [Layer.IpOverFirewire, 16, 18], // LINKTYPE_APPLE_IP_OVER_IEEE1394
  [Layer.IpOverInfiniband, 40, 44], // LINKTYPE_IPOIB: global route header, then RFC 4391 section 6
];

/** A decoder for each of these headers. */
export const TYPED_DECODERS: readonly (readonly [LayerCode, Decoder])[] = HEADERS.map(
  ([layer, typeAt, length]) => [layer, (packet) => decodeTyped(packet, typeAt, length)],
);

function decodeTyped(packet: Packet, typeAt: number, length: number): LayerCode {
  if (isCut(packet, length)) return Layer.Stop;
  const type = u16(packet.bytes, packet.at + typeAt);
  packet.at += length;
  return layerOfEthertype(type);
}
