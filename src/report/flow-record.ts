import { type IcmpMeaning, icmpMeaning } from '../decode/icmp-meaning.js';
import { addressText } from '../diagnosis/address-text.js';
import type { ChecksumTable, ChecksumVerdict } from '../survey/checksums.js';
import { ExchangeFacts } from '../survey/exchange-facts.js';
import { FlowFacts } from '../survey/flow-facts.js';
import type { SurveyRows } from '../survey/survey-rows.js';
import { FlowFlag } from '../tcp/flow-flag.js';
import { FlowRow } from '../tcp/flow-row.js';
import { endpointText } from '../view/endpoint.js';
import { icmpText } from '../view/icmp-text.js';
import {
  type Http2Record,
  http2Record,
  type TlsRecord,
  tlsRecord,
  type UpgradeRecord,
  upgradeRecord,
} from '../view/protocol-record.js';
import { ownText, packetText, type SafeText, type Secrets, safeText } from '../view/safe-text.js';
import { isoTime } from '../view/time.js';

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
  readonly requestHeadCut: boolean;
  readonly responseHeadCut: boolean;
}

/** One ICMP error about a segment of a flow as it is published. */
interface IcmpRecord {
  readonly frame: number;
  readonly from: SafeText;
  readonly about: 'client' | 'server';
  readonly type: number;
  readonly code: number;
  readonly meaning: IcmpMeaning;
  readonly text: SafeText;
  readonly nextHopMtu: number | null;
}

/** Checksums of one flow as they are published; wrong ones by the verdict on their sender (`ChecksumVerdict`). */
interface ChecksumRecord {
  readonly good: ClientServer;
  readonly damaged: ClientServer;
  readonly offloaded: ClientServer;
  readonly unexplained: ClientServer;
  readonly unchecked: ClientServer;
  readonly ipv4Bad: ClientServer;
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
  /** From the first frame to the last; NaN, which JSON writes as null, where they have no time. */
  readonly durationMs: number;
  readonly tls: TlsRecord | null;
  readonly http2: Http2Record | null;
  readonly upgrade: UpgradeRecord | null;
  /** ICMP errors that quote a segment of the flow, and the first ten of them. */
  readonly icmpErrors: number;
  readonly icmp: readonly IcmpRecord[];
  /** TCP checksums of the segments of each side; absent where they were not asked for. */
  readonly checksums?: ChecksumRecord;
  /** Made while they are read: one connection may carry millions. To be read before the next flow. */
  readonly exchanges: Iterable<ExchangeRecord>;
  readonly findings: readonly SafeText[];
}

/** Which rules found something in a flow, by id. */
export type FindingsOfFlow = (flow: number) => readonly string[];

/**
 * The kept flows of a survey in order, made one at a time.
 * @param matches which of them; all where absent
 */
export function* flowRecords(
  survey: SurveyRows,
  findingsOfFlow: FindingsOfFlow,
  secrets: Secrets,
  matches: (flow: number) => boolean = () => true,
): Generator<FlowRecord> {
  const flow = new FlowFacts(survey);
  const exchange = new ExchangeFacts(survey.exchanges, survey.texts);
  for (let number = survey.flows.firstKept; number < survey.flows.length; number++) {
    if (!matches(number)) continue;
    flow.at(number);
    const exchanges = exchangeRecords(flow.firstExchange, exchange, secrets);
    yield flowRecord(survey, flow, exchanges, findingsOfFlow(number).map(ownText), secrets);
  }
}

function flowRecord(
  survey: SurveyRows,
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
    icmpErrors: flow.icmpErrors,
    icmp: flow.icmpErrors === 0 ? [] : icmpRecords(survey, flow),
    ...(survey.checksums === null ? {} : { checksums: checksumRecord(survey, survey.checksums, flow.flow) }),
    exchanges,
    findings,
  };
}

function checksumRecord(survey: SurveyRows, checksums: ChecksumTable, flow: number): ChecksumRecord {
  const row = new FlowRow(survey.flows.rows).moveTo(flow);
  const { clientSide } = row;
  const ofBoth = (value: (side: number) => number): ClientServer => [
    value(clientSide),
    value(1 - clientSide),
  ];
  const counts = (side: number) => checksums.ofFlow(flow, side);
  const bad = (side: number, verdict: ChecksumVerdict) => {
    const isSo = checksums.verdictOn(row.address(side), row.has(FlowFlag.Ipv6)) === verdict;
    return isSo ? counts(side).bad : 0;
  };
  return {
    good: ofBoth((side) => counts(side).good),
    damaged: ofBoth((side) => bad(side, 'damaged')),
    offloaded: ofBoth((side) => counts(side).unfinished + bad(side, 'offload')),
    unexplained: ofBoth((side) => bad(side, 'all-wrong')),
    unchecked: ofBoth((side) => counts(side).unchecked),
    ipv4Bad: ofBoth((side) => checksums.ipv4OfFlow(flow, side).bad),
  };
}

function icmpRecords({ addresses, icmp }: SurveyRows, flow: FlowFacts): IcmpRecord[] {
  return icmp.ofFlow(flow.flow).map(({ frame, type, code, about, nextHopMtu, reporter }) => {
    const meaning = icmpMeaning(flow.isIpv6 ? 6 : 4, type, code);
    return {
      frame,
      from: safeText(addressText(addresses, reporter, flow.isIpv6)),
      about,
      type,
      code,
      meaning,
      text: icmpText(meaning),
      nextHopMtu: nextHopMtu === 0 ? null : nextHopMtu,
    };
  });
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
      requestHeadCut: exchange.requestHeadCut,
      responseHeadCut: exchange.responseHeadCut,
    };
  }
}
