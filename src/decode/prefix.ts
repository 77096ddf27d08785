/** Headers of a fixed length in which nothing matters: what follows them is always the same. */
import { Layer, type LayerCode } from './layer.js';
import { skip } from './link-header.js';
import type { Decoder } from './typed-header.js';

/** Layer, octets of the header, what follows. Source, where no other is named: https://www.tcpdump.org/linktypes.html */
const PREFIXES: readonly (readonly [layer: LayerCode, length: number, next: LayerCode])[] = [
  [Layer.FabricPath, 2, Layer.Ethernet], // Cisco FabricPath: forwarding tag and hops behind its EtherType
  [Layer.PppWithDirection, 1, Layer.Ppp],
  [Layer.CiscoHdlcWithDirection, 1, Layer.CiscoHdlc],
  [Layer.FrameRelayWithDirection, 1, Layer.FrameRelay],
  [Layer.IpOverFibreChannel, 16, Layer.Llc], // RFC 2625 section 3.2: two network addresses
  [Layer.Epon, 8, Layer.Ethernet], // IEEE 802.3 clause 65: preamble with the number of the link
];

/** A decoder for each of these headers. */
export const PREFIX_DECODERS: readonly (readonly [LayerCode, Decoder])[] = PREFIXES.map(
  ([layer, length, next]) => [layer, (packet) => skip(packet, length, next)],
);
