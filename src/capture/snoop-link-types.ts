import { foreignLinkType } from './frame-reader.js';

/**
 * Datalink types of snoop → LINKTYPE. Source: RFC 1761 section 5, the IANA registry "Snoop Datalink Types"; 9 ("other") and
 * 14 (software loopback) as Wireshark reads them; 0x80000005 is the ipnet device of Solaris.
 */
const LINK_TYPES: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 6],
  [4, 1],
  [8, 10],
  [9, 0],
  [14, 0],
  [16, 122],
  [18, 123],
  [0x80000005, 226],
]);

/** LINKTYPE of a datalink type of snoop; a foreign one (`foreignLinkType`) where no LINKTYPE is known for it. */
export function snoopLinkType(datalinkType: number): number {
  return LINK_TYPES.get(datalinkType) ?? foreignLinkType(datalinkType);
}
