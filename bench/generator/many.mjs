/**
 * **many**: flows of five frames and nothing else, 374 octets each: handshake, FIN, ACK of the client, RST, ACK of the server.
 * It asks what a flow costs.
 */
import { Conversation } from './conversation.mjs';
import { SERVERS, server } from './network.mjs';
import { Random } from './random.mjs';
import { writeInOrder } from './schedule.mjs';

export const MANY_FLOWS = 1_000_000;
const FLOW_INTERVAL_US = 60;
const CLIENTS = 4096;

/**
 * @param {import('./pcap-writer.mjs').PcapWriter} writer
 * @param {{ flows: number, seed: number }} size
 * @returns {Record<string, unknown>} the true counts
 */
export function writeMany(writer, { flows, seed }) {
  const written = writeInOrder(writer, starts(flows, new Random(seed)));
  const healthChecks = { total: flows, finThenReset: flows, orderly: 0, refused: 0 };
  return { flows, requests: 0, responses: 0, status: {}, resetsOnRequest: 0, healthChecks, ...written };
}

/**
 * @param {number} flows
 * @param {Random} random
 */
function* starts(flows, random) {
  for (let flow = 0; flow < flows; flow++) {
    const startUs = flow * FLOW_INTERVAL_US;
    yield { startUs, make: () => makeFlow(flow, startUs, random) };
  }
}

/**
 * @param {number} number no two have the same client address and port
 * @param {number} startUs
 * @param {Random} random
 * @returns {Conversation}
 */
function makeFlow(number, startUs, random) {
  const host = number % CLIENTS;
  const client = {
    address: Uint8Array.of(10, 64, host >> 8, host),
    port: 1024 + Math.floor(number / CLIENTS),
    ttl: 64,
    mac: 0x0100,
  };
  const flow = new Conversation(
    client,
    server(number % SERVERS, 80, false),
    startUs + random.between(0, 50),
    {
      client: random.uint32(),
      server: random.uint32(),
    },
  );
  flow.syn();
  flow.wait(random.between(200, 900));
  flow.synAck();
  flow.wait(random.between(200, 900));
  flow.ack(false);
  flow.wait(random.between(1000, 200_000));
  flow.fin(false);
  flow.wait(random.between(200, 900));
  flow.rst(true);
  return flow;
}
