/**
 * Seeded random numbers: the same seed gives the same capture, octet for octet, on every machine.
 * Only integer arithmetic is used (mulberry32), so no engine can differ in the last bit.
 */
export class Random {
  #state;

  /** @param {number} seed any 32-bit integer */
  constructor(seed) {
    this.#state = seed | 0;
  }

  /** @returns {number} an unsigned 32-bit integer */
  uint32() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** @returns {number} in [0, 1) */
  fraction() {
    return this.uint32() / 4294967296;
  }

  /**
   * @param {number} low smallest result
   * @param {number} high largest result
   * @returns {number} an integer
   */
  between(low, high) {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  /**
   * @param {number} probability 0 to 1
   * @returns {boolean}
   */
  chance(probability) {
    return this.fraction() < probability;
  }

  /**
   * @template T
   * @param {readonly T[]} choices
   * @returns {T}
   */
  pick(choices) {
    return choices[Math.floor(this.fraction() * choices.length)];
  }
}
