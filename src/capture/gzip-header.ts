const FIXED_OCTETS = 10;
const FLAGS_AT = 3;
const FLAG_HEADER_CRC = 0x02;
const FLAG_EXTRA = 0x04;
const FLAG_NAME = 0x08;
const FLAG_COMMENT = 0x10;
const RESERVED_FLAGS = 0xe0;
const REQUIRED_START = [0x1f, 0x8b, 0x08];

/** Whether octets begin like gzip. Source: RFC 1952 section 2.3.1. */
export function looksLikeGzip(first: Uint8Array): boolean {
  return first.length >= 2 && first[0] === REQUIRED_START[0] && first[1] === REQUIRED_START[1];
}

type HeaderPart = 'fixed' | 'extra-length' | 'extra' | 'name' | 'comment' | 'header-crc' | 'done';

const OPTIONAL_PARTS: readonly { readonly flag: number; readonly part: HeaderPart }[] = [
  { flag: FLAG_EXTRA, part: 'extra-length' },
  { flag: FLAG_NAME, part: 'name' },
  { flag: FLAG_COMMENT, part: 'comment' },
  { flag: FLAG_HEADER_CRC, part: 'header-crc' },
];

/**
 * The header of one gzip member, taken octet by octet so that nothing of it is kept however long a name it carries.
 * Source: RFC 1952 section 2.3.
 */
export class GzipHeader {
  private part: HeaderPart = 'fixed';
  private octetsOfPart = 0;
  private flags = 0;
  private extraOctets = 0;
  private nextOptional = 0;

  /** Takes one octet. 'more': the header goes on; 'done': it was the last; 'broken': not a gzip header. */
  accept(octet: number): 'more' | 'done' | 'broken' {
    const index = this.octetsOfPart++;
    if (this.part === 'fixed' && !this.acceptFixed(octet, index)) return 'broken';
    if (this.part === 'extra-length') this.extraOctets += octet << (8 * index);
    if (this.partEndsWith(octet)) this.enterNextPart();
    return this.part === 'done' ? 'done' : 'more';
  }

  private acceptFixed(octet: number, index: number): boolean {
    if (index < REQUIRED_START.length) return octet === REQUIRED_START[index];
    if (index === FLAGS_AT) this.flags = octet;
    return (this.flags & RESERVED_FLAGS) === 0;
  }

  private partEndsWith(octet: number): boolean {
    switch (this.part) {
      case 'fixed':
        return this.octetsOfPart === FIXED_OCTETS;
      case 'extra':
        return this.octetsOfPart === this.extraOctets;
      case 'name':
      case 'comment':
        return octet === 0;
      default:
        return this.octetsOfPart === 2;
    }
  }

  private enterNextPart(): void {
    this.octetsOfPart = 0;
    if (this.part === 'extra-length' && this.extraOctets > 0) {
      this.part = 'extra';
      return;
    }
    for (; this.nextOptional < OPTIONAL_PARTS.length; this.nextOptional++) {
      const { flag, part } = OPTIONAL_PARTS[this.nextOptional] as (typeof OPTIONAL_PARTS)[number];
      if ((this.flags & flag) === 0) continue;
      this.nextOptional++;
      this.part = part;
      return;
    }
    this.part = 'done';
  }
}
