import { addressText } from '../diagnosis/address-text.js';
import { ExchangeFacts } from '../survey/exchange-facts.js';
import { FlowFacts } from '../survey/flow-facts.js';
import type { Survey } from '../survey/survey.js';
import { endpointText } from '../view/endpoint.js';
import { ownText, packetText, type SafeText, type Secrets } from '../view/safe-text.js';
import { isoTime } from '../view/time.js';
import {
  type Http2Record,
  http2Record,
  type TlsRecord,
  tlsRecord,
  type UpgradeRecord,
  upgradeRecord,
} from './protocol-record.js';

/** A value of the client and one of the server. */
type ClientServer = readonly [client: number, server: number];

/** One HTTP exchange as it is published; null where that half was not captured. */
interface ExchangeRecord {
  readonly method: SafeText | null;
  readonly target: SafeText | null;
  readonly host: SafeText | null;
  readonly interim: readonly number[];
  readonly status: number | null;
  readonly server: SafeText | null;
  readonly requestFrame: number | null;
  readonly responseFrame: number | null;
}

/** One flow as it is published: a line of `tcpdx flows --json` (schema/flow.schema.json). */
export interface FlowRecord {
  readonly flow: number;
  readonly client: SafeText;
  readonly clientKnownBy: SafeText;
  readonly server: SafeText;
  readonly segments: ClientServer;
  readonly payloadBytes: ClientServer;
  readonly syn: ClientServer;
  readonly fin: ClientServer;
  readonly rst: ClientServer;
  readonly retransmissions: ClientServer;
  readonly outOfOrder: ClientServer;
  readonly state: SafeText;
  readonly history: SafeText;
  readonly teardown: SafeText;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly firstTime: SafeText | null;
  readonly durationMs: number;
  readonly tls: TlsRecord | null;
  readonly http2: Http2Record | null;
  readonly upgrade: UpgradeRecord | null;
  /** Made while they are read: one connection may carry millions. To be read before the next flow. */
  readonly exchanges: Iterable<ExchangeRecord>;
  readonly findings: readonly SafeText[];
}

/** Which rules found something in a flow, by id. */
export type FindingsOfFlow = (flow: number) => readonly string[];

/** The kept flows of a survey in order, made one at a time. */
export function* flowRecords(
  survey: Survey,
  findingsOfFlow: FindingsOfFlow,
  secrets: Secrets,
): Generator<FlowRecord> {
  const flow = new FlowFacts(survey);
  const exchange = new ExchangeFacts(survey.exchanges, survey.texts);
  for (let number = survey.flows.firstKept; number < survey.flows.length; number++) {
    flow.at(number);
    const exchanges = exchangeRecords(flow.firstExchange, exchange, secrets);
    yield flowRecord(survey, flow, exchanges, findingsOfFlow(number).map(ownText), secrets);
  }
}

function flowRecord(
  survey: Survey,
  flow: FlowFacts,
  exchanges: Iterable<ExchangeRecord>,
  findings: readonly SafeText[],
  secrets: Secrets,
): FlowRecord {
  const { addresses, timeBase } = survey;
  const endpoint = (id: number, port: number) =>
    endpointText({ address: addressText(addresses, id, flow.isIpv6), port });
  return {
    flow: flow.flow,
    client: endpoint(flow.clientAddress, flow.clientPort),
    clientKnownBy: ownText(flow.clientKnownBy),
    server: endpoint(flow.serverAddress, flow.serverPort),
    segments: [flow.clientSegments, flow.serverSegments],
    payloadBytes: [flow.clientPayloadBytes, flow.serverPayloadBytes],
    syn: [flow.clientSynCount, flow.serverSynCount],
    fin: [flow.clientFinCount, flow.serverFinCount],
    rst: [flow.clientRstCount, flow.serverRstCount],
    retransmissions: [flow.clientRetransmissions, flow.serverRetransmissions],
    outOfOrder: [flow.clientOutOfOrder, flow.serverOutOfOrder],
    state: ownText(flow.state),
    history: ownText(flow.history),
    teardown: ownText(flow.teardown),
    firstFrame: flow.firstFrame,
    lastFrame: flow.lastFrame,
    firstTime: isoTime(timeBase.epochSeconds, flow.firstTimeNs),
    durationMs: (flow.lastTimeNs - flow.firstTimeNs) / 1e6,
    tls: tlsRecord(flow, secrets),
    http2: http2Record(flow),
    upgrade: upgradeRecord(flow, secrets),
    exchanges,
    findings,
  };
}

function* exchangeRecords(
  first: number,
  exchange: ExchangeFacts,
  secrets: Secrets,
): Generator<ExchangeRecord> {
  const text = (raw: string | null) => (raw === null ? null : packetText(raw, secrets, 1000));
  for (let at = first; at >= 0; at = exchange.at(at).nextExchange) {
    exchange.at(at);
    yield {
      method: text(exchange.method),
      target: text(exchange.target),
      host: text(exchange.host),
      interim: exchange.interim,
      status: exchange.status === 0 ? null : exchange.status,
      server: text(exchange.server),
      requestFrame: exchange.requestFrame === 0 ? null : exchange.requestFrame,
      responseFrame: exchange.responseFrame === 0 ? null : exchange.responseFrame,
    };
  }
}
