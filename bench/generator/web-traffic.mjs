/**
 * The HTTP/1.1 flows of **lb**: keep-alive with 1–6 requests, sometimes cut short by a pool that is down.
 */
import { Conversation } from './conversation.mjs';
import { chooseExchange, request, response, unavailable } from './http-messages.mjs';
import { CLIENTS, client, SERVERS, server } from './network.mjs';

/** @typedef {import('./random.mjs').Random} Random */
/** @typedef {import('./lb.mjs').ServerPlan} ServerPlan */

const FROM_CLIENT = false;
const FROM_SERVER = true;
const FIRST_CLIENT_PORT = 49_152;
const CLIENT_PORTS = 16_384;
const REUSE_AFTER_US = 1_000_000;
const REUSABLE = 256;

/**
 * Who the two ends of a flow are.
 * @typedef {{ clientIndex: number, clientPort: number, serverIndex: number, serverPort: number, ipv6: boolean }} Tuple
 */

export class WebTraffic {
  #random;
  #plan;
  #counts;
  #made = 0;
  /** @type {{ tuple: Tuple, freeUs: number }[]} closed flows whose four-tuple may be used again */
  #closed = [];
  truth = {
    reusedTuples: 0,
    requests: 0,
    responses: 0,
    /** @type {Record<string, number>} */
    status: {},
    resetsOnRequest: 0,
    httpFlows: {
      total: 0,
      clientFin: 0,
      serverFin: 0,
      clientReset: 0,
      leftOpen: 0,
      closedBy503: 0,
      resetOnRequest: 0,
    },
  };

  /**
   * @param {Random} random
   * @param {ServerPlan[]} plan
   * @param {{ ipv6Flows: number, retransmittedSegments: number, reorderedSegments: number }} counts
   */
  constructor(random, plan, counts) {
    this.#random = random;
    this.#plan = plan;
    this.#counts = counts;
  }

  /**
   * @param {number} startUs
   * @returns {Conversation}
   */
  make(startUs) {
    const random = this.#random;
    const timeUs = startUs + random.between(0, 2500);
    const tuple = this.#reusedTuple(timeUs) ?? this.#newTuple(timeUs);
    const flow = new Conversation(
      client(tuple.clientIndex, tuple.clientPort, tuple.ipv6),
      server(tuple.serverIndex, tuple.serverPort, tuple.ipv6),
      timeUs,
      { client: random.uint32(), server: random.uint32() },
    );
    const end = this.#fill(flow, this.#plan[tuple.serverIndex]);
    this.truth.httpFlows.total += 1;
    this.truth.httpFlows[end] += 1;
    if (tuple.ipv6) this.#counts.ipv6Flows += 1;
    this.#counts.retransmittedSegments += flow.retransmitted;
    this.#counts.reorderedSegments += flow.reordered;
    const reusable = end !== 'leftOpen' && this.#closed.length < REUSABLE && random.chance(0.02);
    if (reusable) this.#closed.push({ tuple, freeUs: flow.timeUs + REUSE_AFTER_US });
    return flow;
  }

  /**
   * @param {number} timeUs
   * @returns {Tuple | undefined}
   */
  #reusedTuple(timeUs) {
    if (!this.#random.chance(0.005)) return undefined;
    const found = this.#closed.findIndex(({ freeUs }) => freeUs < timeUs);
    if (found < 0) return undefined;
    this.truth.reusedTuples += 1;
    return this.#closed.splice(found, 1)[0].tuple;
  }

  /**
   * @param {number} timeUs
   * @returns {Tuple}
   */
  #newTuple(timeUs) {
    const clientIndex = this.#made % CLIENTS;
    const clientPort = FIRST_CLIENT_PORT + (Math.floor(this.#made / CLIENTS) % CLIENT_PORTS);
    this.#made += 1;
    let serverIndex = this.#random.between(0, SERVERS - 1);
    // The balancer sends no request to a server that refuses its health check.
    while (
      timeUs >= this.#plan[serverIndex].refusesFromUs &&
      timeUs < this.#plan[serverIndex].refusesUntilUs
    ) {
      serverIndex = (serverIndex + 1) % SERVERS;
    }
    const serverPort = serverIndex % 10 === 9 ? 8080 : 80;
    return { clientIndex, clientPort, serverIndex, serverPort, ipv6: this.#random.chance(0.05) };
  }

  /**
   * @param {Conversation} flow
   * @param {ServerPlan} plan
   * @returns {Exclude<keyof WebTraffic['truth']['httpFlows'], 'total'>} how the flow ended
   */
  #fill(flow, plan) {
    const random = this.#random;
    const roundTripUs = random.between(4000, 60_000);
    flow.syn(random.chance(0.001) ? 1_000_000 : undefined);
    flow.wait(random.between(80, 400));
    flow.synAck();
    flow.wait(roundTripUs);
    flow.ack(FROM_CLIENT);
    const requests = random.between(1, 6);
    for (let number = 0; number < requests; number++) {
      if (number > 0) flow.wait(random.between(200_000, 9_000_000));
      else flow.wait(random.between(30, 900));
      const down = flow.timeUs >= plan.poolDownFromUs && flow.timeUs < plan.poolDownUntilUs;
      if (down) return this.#refuse(flow, plan);
      this.#exchange(flow);
    }
    return this.#end(flow, roundTripUs);
  }

  /** @param {Conversation} flow */
  #exchange(flow) {
    const random = this.#random;
    const choice = chooseExchange(random);
    this.#ask(flow, choice.method);
    if (random.chance(0.48)) {
      flow.wait(random.between(1000, 20_000));
      flow.ack(FROM_SERVER);
    }
    flow.wait(random.between(400, 40_000));
    const answer = response(random, choice, flow.timeUs, bodyOctets(random));
    flow.send(FROM_SERVER, answer, this.#path(answer, 12));
    if (random.chance(0.86)) {
      flow.wait(random.between(40, 40_000));
      flow.ack(FROM_CLIENT);
    }
    this.truth.responses += 1;
    this.truth.status[choice.status] = (this.truth.status[choice.status] ?? 0) + 1;
  }

  /**
   * @param {Conversation} flow
   * @param {'GET' | 'HEAD' | 'POST'} method
   */
  #ask(flow, method) {
    const asked = request(this.#random, method, this.truth.requests);
    flow.send(FROM_CLIENT, asked, this.#path(asked, 15));
    this.truth.requests += 1;
  }

  /**
   * The pool is down: HTTP.sys answers 503 and closes, or resets, as the pool's setting says.
   * @param {Conversation} flow
   * @param {ServerPlan} plan
   */
  #refuse(flow, plan) {
    const random = this.#random;
    this.#ask(flow, 'GET');
    flow.wait(random.between(90, 700));
    if (plan.resetsRequests) {
      flow.rst(FROM_SERVER);
      this.truth.resetsOnRequest += 1;
      return 'resetOnRequest';
    }
    const answer = unavailable(flow.timeUs, true);
    flow.send(FROM_SERVER, answer, { retransmit: -1, reorder: -1, gapUs: 10 });
    this.truth.responses += 1;
    this.truth.status[503] = (this.truth.status[503] ?? 0) + 1;
    this.#close(flow, FROM_SERVER, random.between(4000, 60_000));
    return 'closedBy503';
  }

  /**
   * @param {Conversation} flow
   * @param {number} roundTripUs
   */
  #end(flow, roundTripUs) {
    const random = this.#random;
    const roll = random.fraction();
    if (roll < 0.02) return 'leftOpen';
    flow.wait(random.between(50_000, 20_000_000));
    if (roll < 0.07) {
      flow.rst(FROM_CLIENT);
      return 'clientReset';
    }
    const fromServer = roll < 0.3;
    this.#close(flow, fromServer, roundTripUs);
    return fromServer ? 'serverFin' : 'clientFin';
  }

  /**
   * FIN, ACK; ACK; FIN, ACK; ACK.
   * @param {Conversation} flow
   * @param {boolean} firstFromServer
   * @param {number} roundTripUs
   */
  #close(flow, firstFromServer, roundTripUs) {
    flow.fin(firstFromServer);
    flow.wait(roundTripUs);
    flow.ack(!firstFromServer);
    flow.wait(this.#random.between(60, 9000));
    flow.fin(!firstFromServer);
    flow.wait(roundTripUs);
    flow.ack(firstFromServer);
  }

  /**
   * What the network does to a message: now and then it loses a segment or lets one overtake another.
   * @param {import('./pcap-writer.mjs').Message} message
   * @param {number} gapUs
   */
  #path(message, gapUs) {
    const random = this.#random;
    const segments = Math.ceil((message.head.length + message.bodyOctets) / 1460);
    const roll = random.fraction();
    const each = 0.0023 * segments;
    if (roll < each) return { retransmit: random.between(0, segments - 1), reorder: -1, gapUs };
    const reordered = roll < each + 0.0011 * segments && segments > 1;
    return { retransmit: -1, reorder: reordered ? random.between(0, segments - 2) : -1, gapUs };
  }
}

/**
 * Most answers are small, a few large.
 * @param {Random} random
 * @returns {number}
 */
function bodyOctets(random) {
  const roll = random.fraction();
  if (roll < 0.7) return random.between(120, 2190);
  if (roll < 0.95) return random.between(2000, 8000);
  return random.between(8000, 40_000);
}
