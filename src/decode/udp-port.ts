import { Layer, type LayerCode } from './layer.js';

/** UDP port → tunnel. Source: the defaults of Wireshark 4.0; 8472 and 4500 only to count what is there. */
const TUNNELS: readonly (readonly [number, LayerCode])[] = [
  [434, Layer.MobileIp],
  [1701, Layer.L2tp],
  [2123, Layer.Gtp],
  [2152, Layer.Gtp],
  [2268, Layer.Amt],
  [3386, Layer.Gtp],
  [3544, Layer.Teredo],
  [4341, Layer.Lisp],
  [4500, Layer.EspInUdp],
  [4754, Layer.Gre],
  [4789, Layer.Vxlan],
  [4790, Layer.VxlanGpe],
  [5072, Layer.Ayiya],
  [5247, Layer.Capwap],
  [6081, Layer.Geneve],
  [6635, Layer.Mpls],
  [8472, Layer.VxlanOfLinux],
  [30030, Layer.JuniperMirror],
  [37008, Layer.Tzsp],
];

/**
 * Ports of other protocols, which Wireshark 4.0 gives a datagram to whatever is in it: a tunnel's port on the other side is
 * then a client's. Those whose dissector may refuse a datagram are left out.
 */
// biome-ignore format: a table of numbers
const OTHERS: readonly number[] = [
  7, 13, 19, 37, 49, 53, 67, 68, 69, 111, 123, 137, 138, 173, 213, 319, 320, 389, 427, 464, 496, 500,
  513, 514, 520, 521, 524, 525, 546, 547, 631, 664, 701, 853, 854, 910, 921, 925, 1001, 1153, 1194,
  1293, 1628, 1629, 1718, 1719, 1745, 1900, 2099, 2157, 2221, 2222, 2246, 2269, 2313, 2345, 2887, 2944,
  2945, 2948, 2949, 3000, 3130, 3250, 3343, 3357, 3389, 3452, 3455, 3567, 3671, 3784, 3785, 3804, 3863,
  4305, 4306, 4307, 4342, 4551, 4555, 4569, 4729, 4784, 4791, 4991, 5031, 5246, 5350, 5351, 5353, 5355,
  5404, 5405, 5436, 5567, 5683, 5684, 5868, 6073, 6118, 6160, 6784, 6970, 7074, 7075, 7255, 7275, 7784,
  8200, 8600, 8767, 8805, 8848, 9200, 9201, 9202, 9203, 9214, 9600, 9875, 9877, 9899, 9901, 9956,
  10253, 11211, 11273, 12000, 12001, 12002, 12003, 12004, 12220, 12222, 12223, 13400, 17220, 17500,
  17755, 17756, 19132, 19948, 19999, 23272, 24576, 24577, 25826, 26000, 27500, 27910, 27950, 27951,
  27952, 27953, 27960, 27961, 27962, 27963, 32000, 32512, 34962, 34980,
];

/** Marks a port of `OTHERS`; no `LayerCode` is as large. */
const OTHER = 255;

const portLayer = new Uint8Array(0x10000);
for (const port of OTHERS) portLayer[port] = OTHER;
for (const [port, layer] of TUNNELS) portLayer[port] = layer;

/** The tunnel between two UDP ports; `Stop` for none. As in Wireshark the lower port decides, if it belongs to a protocol. */
export function layerOfUdpPorts(one: number, other: number): LayerCode {
  const lower = portLayer[one < other ? one : other] as number;
  const code = lower === Layer.Stop ? (portLayer[one < other ? other : one] as number) : lower;
  return code === OTHER ? Layer.Stop : (code as LayerCode);
}
