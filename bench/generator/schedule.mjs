/**
 * In: conversations in order of their nominal start. Out: the segments of all of them in order of time, as a capture
 * shows them. Only the conversations that are open at the moment are in memory.
 */

/** @typedef {import('./conversation.mjs').Conversation} Conversation */

/**
 * @param {import('./pcap-writer.mjs').PcapWriter} writer
 * @param {Iterable<{ startUs: number, make: () => Conversation }>} starts in order of `startUs`; the first segment of
 *   the conversation is not earlier than that
 * @returns {{ mostOpenFlows: number, lastUs: number }}
 */
export function writeInOrder(writer, starts) {
  const open = new Heap();
  const source = starts[Symbol.iterator]();
  let start = source.next();
  let mostOpenFlows = 0;
  let lastUs = 0;
  while (!start.done || open.size > 0) {
    while (!start.done && (open.size === 0 || start.value.startUs <= open.first.dueUs)) {
      open.push(start.value.make());
      start = source.next();
    }
    mostOpenFlows = Math.max(mostOpenFlows, open.size);
    const flow = open.first;
    const segment = flow.segments[flow.next];
    if (segment.fromServer) writer.write(flow.server, flow.client, segment);
    else writer.write(flow.client, flow.server, segment);
    lastUs = segment.timeUs;
    flow.next += 1;
    if (flow.next === flow.segments.length) open.removeFirst();
    else open.sinkFirst();
  }
  return { mostOpenFlows, lastUs };
}

/** Binary heap of conversations; the one with the earliest segment is first. */
class Heap {
  /** @type {Conversation[]} */
  #items = [];
  /** @type {number[]} the due time of each item, so that no comparison has to follow it */
  #due = [];

  get size() {
    return this.#items.length;
  }

  get first() {
    return this.#items[0];
  }

  /** @param {Conversation} flow */
  push(flow) {
    let at = this.#items.length;
    const due = flow.dueUs;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#due[parent] <= due) break;
      this.#items[at] = this.#items[parent];
      this.#due[at] = this.#due[parent];
      at = parent;
    }
    this.#items[at] = flow;
    this.#due[at] = due;
  }

  removeFirst() {
    const last = this.#items.pop();
    this.#due.pop();
    if (this.#items.length === 0) return;
    this.#items[0] = last;
    this.sinkFirst();
  }

  /** Puts the first item where its due time, which has grown, belongs. */
  sinkFirst() {
    const flow = this.#items[0];
    const due = flow.dueUs;
    const size = this.#items.length;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#due[child + 1] < this.#due[child]) child += 1;
      if (this.#due[child] >= due) break;
      this.#items[at] = this.#items[child];
      this.#due[at] = this.#due[child];
      at = child;
    }
    this.#items[at] = flow;
    this.#due[at] = due;
  }
}
