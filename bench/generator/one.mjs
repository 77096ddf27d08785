/**
 * **one**: a single download that fills the file. It asks whether memory depends on the length of a flow. The
 * server's sequence numbers begin shortly before 2³², so they wrap at every size from 300 MB up.
 */
import { Conversation } from './conversation.mjs';
import { plainMessage } from './http-messages.mjs';
import { client, server } from './network.mjs';

export const ONE_OCTETS = 2 ** 30;
const FIRST_SEQ = { client: 0x10000000, server: 0xf0000000 };
const HEADERS_OCTETS = 16 + 54;
/** Two full segments and the acknowledgement of both. */
const OCTETS_PER_ROUND = 2 * (HEADERS_OCTETS + 1460) + 16 + 60;
/** Segments that share one array before they are written and forgotten. */
const SEGMENTS_PER_BATCH = 1000;
const REORDER_EVERY_BATCHES = 5;
const RETRANSMIT_EVERY_BATCHES = 20;

/**
 * @param {import('./pcap-writer.mjs').PcapWriter} writer
 * @param {{ octets: number }} size of the file, about
 * @returns {Record<string, unknown>} the true counts
 */
export function writeOne(writer, { octets }) {
  const flow = new Conversation(client(0, 49_152, false), server(0, 80, false), 0, FIRST_SEQ);
  const batches = Math.max(1, Math.round(octets / (OCTETS_PER_ROUND * (SEGMENTS_PER_BATCH / 2))));
  const batchOctets = SEGMENTS_PER_BATCH * flow.largestPayload;
  const steady = { retransmit: -1, reorder: -1, gapUs: 12 };

  open(flow, batches * batchOctets, steady);
  const body = plainMessage('', batchOctets);
  for (let batch = 1; batch <= batches; batch++) {
    const reorder = batch % REORDER_EVERY_BATCHES === 0 ? 400 : -1;
    const retransmit = batch % RETRANSMIT_EVERY_BATCHES === 0 ? 600 : -1;
    flow.send(true, body, { ...steady, reorder, retransmit });
    flow.ack(false);
    flow.wait(12);
    drain(writer, flow);
  }
  close(flow);
  drain(writer, flow);
  return {
    flows: 1,
    requests: 1,
    responses: 1,
    status: { 200: 1 },
    resetsOnRequest: 0,
    retransmittedSegments: flow.retransmitted,
    reorderedSegments: flow.reordered,
    mostOpenFlows: 1,
    lastUs: flow.timeUs,
  };
}

/**
 * @param {Conversation} flow
 * @param {number} bodyOctets
 * @param {{ retransmit: number, reorder: number, gapUs: number }} steady
 */
function open(flow, bodyOctets, steady) {
  flow.syn();
  flow.wait(200);
  flow.synAck();
  flow.wait(200);
  flow.ack(false);
  flow.wait(50);
  const asked = 'GET /backup/full.vhd HTTP/1.1\r\nHost: files.example.com\r\nAccept: */*\r\n\r\n';
  flow.send(false, plainMessage(asked, 0), steady);
  flow.wait(900);
  const head = `HTTP/1.1 200 OK\r\nServer: Microsoft-IIS/10.0\r\nContent-Type: application/octet-stream\r\nContent-Length: ${bodyOctets}\r\n\r\n`;
  flow.send(true, plainMessage(head, 0), steady);
}

/** @param {Conversation} flow */
function close(flow) {
  flow.fin(false);
  flow.wait(200);
  flow.ack(true);
  flow.wait(100);
  flow.fin(true);
  flow.wait(200);
  flow.ack(false);
}

/**
 * @param {import('./pcap-writer.mjs').PcapWriter} writer
 * @param {Conversation} flow
 */
function drain(writer, flow) {
  for (const segment of flow.segments) {
    if (segment.fromServer) writer.write(flow.server, flow.client, segment);
    else writer.write(flow.client, flow.server, segment);
  }
  flow.segments.length = 0;
}
