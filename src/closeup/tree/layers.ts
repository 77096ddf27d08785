/** Which reader reads which header. */
import { Layer, type LayerCode } from '../../decode/layer.js';
import { readArp } from './arp.js';
import { readEthernet } from './ethernet.js';
import { readGeneve } from './geneve.js';
import { readGre } from './gre.js';
import { readIcmp, readIcmpv6 } from './icmp.js';
import { readIpv4 } from './ipv4.js';
import { readIpv6 } from './ipv6.js';
import { readLinuxCookedV1, readLinuxCookedV2 } from './linux-cooked.js';
import { readMpls } from './mpls.js';
import { readNullLoopback } from './null-loopback.js';
import type { HeaderReader, Next } from './place.js';
import { readPppoe } from './pppoe.js';
import { readTcp } from './tcp.js';
import { readUdp } from './udp.js';
import { readVlan } from './vlan.js';
import { readVxlan } from './vxlan.js';

/**
 * Readers by the name of the decoder's layer. A layer that has none is shown by its name, as octets: so the decoder may
 * learn a header before the tree does.
 */
const READERS: ReadonlyMap<string, HeaderReader> = new Map<string, HeaderReader>([
  ['Ethernet', readEthernet],
  ['Vlan', readVlan],
  ['LinuxCookedV1', readLinuxCookedV1],
  ['LinuxCookedV2', readLinuxCookedV2],
  ['NullLoopback', readNullLoopback],
  ['Ipv4', readIpv4],
  ['Ipv6', readIpv6],
  ['Tcp', readTcp],
  ['Udp', readUdp],
  ['Mpls', readMpls],
  ['Pppoe', readPppoe],
  ['Gre', readGre],
  ['Vxlan', readVxlan],
  ['Geneve', readGeneve],
]);

/** Headers that carry no TCP, or at which the decoder stops, by the number that announces them. */
const ANNOUNCED: Readonly<Record<Next['registry'], ReadonlyMap<number, HeaderReader>>> = {
  ethertype: new Map([
    [0x0806, readArp],
    [0x8035, readArp],
  ]),
  'ip-protocol': new Map<number, HeaderReader>([
    [1, readIcmp],
    [47, readGre],
    [58, readIcmpv6],
  ]),
  'udp-port': new Map([
    [4789, readVxlan],
    [6081, readGeneve],
  ]),
};

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(Layer).map(([name, code]) => [code, name]));

/** Name of a layer: `Mpls`. */
export function layerName(layer: LayerCode): string {
  return NAMES.get(layer) ?? `layer ${layer}`;
}

/** The reader of a layer's header; null where the tree has none. */
export function readerOfLayer(layer: LayerCode): HeaderReader | null {
  return READERS.get(layerName(layer)) ?? null;
}

/** The reader of what a header announces behind itself; null where the tree has none. */
export function readerOfNext(next: Next | null): HeaderReader | null {
  return next === null ? null : (ANNOUNCED[next.registry].get(next.number) ?? null);
}
