import type { ByteSource, SourceFailure } from './byte-source.js';
import { GzipHeader } from './gzip-header.js';
import { GzipMember } from './gzip-member.js';

const STORED_BYTES = 64 * 1024;
/** A piece is decompressed whole before the next is taken: this times zlib's factor of 1032 bounds the memory. */
const PIECE_BYTES = 4 * 1024;

/**
 * A gzip-compressed input, decompressed as it is read: any number of members, no size trusted, memory bounded.
 *
 * Everything before a cut or a corruption is delivered, then the source ends with 'compressed-data-broken'.
 * Zero octets after the last member are padding; anything else there is a corruption. Source: RFC 1952.
 */
export class GzipSource implements ByteSource {
  failure: SourceFailure | null = null;
  readonly compression = 'gzip';
  private readonly stored: ByteSource;
  private readonly storedOctets = new Uint8Array(STORED_BYTES);
  private storedAt = 0;
  private storedEnd = 0;
  private header = new GzipHeader();
  private headerOctets = 0;
  private member: GzipMember | null = null;
  private membersDone = 0;
  private padding = false;
  private ended = false;
  private readonly output: Uint8Array[] = [];
  private outputAt = 0;

  constructor(stored: ByteSource) {
    this.stored = stored;
  }

  get bytesRead(): number {
    return this.stored.bytesRead;
  }

  get bytesTotal(): number | null {
    return this.stored.bytesTotal;
  }

  get sha256(): string | null {
    return this.stored.sha256;
  }

  async read(target: Uint8Array, at: number, length: number): Promise<number> {
    while (this.output.length === 0) {
      if (this.ended) return 0;
      await this.step();
    }
    let taken = 0;
    while (taken < length && this.output.length > 0) taken += this.take(target, at + taken, length - taken);
    return taken;
  }

  finish(): Promise<void> {
    this.release();
    return this.stored.finish();
  }

  abandon(): Promise<void> {
    this.release();
    return this.stored.abandon();
  }

  private take(target: Uint8Array, at: number, length: number): number {
    const first = this.output[0] as Uint8Array;
    const octets = Math.min(length, first.length - this.outputAt);
    target.set(first.subarray(this.outputAt, this.outputAt + octets), at);
    this.outputAt += octets;
    if (this.outputAt === first.length) {
      this.output.shift();
      this.outputAt = 0;
    }
    return octets;
  }

  private release(): void {
    this.ended = true;
    this.output.length = 0;
    this.member?.close();
    this.member = null;
  }

  private async step(): Promise<void> {
    if (this.storedAt === this.storedEnd && !(await this.readStored())) return this.endOfStored();
    if (this.member === null) this.takeHeader();
    else await this.takeBody(this.member);
  }

  private async readStored(): Promise<boolean> {
    this.storedAt = 0;
    this.storedEnd = await this.stored.read(this.storedOctets, 0, STORED_BYTES);
    return this.storedEnd > 0;
  }

  private endOfStored(): void {
    const complete = this.member === null && this.headerOctets === 0 && this.membersDone > 0;
    this.stop(this.stored.failure ?? (complete ? null : broken('the compressed data is cut off')));
  }

  private takeHeader(): void {
    while (this.storedAt < this.storedEnd) {
      const octet = this.storedOctets[this.storedAt++] as number;
      if (octet === 0 && this.headerOctets === 0 && this.membersDone > 0) this.padding = true;
      else if (this.padding) this.stop(broken('something follows the compressed data'));
      else if (!this.acceptHeaderOctet(octet)) continue;
      if (this.ended || this.member !== null) return;
    }
  }

  private acceptHeaderOctet(octet: number): boolean {
    this.headerOctets++;
    const state = this.header.accept(octet);
    if (state === 'broken') this.stop(broken('a gzip member has an invalid header'));
    if (state === 'done') this.member = new GzipMember();
    return state !== 'more';
  }

  private async takeBody(member: GzipMember): Promise<void> {
    const piece = this.storedOctets.subarray(
      this.storedAt,
      Math.min(this.storedAt + PIECE_BYTES, this.storedEnd),
    );
    const consumed = await member.feed(piece);
    for (const chunk of member.output) this.output.push(chunk);
    member.output.length = 0;
    if (consumed === null) return this.stop(broken('the compressed data is corrupt'));
    this.storedAt += consumed;
    if (member.done) this.endMember();
  }

  private endMember(): void {
    this.member = null;
    this.membersDone++;
    this.header = new GzipHeader();
    this.headerOctets = 0;
  }

  private stop(failure: SourceFailure | null): void {
    this.failure = failure;
    this.ended = true;
    this.member?.close();
    this.member = null;
  }
}

function broken(message: string): SourceFailure {
  return { code: 'compressed-data-broken', message };
}
