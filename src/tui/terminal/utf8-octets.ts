/** UTF-8, one octet after the other (RFC 3629): overlong forms, surrogates and what lies beyond Unicode are no characters. */
export class Utf8Octets {
  private codePoint = 0;
  private lowest = 0;
  private missing = 0;

  /** Whether a character has begun. */
  get isInside(): boolean {
    return this.missing > 0;
  }

  /** Forgets a character that has begun. */
  reset(): void {
    this.missing = 0;
  }

  /** The character that this octet completes; null while it is not complete, and for octets that are no character. */
  take(octet: number): number | null {
    if (this.missing > 0 && (octet & 0xc0) === 0x80) return this.goOn(octet);
    this.missing = 0;
    if (octet < 0x80) return octet;
    this.begin(octet);
    return null;
  }

  private begin(octet: number): void {
    if (octet < 0xc2 || octet > 0xf4) return;
    this.missing = octet >= 0xf0 ? 3 : octet >= 0xe0 ? 2 : 1;
    this.lowest = LOWEST[this.missing] as number;
    this.codePoint = octet & (0x3f >> this.missing);
  }

  private goOn(octet: number): number | null {
    this.codePoint = (this.codePoint << 6) | (octet & 0x3f);
    if (--this.missing > 0) return null;
    const { codePoint, lowest } = this;
    const isSurrogate = (codePoint & 0x1ff800) === 0xd800;
    return codePoint < lowest || codePoint > 0x10ffff || isSurrogate ? null : codePoint;
  }
}

/** Lowest character by the octets that follow the first one. */
const LOWEST = [0, 0x80, 0x800, 0x1_0000];
