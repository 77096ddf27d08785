import { foreignLinkType, NOT_A_PACKET } from './frame-reader.js';

/** What stands for a record that is no frame, in Wireshark either. */
export const NOT_A_FRAME = -2;

/** Media type of IEEE 802.11 frames behind a header of Network Monitor's own. */
export const MEDIA_WITH_RADIO_HEADER = 6;

const CONVERTED_PCAP = 0xe000;
const CONVERTED_PCAP_MASK = 0xf000;
const LINK_TYPE_MASK = 0x0fff;
/** Message Analyzer's own media types, in the middle of those of converted pcap files. */
const FIRST_OF_MESSAGE_ANALYZER = 0xe080;
const LAST_OF_MESSAGE_ANALYZER = 0xe08a;

/**
 * Media types → LINKTYPE or what else a record is. Source: "Network Monitor Capture File Format" of the help of Network Monitor 3.4,
 * and Wireshark's reading of it. 0 is said to be unknown but holds Ethernet; 7 to 9 are tunnel, WWAN and raw IP interfaces.
 */
const MEDIA_TYPES: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [1, 1],
  [2, 6],
  [3, 10],
  [MEDIA_WITH_RADIO_HEADER, 105],
  [7, 101],
  [8, 101],
  [9, 101],
  [0xe080, 105],
  // An event of ETW, the adapters of the capture, a filter.
  [0xffe0, NOT_A_PACKET],
  [0xfffb, NOT_A_PACKET],
  [0xffff, NOT_A_PACKET],
  // The head of a reassembled payload, adapters in an older form, names.
  [0xfffc, NOT_A_FRAME],
  [0xfffd, NOT_A_FRAME],
  [0xfffe, NOT_A_FRAME],
]);

/** LINKTYPE of a media type of Network Monitor; `NOT_A_PACKET`, `NOT_A_FRAME`, or foreign (`foreignLinkType`). */
export function netmonLinkType(mediaType: number): number {
  const known = MEDIA_TYPES.get(mediaType);
  if (known !== undefined) return known;
  const isOwn = mediaType >= FIRST_OF_MESSAGE_ANALYZER && mediaType <= LAST_OF_MESSAGE_ANALYZER;
  const isConverted = (mediaType & CONVERTED_PCAP_MASK) === CONVERTED_PCAP && !isOwn;
  return isConverted ? mediaType & LINK_TYPE_MASK : foreignLinkType(mediaType);
}
