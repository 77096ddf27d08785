/** Two words a slot: the flow plus 1 (0 in a free slot), and the hash of its tuple. */
const WORDS_PER_SLOT = 2;
const FIRST_WORDS = WORDS_PER_SLOT << 12;
/** Tables up to this size are simply made anew when they are outgrown. */
const SMALL_WORDS = 64 * 1024;

/**
 * The slots of a hash table of flows, at most half full.
 *
 * A large table grows in place: its array is as long as it can ever need to be, and the system gives memory only to the part in
 * use. So nothing is outgrown that would lie there until it is collected.
 */
export class FlowSlots {
  /** From `(hash << 1) & mask` on, in steps of two words, up to the first free slot. */
  words: Int32Array<ArrayBuffer> = new Int32Array(FIRST_WORDS);
  /** For indexes of words. */
  mask = FIRST_WORDS - WORDS_PER_SLOT;
  private used = 0;
  private readonly mostWords: number;

  /** @param mostFlows flows that are kept at a time */
  constructor(mostFlows: number) {
    let words = SMALL_WORDS;
    while (words < mostFlows * 2 * WORDS_PER_SLOT) words *= 2;
    this.mostWords = words;
  }

  /** Writes a slot that `find` of the table ended at. True when the table has become too full: `rebuild` is due. */
  put(at: number, flow: number, hash: number): boolean {
    const { words, mask, mostWords } = this;
    if (words[at] === 0) this.used++;
    words[at] = flow + 1;
    words[at + 1] = hash;
    return this.used * 2 * WORDS_PER_SLOT > mask + WORDS_PER_SLOT && mask < mostWords - WORDS_PER_SLOT;
  }

  /** Removes the flows below `firstKept`; makes the table larger when the `kept` others fill more than a quarter. */
  rebuild(firstKept: number, kept: number): void {
    const before = this.mask;
    const words = before + WORDS_PER_SLOT;
    const isLarger = kept * 4 * WORDS_PER_SLOT > words && words < this.mostWords;
    if (isLarger) this.mask = words * 2 - WORDS_PER_SLOT;
    if (this.mask >= this.words.length) {
      const larger = new Int32Array(words < SMALL_WORDS ? words * 2 : this.mostWords);
      larger.set(this.words);
      this.words = larger;
    }
    this.rehash(before, firstKept);
  }

  /** No flow will be looked up any more: lets the memory go. */
  close(): void {
    this.words = new Int32Array(WORDS_PER_SLOT);
    this.mask = 0;
    this.used = 0;
  }

  /**
   * Puts every flow where it belongs since `mask` changed from `before`. It begins behind a free slot: a flow then never
   * has to go further than where it was taken from, or into the upper half, so that it cannot come behind one that will still be moved.
   */
  private rehash(before: number, firstKept: number): void {
    const { words, mask } = this;
    let from = 0;
    while (words[from] !== 0) from += WORDS_PER_SLOT;
    this.used = 0;
    for (let slots = before / WORDS_PER_SLOT; slots > 0; slots--) {
      from = (from + WORDS_PER_SLOT) & before;
      const flow = words[from] as number;
      if (flow === 0) continue;
      const hash = words[from + 1] as number;
      words[from] = 0;
      if (flow <= firstKept) continue;
      let to = (hash << 1) & mask;
      while (words[to] !== 0) to = (to + WORDS_PER_SLOT) & mask;
      words[to] = flow;
      words[to + 1] = hash;
      this.used++;
    }
  }
}
