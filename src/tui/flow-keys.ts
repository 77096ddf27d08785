/**
 * What flows are sorted by, as numbers: one per flow and column. NaN for a flow that has no such value.
 */
import { type SortRoom, stableOrder } from '../bytes/stable-order.js';
import type { FilterCapture } from '../filter/subject.js';
import { SEVERITIES } from '../rules/rule.js';
import { ExchangeFacts } from '../survey/exchange-facts.js';
import { FlowFacts } from '../survey/flow-facts.js';
import type { SurveyRows } from '../survey/survey-rows.js';
import { TEARDOWNS, type Teardown } from '../tcp/teardown.js';
import type { SortColumn } from './flow-order.js';

/** Flows looked at between two yields. */
export const FLOWS_PER_STEP = 2048;

/** Exchanges in which a time to the first octet is looked for. */
const MOST_EXCHANGES = 8;
/** An address takes 32 bits of a key, its port 16 below them, its IP version one above. */
const PORTS = 0x1_0000;
const IPV6_FROM = 2 ** 48;

const RANK_OF_TEARDOWN: ReadonlyMap<Teardown, number> = new Map(TEARDOWNS.map((id, rank) => [id, rank]));

/** Microseconds from the end of the first request that was answered to its response; NaN without one. */
export function firstOctetUs(flow: FlowFacts, exchange: ExchangeFacts): number {
  let at = flow.firstExchange;
  for (let seen = 0; at >= 0 && seen < MOST_EXCHANGES; seen++) {
    const { thinkTimeUs, nextExchange } = exchange.at(at);
    if (thinkTimeUs !== null) return thinkTimeUs;
    at = nextExchange;
  }
  return Number.NaN;
}

/** Writes the keys of a column for the flows from `first` on, as many as there is room for. */
export function* flowKeys(
  column: SortColumn,
  capture: FilterCapture,
  first: number,
  keys: Float64Array,
): Generator<undefined, void> {
  const keyOf = yield* keyOfColumn(column, capture);
  const flow = new FlowFacts(capture.survey);
  for (let index = 0; index < keys.length; index++) {
    keys[index] = keyOf(flow.at(first + index));
    if (index % FLOWS_PER_STEP === 0) yield;
  }
}

type KeyOf = (flow: FlowFacts) => number;

function* keyOfColumn(column: SortColumn, capture: FilterCapture): Generator<undefined, KeyOf> {
  const { survey } = capture;
  switch (column) {
    case 'flow':
      return (flow) => flow.flow;
    case 'severity':
      return ({ flow }) => worstSeverity(capture, flow);
    case 'start':
      return (flow) => flow.firstTimeNs;
    case 'client': {
      const rankOf = yield* ipv6Ranks(survey);
      return (flow) => endKey(flow.clientAddress, flow.clientPort, flow.isIpv6, rankOf);
    }
    case 'server': {
      const rankOf = yield* ipv6Ranks(survey);
      return (flow) => endKey(flow.serverAddress, flow.serverPort, flow.isIpv6, rankOf);
    }
    case 'segments':
      return (flow) => flow.clientSegments + flow.serverSegments;
    case 'payload':
      return (flow) => flow.clientPayloadBytes + flow.serverPayloadBytes;
    case 'duration':
      return (flow) => flow.lastTimeNs - flow.firstTimeNs;
    case 'ttfb': {
      const exchange = new ExchangeFacts(survey.exchanges, survey.texts);
      return (flow) => firstOctetUs(flow, exchange);
    }
    case 'end':
      return (flow) => RANK_OF_TEARDOWN.get(flow.teardown) as number;
  }
}

/** The worse the greater; NaN for a flow in which nothing was found. */
function worstSeverity({ findingsAt }: FilterCapture, flow: number): number {
  let worst = Number.NaN;
  for (const { severity } of findingsAt(flow)) {
    const rank = SEVERITIES.length - SEVERITIES.indexOf(severity);
    if (!(rank <= worst)) worst = rank;
  }
  return worst;
}

function endKey(address: number, port: number, isIpv6: boolean, rankOf: Uint32Array): number {
  const place = isIpv6 ? (rankOf[address] ?? 0) : address >>> 0;
  return (isIpv6 ? IPV6_FROM : 0) + place * PORTS + port;
}

/** The place of every IPv6 address among all of them. */
function* ipv6Ranks({ addresses }: SurveyRows): Generator<undefined, Uint32Array> {
  const { length } = addresses;
  const words = new Uint32Array(4 * length);
  for (let id = 0; id < length; id++) {
    const octets = addresses.ipv6Octets(id);
    const view = new DataView(octets.buffer, octets.byteOffset);
    for (let word = 0; word < 4; word++) words[4 * id + word] = view.getUint32(4 * word);
    if (id % FLOWS_PER_STEP === 0) yield;
  }
  // Least significant word first: the order of the words before stays among equal ones.
  const ids = new Uint32Array(length);
  for (let id = 0; id < length; id++) ids[id] = id;
  const keys = new Float64Array(length);
  const room: SortRoom = {
    order: new Uint32Array(length),
    spare: new Uint32Array(length),
    begins: new Uint8Array(length),
  };
  for (let word = 3; word >= 0; word--) {
    for (let at = 0; at < length; at++) {
      keys[at] = words[4 * (ids[at] as number) + word] as number;
      if (at % FLOWS_PER_STEP === 0) yield;
    }
    const { order } = yield* stableOrder(keys, room);
    const before = ids.slice();
    for (let at = 0; at < length; at++) {
      ids[at] = before[order[at] as number] as number;
      if (at % FLOWS_PER_STEP === 0) yield;
    }
  }
  const ranks = new Uint32Array(length);
  for (let rank = 0; rank < length; rank++) ranks[ids[rank] as number] = rank;
  return ranks;
}
