/**
 * In: "the client sends this message", "the server resets". Out: the segments of one flow with their times and
 * sequence numbers, in order of time. It writes nothing and knows nothing of the other flows.
 */
import { ACK, FIN, PSH, RST, SYN } from './pcap-writer.mjs';

/** @typedef {import('./pcap-writer.mjs').Endpoint} Endpoint */
/** @typedef {import('./pcap-writer.mjs').Message} Message */
/** @typedef {import('./pcap-writer.mjs').Segment} Segment */

const WINDOW = 1026;

export class Conversation {
  /** @type {Segment[]} */
  segments = [];
  /** Index of the segment to be written next. */
  next = 0;
  retransmitted = 0;
  reordered = 0;
  #nextSeq;

  /**
   * @param {Endpoint} client
   * @param {Endpoint} server
   * @param {number} timeUs when the first segment is sent
   * @param {{ client: number, server: number }} firstSeq the initial sequence numbers
   */
  constructor(client, server, timeUs, firstSeq) {
    this.client = client;
    this.server = server;
    /** Time of the next segment. */
    this.timeUs = timeUs;
    this.#nextSeq = [firstSeq.client, firstSeq.server];
    this.largestPayload = client.address.length === 16 ? 1440 : 1460;
  }

  /** @returns {number} time of the segment to be written next */
  get dueUs() {
    return this.segments[this.next].timeUs;
  }

  /** @param {number} us */
  wait(us) {
    this.timeUs += us;
  }

  /**
   * A SYN; with `again`, the same SYN once more after that many microseconds.
   * @param {number} [againUs]
   */
  syn(againUs) {
    this.#push(false, SYN, 0, 64240);
    if (againUs !== undefined) {
      this.wait(againUs);
      this.#push(false, SYN, 0, 64240);
      this.retransmitted += 1;
    }
    this.#advance(false, 1);
  }

  synAck() {
    this.#push(true, SYN | ACK, 0, 65535);
    this.#advance(true, 1);
  }

  /** @param {boolean} fromServer */
  ack(fromServer) {
    this.#push(fromServer, ACK, 0, WINDOW);
  }

  /** @param {boolean} fromServer */
  fin(fromServer) {
    this.#push(fromServer, FIN | ACK, 0, WINDOW);
    this.#advance(fromServer, 1);
  }

  /** @param {boolean} fromServer */
  rst(fromServer) {
    this.#push(fromServer, RST | ACK, 0, 0);
  }

  /**
   * All segments of a message, the other side acknowledging every second one.
   * @param {boolean} fromServer
   * @param {Message} message
   * @param {{ retransmit: number, reorder: number, gapUs: number }} path `retransmit` and `reorder` name the segment
   *   (from 0) that is sent twice, and that is overtaken by its successor; -1 is none
   */
  send(fromServer, message, { retransmit, reorder, gapUs }) {
    const total = message.head.length + message.bodyOctets;
    const count = Math.ceil(total / this.largestPayload);
    const firstSeq = this.#nextSeq[Number(fromServer)];
    for (let position = 0; position < count; position++) {
      const swapped =
        reorder >= 0 && reorder + 1 < count && (position === reorder || position === reorder + 1);
      const index = swapped ? 2 * reorder + 1 - position : position;
      this.#payload(fromServer, message, index, firstSeq, total);
      if (position === retransmit) {
        this.wait(220_000);
        this.#payload(fromServer, message, index, firstSeq, total);
        this.retransmitted += 1;
      }
      if (swapped && position === reorder) this.reordered += 1;
      // What has arrived in order is known only after the overtaken segment, so nothing is acknowledged before it.
      const waiting = swapped && position === reorder;
      this.#nextSeq[Number(fromServer)] =
        (firstSeq + Math.min(total, (position + 1) * this.largestPayload)) >>> 0;
      if (position % 2 === 1 && position + 1 < count && !waiting) {
        this.wait(gapUs);
        this.ack(!fromServer);
      }
      this.wait(gapUs);
    }
  }

  /**
   * @param {boolean} fromServer
   * @param {Message} message
   * @param {number} index
   * @param {number} firstSeq
   * @param {number} total
   */
  #payload(fromServer, message, index, firstSeq, total) {
    const from = index * this.largestPayload;
    const length = Math.min(this.largestPayload, total - from);
    const flags = from + length === total ? PSH | ACK : ACK;
    this.segments.push({
      timeUs: this.timeUs,
      fromServer,
      flags,
      seq: (firstSeq + from) >>> 0,
      ack: this.#nextSeq[Number(!fromServer)],
      window: WINDOW,
      message,
      from,
      length,
    });
  }

  /**
   * @param {boolean} fromServer
   * @param {number} flags
   * @param {number} length
   * @param {number} window
   */
  #push(fromServer, flags, length, window) {
    this.segments.push({
      timeUs: this.timeUs,
      fromServer,
      flags,
      seq: this.#nextSeq[Number(fromServer)],
      ack: this.#nextSeq[Number(!fromServer)],
      window,
      message: null,
      from: 0,
      length,
    });
  }

  /**
   * @param {boolean} fromServer
   * @param {number} octets of sequence space
   */
  #advance(fromServer, octets) {
    this.#nextSeq[Number(fromServer)] = (this.#nextSeq[Number(fromServer)] + octets) >>> 0;
  }
}
