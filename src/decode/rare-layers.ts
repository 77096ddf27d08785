/**
 * The layers that are rarely met: a table instead of a `switch`, so that the dispatch of the common ones stays small.
 */
import { decodeArcnet, decodeArcnetOfLinux } from './arcnet.js';
import { decodeEnc } from './enc.js';
import { decodeErf } from './erf.js';
import { decodeFddi } from './fddi.js';
import { decodeFrameRelay } from './frame-relay.js';
import { decodeIeee8023 } from './ieee8023.js';
import { decodeIeee80211 } from './ieee80211.js';
import { decodeIeee80211Aggregate } from './ieee80211-aggregate.js';
import { decodeIpnet } from './ipnet.js';
import { JUNIPER_DECODERS } from './juniper.js';
import { Layer, type LayerCode, UNDECODED_PROBLEM } from './layer.js';
import { decodeLlc } from './llc.js';
import { decodeMacsec } from './macsec.js';
import { decodeMpls } from './mpls.js';
import { decodeNflog } from './nflog.js';
import { decodeNsh } from './nsh.js';
import type { Packet } from './packet.js';
import { decodePflog } from './pflog.js';
import { decodePktap } from './pktap.js';
import { decodePpi } from './ppi.js';
import { decodePpp } from './ppp.js';
import { decodePppBridging } from './ppp-bridging.js';
import { decodePppMultilink } from './ppp-multilink.js';
import { decodePppoe } from './pppoe.js';
import { PREFIX_DECODERS } from './prefix.js';
import { decodeAvs, decodePrism } from './prism.js';
import { decodeRadiotap } from './radiotap.js';
import { decodeSunAtm } from './sun-atm.js';
import { decodeTokenRing } from './token-ring.js';
import { decodeTrill } from './trill.js';
import { TUNNEL_DECODERS } from './tunnel-layers.js';
import { type Decoder, TYPED_DECODERS } from './typed-header.js';
import { decodeUpperPdu } from './upper-pdu.js';

const DECODERS: ReadonlyMap<LayerCode, Decoder> = new Map<LayerCode, Decoder>([
  [Layer.Arcnet, decodeArcnet],
  [Layer.ArcnetOfLinux, decodeArcnetOfLinux],
  [Layer.Avs, decodeAvs],
  [Layer.Enc, decodeEnc],
  [Layer.Erf, decodeErf],
  [Layer.Fddi, decodeFddi],
  [Layer.FrameRelay, decodeFrameRelay],
  [Layer.Ieee8023, decodeIeee8023],
  [Layer.Ieee80211, decodeIeee80211],
  [Layer.Ieee80211Aggregate, decodeIeee80211Aggregate],
  [Layer.Ipnet, decodeIpnet],
  [Layer.Llc, decodeLlc],
  [Layer.Macsec, decodeMacsec],
  [Layer.Mpls, decodeMpls],
  [Layer.Nflog, decodeNflog],
  [Layer.Nsh, decodeNsh],
  [Layer.Pflog, decodePflog],
  [Layer.Pktap, decodePktap],
  [Layer.Ppi, decodePpi],
  [Layer.Ppp, decodePpp],
  [Layer.PppBridging, decodePppBridging],
  [Layer.PppMultilink, decodePppMultilink],
  [Layer.Pppoe, decodePppoe],
  [Layer.Prism, decodePrism],
  [Layer.Radiotap, decodeRadiotap],
  [Layer.SunAtm, decodeSunAtm],
  [Layer.TokenRing, decodeTokenRing],
  [Layer.Trill, decodeTrill],
  [Layer.UpperPdu, decodeUpperPdu],
  ...TYPED_DECODERS,
  ...PREFIX_DECODERS,
  ...JUNIPER_DECODERS,
  ...TUNNEL_DECODERS,
]);

/** Decodes a header of a rare layer; one that is not decoded stops with its problem. */
export function decodeRareLayer(packet: Packet, layer: LayerCode): LayerCode {
  const decoder = DECODERS.get(layer);
  if (decoder !== undefined) return decoder(packet);
  const problem = UNDECODED_PROBLEM.get(layer);
  if (problem !== undefined) packet.problems.add(problem);
  return Layer.Stop;
}
