import { CompressedSource } from './compressed-source.js';
import { GzipHeader } from './gzip-header.js';
import { GzipMember } from './gzip-member.js';

/** A piece is decompressed whole before the next is taken: this times zlib's factor of 1032 bounds the memory. */
const PIECE_BYTES = 4 * 1024;

/**
 * A gzip-compressed input, of any number of members. Zero octets after the last member are padding; anything else there
 * is a corruption. Source: RFC 1952.
 */
export class GzipSource extends CompressedSource {
  readonly compression = 'gzip';
  private header = new GzipHeader();
  private headerOctets = 0;
  private member: GzipMember | null = null;
  private membersDone = 0;
  private padding = false;

  protected get isComplete(): boolean {
    return this.member === null && this.headerOctets === 0 && this.membersDone > 0;
  }

  protected takeStored(): void | Promise<void> {
    return this.member === null ? this.takeHeader() : this.takeBody(this.member);
  }

  protected closeDecompressor(): void {
    this.member?.close();
    this.member = null;
  }

  private takeHeader(): void {
    while (this.storedAt < this.storedEnd) {
      const octet = this.storedOctets[this.storedAt++] as number;
      if (octet === 0 && this.headerOctets === 0 && this.membersDone > 0) this.padding = true;
      else if (this.padding) this.break('something follows the compressed data');
      else if (!this.acceptHeaderOctet(octet)) continue;
      if (this.ended || this.member !== null) return;
    }
  }

  private acceptHeaderOctet(octet: number): boolean {
    this.headerOctets++;
    const state = this.header.accept(octet);
    if (state === 'broken') this.break('a gzip member has an invalid header');
    if (state === 'done') this.member = new GzipMember();
    return state !== 'more';
  }

  private async takeBody(member: GzipMember): Promise<void> {
    const piece = this.storedOctets.subarray(
      this.storedAt,
      Math.min(this.storedAt + PIECE_BYTES, this.storedEnd),
    );
    const consumed = await member.feed(piece);
    // Given up while it was being decompressed.
    if (this.ended) return;
    this.put(member.output);
    member.output.length = 0;
    if (consumed === null) {
      this.break('the compressed data is corrupt');
      return;
    }
    this.storedAt += consumed;
    if (member.done) this.endMember();
  }

  private endMember(): void {
    this.member = null;
    this.membersDone++;
    this.header = new GzipHeader();
    this.headerOctets = 0;
  }
}
