import { foreignMediaType } from '../capture/frame-reader.js';
import { plain } from './number.js';
import { ownText, type SafeText, say } from './safe-text.js';

/** Names of the link types that are decoded. Source: https://www.tcpdump.org/linktypes.html */
const NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'BSD loopback'],
  [1, 'Ethernet'],
  [6, 'token ring'],
  [7, 'ARCNET'],
  [9, 'PPP'],
  [10, 'FDDI'],
  [12, 'raw IP'],
  [14, 'raw IP'],
  [50, 'PPP in HDLC'],
  [51, 'PPPoE'],
  [100, 'ATM'],
  [101, 'raw IP'],
  [104, 'Cisco HDLC'],
  [105, 'IEEE 802.11'],
  [106, 'IP over ATM'],
  [107, 'frame relay'],
  [108, 'OpenBSD loopback'],
  [109, 'OpenBSD enc'],
  [113, 'Linux cooked'],
  [117, 'pflog'],
  [119, 'IEEE 802.11 with Prism header'],
  [122, 'IP over Fibre Channel'],
  [123, 'SunATM'],
  [127, 'IEEE 802.11 with radiotap'],
  [129, 'ARCNET of Linux'],
  [130, 'Juniper MLPPP'],
  [131, 'Juniper MLFR'],
  [133, 'Juniper GGSN'],
  [135, 'Juniper ATM2'],
  [136, 'Juniper services'],
  [137, 'Juniper ATM1'],
  [138, 'IP over FireWire'],
  [149, 'PKTAP as link type 149'],
  [163, 'IEEE 802.11 with AVS header'],
  [167, 'Juniper PPPoE'],
  [178, 'Juniper Ethernet'],
  [179, 'Juniper PPP'],
  [180, 'Juniper frame relay'],
  [181, 'Juniper Cisco HDLC'],
  [183, 'Juniper voice'],
  [192, 'PPI'],
  [197, 'ERF'],
  [204, 'PPP with direction'],
  [205, 'Cisco HDLC with direction'],
  [206, 'frame relay with direction'],
  [226, 'Solaris ipnet'],
  [228, 'raw IPv4'],
  [229, 'raw IPv6'],
  [239, 'NFLOG'],
  [242, 'IP over InfiniBand'],
  [252, 'exported by Wireshark'],
  [258, 'PKTAP'],
  [259, 'EPON'],
  [276, 'Linux cooked v2'],
]);

/** The name of a link type, or its number: that of LINKTYPE, or the one in a format of its own. */
export function linkTypeText(linkType: number): SafeText {
  const name = NAMES.get(linkType);
  if (name !== undefined) return ownText(name);
  const mediaType = foreignMediaType(linkType);
  return mediaType === null
    ? say`link type ${plain(linkType)}`
    : say`media type ${plain(mediaType)} of this format`;
}
