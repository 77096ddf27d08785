import { foreignMediaType } from '../capture/frame-reader.js';
import { plain } from './number.js';
import { ownText, type SafeText, say } from './safe-text.js';

/** Names of link types. Source: https://www.tcpdump.org/linktypes.html */
const NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'BSD loopback'],
  [1, 'Ethernet'],
  [12, 'raw IP'],
  [14, 'raw IP'],
  [101, 'raw IP'],
  [105, 'IEEE 802.11'],
  [108, 'OpenBSD loopback'],
  [113, 'Linux cooked'],
  [127, 'IEEE 802.11 with radiotap'],
  [228, 'raw IPv4'],
  [229, 'raw IPv6'],
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
