import { decodeAmt } from './amt.js';
import { decodeAuthenticationHeader } from './authentication-header.js';
import { decodeAyiya } from './ayiya.js';
import { decodeCapwap } from './capwap.js';
import { decodeErspan } from './erspan.js';
import { decodeEspInUdp } from './esp-in-udp.js';
import { decodeEtherIp } from './etherip.js';
import { decodeGeneve } from './geneve.js';
import { decodeGre } from './gre.js';
import { decodeGtp } from './gtp.js';
import { decodeJuniperMirror } from './juniper-mirror.js';
import { decodeL2tp, decodeL2tpOverIp } from './l2tp.js';
import { Layer, type LayerCode } from './layer.js';
import { decodeLisp } from './lisp.js';
import { decodeMobileIp } from './mobile-ip.js';
import { decodePim } from './pim.js';
import { decodeTeredo } from './teredo.js';
import type { Decoder } from './typed-header.js';
import { decodeTzsp } from './tzsp.js';
import { decodeVxlan, decodeVxlanGpe, decodeVxlanOfLinux } from './vxlan.js';

/** The decoders of tunnels over IP and UDP. */
export const TUNNEL_DECODERS: readonly (readonly [LayerCode, Decoder])[] = [
  [Layer.Gre, decodeGre],
  [Layer.Erspan, decodeErspan],
  [Layer.EtherIp, decodeEtherIp],
  [Layer.AuthenticationHeader, decodeAuthenticationHeader],
  [Layer.Pim, decodePim],
  [Layer.L2tpOverIp, decodeL2tpOverIp],
  [Layer.L2tp, decodeL2tp],
  [Layer.Vxlan, decodeVxlan],
  [Layer.VxlanOfLinux, decodeVxlanOfLinux],
  [Layer.VxlanGpe, decodeVxlanGpe],
  [Layer.Geneve, decodeGeneve],
  [Layer.Gtp, decodeGtp],
  [Layer.Teredo, decodeTeredo],
  [Layer.Lisp, decodeLisp],
  [Layer.Capwap, decodeCapwap],
  [Layer.Tzsp, decodeTzsp],
  [Layer.Ayiya, decodeAyiya],
  [Layer.MobileIp, decodeMobileIp],
  [Layer.Amt, decodeAmt],
  [Layer.JuniperMirror, decodeJuniperMirror],
  [Layer.EspInUdp, decodeEspInUdp],
];
