/** Block types of pcapng. Source: draft-ietf-opsawg-pcapng sections 4 and 10.1, wiretap's pcapng_module.h. */
export const BLOCK = {
  /** The same number in either byte order. */
  sectionHeader: 0x0a0d0d0a,
  interfaceDescription: 1,
  /** Obsolete since 2004, still written. */
  packet: 2,
  simplePacket: 3,
  nameResolution: 4,
  interfaceStatistics: 5,
  enhancedPacket: 6,
  journalEntry: 9,
  decryptionSecrets: 10,
  sysdigEvent: 0x204,
  sysdigEventV2: 0x216,
  sysdigEventV2Large: 0x221,
  custom: 0x0bad,
  customNoCopy: 0x40000bad,
} as const;

/** Type and the first length. */
export const BLOCK_HEADER_BYTES = 8;
/** Header and the second length. */
export const MIN_BLOCK_BYTES = 12;
/** Longest block that is read; wiretap's limit. */
export const MAX_BLOCK_BYTES = 16 * 1024 * 1024;
/** Longest section header block that is read. */
export const MAX_SECTION_HEADER_BYTES = 1024 * 1024;

/**
 * Smallest whole block of each type that is looked into, in octets; a shorter one ends the reading, as in tshark.
 * Types that are skipped unseen have no entry.
 */
export const SMALLEST_BLOCK: ReadonlyMap<number, number> = new Map<number, number>([
  [BLOCK.sectionHeader, 28],
  [BLOCK.interfaceDescription, 20],
  [BLOCK.packet, 32],
  [BLOCK.simplePacket, 16],
  [BLOCK.interfaceStatistics, 24],
  [BLOCK.enhancedPacket, 32],
  [BLOCK.custom, 16],
  [BLOCK.customNoCopy, 16],
  [BLOCK.sysdigEvent, 36],
  [BLOCK.sysdigEventV2, 40],
  [BLOCK.sysdigEventV2Large, 40],
]);

/**
 * Offset of the content of blocks that hold no packet but are frames to Wireshark (4.0.17), from the start of the block:
 * behind the enterprise number of a custom block, behind the event header of a sysdig event.
 */
export const NON_PACKET_CONTENT_AT: ReadonlyMap<number, number> = new Map<number, number>([
  [BLOCK.journalEntry, 8],
  [BLOCK.custom, 12],
  [BLOCK.customNoCopy, 12],
  [BLOCK.sysdigEvent, 32],
  [BLOCK.sysdigEventV2, 36],
  [BLOCK.sysdigEventV2Large, 36],
]);
