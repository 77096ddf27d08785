/**
 * Lines of heads that came before. Most lines of a head are the same as in many heads before it: to compare a line with one that
 * is kept, eight octets at a time, costs a fraction of looking for its end, its name and its value. Nothing here says what a
 * line means: what was found in it the first time is kept with it.
 *
 * A line is kept when it comes for the second time in short order, so that those that never come again (cookies, dates)
 * take nobody's place; of lines with the same place the latest is kept. Only printable ASCII is: doubles made of such
 * octets are equal exactly when the octets are, because none of them is zero or not a number.
 */
import { mix } from '../bytes/key-table.js';

const SLOTS = 1024;
/** Longest line that is kept, in octets with its line end. */
const LONGEST = 256;
/** Shortest: lines are compared by eight octets. */
const SHORTEST = 8;
/** As many octets must be there for a line to be looked up: the place follows from some of them. */
const OCTETS_LOOKED_AT = 24;
/** As many when it is a User-Agent: those of browsers are the same for a hundred octets. */
const OCTETS_LOOKED_AT_FAR = 110;
const LETTER_U = 0x55;

const FACTS_PER_SLOT = 8;
const HASH = 0;
const LENGTH = 1;
const LINE = 2;
const KIND = 3;
const VALUE_AT = 4;
const VALUE_LENGTH = 5;
const NUMBER = 6;
const TEXT = 7;

const LF = 0x0a;
const CR = 0x0d;

/** Lines, and what was found in them. A line is known by its slot, for as long as no other takes the slot. */
export class KnownLines {
  private readonly octets = new Uint8Array(SLOTS * LONGEST);
  private readonly view = new DataView(this.octets.buffer);
  private readonly facts = new Int32Array(SLOTS * FACTS_PER_SLOT);
  /** Another hash, of the line that came last to each slot and was not kept. */
  private readonly seenOnce = new Int32Array(SLOTS);
  private linesKept = 0;
  private hash = 0;

  private source: Uint8Array = this.octets;
  private sourceView: DataView = this.view;

  /** The octets in which lines are looked up from now on. */
  readFrom(bytes: Uint8Array): void {
    if (bytes === this.source) return;
    this.source = bytes;
    this.sourceView = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Slot of the line that begins at `at`; -1 when it is not known. */
  find(at: number, end: number): number {
    this.hash = 0;
    if (end - at < OCTETS_LOOKED_AT) return -1;
    const { facts, sourceView } = this;
    const isFar = this.source[at] === LETTER_U && end - at >= OCTETS_LOOKED_AT_FAR;
    const last = isFar ? OCTETS_LOOKED_AT_FAR : OCTETS_LOOKED_AT;
    const hash = mix(
      Math.imul(sourceView.getInt32(at + 6, true), 0x9e3779b1) ^
        Math.imul(sourceView.getInt32(at + 12, true), 0x01000193) ^
        sourceView.getInt32(at + last - 4, true),
    );
    // A slot that is free has this hash.
    if (hash === 0) return -1;
    this.hash = hash;
    let slot = hash & (SLOTS - 1);
    if (facts[slot * FACTS_PER_SLOT + HASH] !== hash) {
      slot ^= 1;
      if (facts[slot * FACTS_PER_SLOT + HASH] !== hash) return -1;
    }
    const length = facts[slot * FACTS_PER_SLOT + LENGTH] as number;
    return length <= end - at && this.isEqual(slot, at, length) ? slot : -1;
  }

  /**
   * The line that was looked up last has been read: it is kept when it came before.
   * @param length octets with the line end
   * @param kind what the line is, in the reader's own numbers
   * @param valueAt where its value lies in it
   * @param number whatever else the reader needs to know of it
   */
  keep(at: number, length: number, kind: number, valueAt: number, valueLength: number, number: number): void {
    const { hash, facts } = this;
    if (hash === 0 || length > LONGEST || length < SHORTEST) return;
    const first = hash & (SLOTS - 1);
    const whole = this.hashOf(at, length);
    if (this.seenOnce[first] !== whole) {
      this.seenOnce[first] = whole;
      return;
    }
    const slot = this.slotFor(first, hash);
    if (!this.copy(slot, at, length)) return;
    const fact = slot * FACTS_PER_SLOT;
    this.linesKept = (this.linesKept + 1) & 0xfffff;
    facts[fact + HASH] = hash;
    facts[fact + LENGTH] = length;
    facts[fact + LINE] = (this.linesKept * SLOTS) | slot;
    facts[fact + KIND] = kind;
    facts[fact + VALUE_AT] = valueAt;
    facts[fact + VALUE_LENGTH] = valueLength;
    facts[fact + NUMBER] = number;
    facts[fact + TEXT] = 0;
  }

  length(slot: number): number {
    return this.facts[slot * FACTS_PER_SLOT + LENGTH] as number;
  }
  kind(slot: number): number {
    return this.facts[slot * FACTS_PER_SLOT + KIND] as number;
  }
  valueAt(slot: number): number {
    return this.facts[slot * FACTS_PER_SLOT + VALUE_AT] as number;
  }
  valueLength(slot: number): number {
    return this.facts[slot * FACTS_PER_SLOT + VALUE_LENGTH] as number;
  }
  number(slot: number): number {
    return this.facts[slot * FACTS_PER_SLOT + NUMBER] as number;
  }
  /** The line's own number, which no other line in its slot will have. */
  line(slot: number): number {
    return this.facts[slot * FACTS_PER_SLOT + LINE] as number;
  }

  /** Id of the text that a line's value became; 0 when it is not known. */
  text(line: number): number {
    const fact = (line & (SLOTS - 1)) * FACTS_PER_SLOT;
    return this.facts[fact + LINE] === line ? (this.facts[fact + TEXT] as number) : 0;
  }
  setText(line: number, id: number): void {
    const fact = (line & (SLOTS - 1)) * FACTS_PER_SLOT;
    if (this.facts[fact + LINE] === line) this.facts[fact + TEXT] = id;
  }

  /** One of two: where a line with the same hash is, else a free one, else the second. */
  private slotFor(first: number, hash: number): number {
    const there = this.facts[first * FACTS_PER_SLOT + HASH];
    return there === hash || there === 0 ? first : first ^ 1;
  }

  /** Of octets at the end and in the middle: lines that differ in a number or an identifier nearly always differ there. */
  private hashOf(at: number, length: number): number {
    const { sourceView } = this;
    const end = at + length;
    return (
      this.hash ^
      Math.imul(sourceView.getInt32(end - 6, true), 0x9e3779b1) ^
      Math.imul(sourceView.getInt32(at + (length >> 1), true), 0x01000193) ^
      Math.imul(sourceView.getInt32(length < 16 ? at : end - 16, true), 0x2c1b3c6d)
    );
  }

  private isEqual(slot: number, at: number, length: number): boolean {
    const { view, sourceView } = this;
    const copyAt = slot * LONGEST;
    const last = length - 8;
    for (let i = 0; i < last; i += 8) {
      if (view.getFloat64(copyAt + i, true) !== sourceView.getFloat64(at + i, true)) return false;
    }
    return view.getFloat64(copyAt + last, true) === sourceView.getFloat64(at + last, true);
  }

  /** False when the line has octets that are not kept. */
  private copy(slot: number, at: number, length: number): boolean {
    const { source, octets } = this;
    const to = slot * LONGEST;
    this.facts[slot * FACTS_PER_SLOT + HASH] = 0;
    for (let i = 0; i < length; i++) {
      const octet = source[at + i] as number;
      const isEnd = (octet === CR && i === length - 2) || (octet === LF && i === length - 1);
      if (!isEnd && (octet < 0x20 || octet > 0x7e)) return false;
      octets[to + i] = octet;
    }
    return true;
  }
}
