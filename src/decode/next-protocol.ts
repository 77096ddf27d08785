import { Layer, type LayerCode } from './layer.js';

/**
 * What a "next protocol" of 8 bits says, in the network service header and in VXLAN-GPE, which took over its values.
 * Sources: RFC 8300 section 2.2, draft-ietf-nvo3-vxlan-gpe-12 section 3.
 */
const NEXT_PROTOCOLS: ReadonlyMap<number, LayerCode> = new Map<number, LayerCode>([
  [1, Layer.Ipv4],
  [2, Layer.Ipv6],
  [3, Layer.Ethernet],
  [4, Layer.Nsh],
  [5, Layer.Mpls],
]);

/** The layer of a next protocol; `Layer.Stop` for one that carries no TCP we know of. */
export function layerOfNextProtocol(code: number): LayerCode {
  return NEXT_PROTOCOLS.get(code) ?? Layer.Stop;
}
