/**
 * **lb**: what a mirror port beside a load balancer shows. 60 % of the flows are health checks, 40 % HTTP/1.1.
 * 1000 flows start in three seconds at any scale; a larger scale is a longer capture.
 */
import { Conversation } from './conversation.mjs';
import { BALANCERS, balancer, SERVERS, server } from './network.mjs';
import { Random } from './random.mjs';
import { writeInOrder } from './schedule.mjs';
import { WebTraffic } from './web-traffic.mjs';

export const LB_FLOWS = 200_000;
const FLOW_INTERVAL_US = 3000;
const PAIRS = BALANCERS * SERVERS;
const FIRST_PROBE_PORT = 1024;
const PROBE_PORTS = 64_500;

/**
 * @param {import('./pcap-writer.mjs').PcapWriter} writer
 * @param {{ flows: number, seed: number }} size
 * @returns {Record<string, unknown>} the true counts
 */
export function writeLb(writer, { flows, seed }) {
  const random = new Random(seed);
  const lasts = flows * FLOW_INTERVAL_US;
  const counts = { ipv6Flows: 0, retransmittedSegments: 0, reorderedSegments: 0 };
  const plan = makePlan(random, lasts);
  const probes = new Probes(new Random(seed + 1), plan, counts);
  const web = new WebTraffic(new Random(seed + 2), plan, counts);
  const written = writeInOrder(writer, starts(flows, probes, web));
  return { flows, ...counts, ...web.truth, healthChecks: probes.truth, ...written };
}

/**
 * Of five flows three are health checks, spread evenly.
 * @param {number} flows
 * @param {Probes} probes
 * @param {WebTraffic} web
 */
function* starts(flows, probes, web) {
  for (let flow = 0; flow < flows; flow++) {
    const startUs = flow * FLOW_INTERVAL_US;
    const isProbe = flow % 5 !== 1 && flow % 5 !== 3;
    yield { startUs, make: () => (isProbe ? probes.make(startUs) : web.make(startUs)) };
  }
}

/**
 * What goes wrong with each server, and when.
 * @typedef {object} ServerPlan
 * @property {boolean} resetsAfterFin the IIS 7.0 teardown
 * @property {boolean} resetsRequests what it does while the pool is down: a reset instead of the 503
 * @property {number} refusesFromUs
 * @property {number} refusesUntilUs
 * @property {number} poolDownFromUs
 * @property {number} poolDownUntilUs
 */

/**
 * @param {Random} random
 * @param {number} lasts
 * @returns {ServerPlan[]}
 */
function makePlan(random, lasts) {
  return Array.from({ length: SERVERS }, (_, index) => {
    const refusesFromUs = Math.floor(lasts * (0.05 + 0.4 * random.fraction()));
    const poolDownFromUs = Math.floor(lasts * (0.5 + 0.4 * random.fraction()));
    return {
      resetsAfterFin: (index * 7) % SERVERS < 31,
      resetsRequests: index % 5 === 2,
      refusesFromUs,
      refusesUntilUs: refusesFromUs + Math.floor(lasts * 0.03),
      poolDownFromUs,
      poolDownUntilUs: poolDownFromUs + Math.floor(lasts * 0.065),
    };
  });
}

/** TCP health checks: every balancer tries every server, one pair after the other, the same pair every two seconds. */
class Probes {
  #random;
  #plan;
  #counts;
  #made = 0;
  truth = { total: 0, finThenReset: 0, orderly: 0, refused: 0 };

  /**
   * @param {Random} random
   * @param {ServerPlan[]} plan
   * @param {{ ipv6Flows: number }} counts
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
    const pair = this.#made % PAIRS;
    const round = Math.floor(this.#made / PAIRS);
    this.#made += 1;
    const serverIndex = pair % SERVERS;
    const ipv6 = pair % 20 === 7;
    const port = FIRST_PROBE_PORT + ((round * SERVERS + serverIndex) % PROBE_PORTS);
    const flow = new Conversation(
      balancer(Math.floor(pair / SERVERS), port, ipv6),
      server(serverIndex, 80, ipv6),
      startUs + random.between(0, 900),
      { client: random.uint32(), server: random.uint32() },
    );
    this.truth.total += 1;
    if (ipv6) this.#counts.ipv6Flows += 1;
    this.#fill(flow, this.#plan[serverIndex]);
    return flow;
  }

  /**
   * @param {Conversation} flow
   * @param {ServerPlan} plan
   */
  #fill(flow, plan) {
    const random = this.#random;
    const refused = flow.timeUs >= plan.refusesFromUs && flow.timeUs < plan.refusesUntilUs;
    const fromServer = true;
    const fromClient = false;
    flow.syn();
    flow.wait(random.between(120, 600));
    if (refused) {
      flow.rst(fromServer);
      this.truth.refused += 1;
      return;
    }
    flow.synAck();
    flow.wait(random.between(30, 120));
    flow.ack(fromClient);
    flow.wait(random.between(20, 300));
    flow.fin(fromClient);
    flow.wait(random.between(120, 700));
    if (plan.resetsAfterFin) {
      flow.rst(fromServer);
      this.truth.finThenReset += 1;
      return;
    }
    if (random.chance(0.5)) {
      flow.ack(fromServer);
      flow.wait(random.between(50, 900));
    }
    flow.fin(fromServer);
    flow.wait(random.between(30, 120));
    flow.ack(fromClient);
    this.truth.orderly += 1;
  }
}
