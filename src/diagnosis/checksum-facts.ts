/**
 * Counts of checksums → what is said of a capture: how many are wrong, and which of them are work left to a network card.
 */
import type { ChecksumCounts, ChecksumVerdict } from '../survey/checksums.js';
import type { Survey } from '../survey/survey.js';
import { FlowFlag } from '../tcp/flow-flag.js';
import { FlowRow } from '../tcp/flow-row.js';
import { addressText } from './address-text.js';

/** Hosts and flows that are told, the worst or the first. */
const MOST_TOLD = 20;

/** What one host sent. */
export interface ChecksumSender extends ChecksumCounts {
  readonly address: string;
  readonly verdict: ChecksumVerdict;
}

/** What one side of a flow sent. */
export interface DamagedFlow {
  readonly flow: number;
  /** Segments with a wrong checksum that offload does not explain: of the client, of the server. */
  readonly damaged: readonly [client: number, server: number];
}

/** What is said of the checksums of a capture. */
export interface ChecksumFacts {
  /** IPv4 headers of TCP segments. */
  readonly ipv4: ChecksumCounts;
  readonly tcp: ChecksumCounts;
  /** Wrong TCP checksums by the verdict on their senders (`unexplained`: all of the sender are wrong). */
  readonly offloaded: number;
  readonly damaged: number;
  readonly unexplained: number;
  /** Hosts that sent wrong checksums, at most 20, those with the most first. */
  readonly senders: readonly ChecksumSender[];
  /** The first 20 flows with damaged segments. */
  readonly damagedFlows: readonly DamagedFlow[];
}

/** The facts of a survey that looked at checksums; null of one that did not. */
export function checksumFacts(survey: Survey): ChecksumFacts | null {
  const { checksums } = survey;
  if (checksums === null) return null;
  const senders: ChecksumSender[] = [];
  const wrong = { offload: 0, damaged: 0, 'all-wrong': 0 };
  for (let host = 0; host < checksums.hostCount; host++) {
    const sent = checksums.sentBy(host);
    if (sent.bad + sent.unfinished === 0) continue;
    const isIpv6 = checksums.hostIsIpv6(host);
    const address = checksums.hostAddress(host);
    const verdict = checksums.verdictOn(address, isIpv6);
    wrong[verdict] += sent.bad;
    wrong.offload += sent.unfinished;
    senders.push({ address: addressText(survey.addresses, address, isIpv6), verdict, ...sent });
  }
  return {
    ipv4: checksums.ipv4Totals,
    tcp: checksums.tcpTotals,
    offloaded: wrong.offload,
    damaged: wrong.damaged,
    unexplained: wrong['all-wrong'],
    senders: senders.sort(compareSenders).slice(0, MOST_TOLD),
    damagedFlows: damagedFlows(survey),
  };
}

/** Segments of one side of a flow whose octets changed on the way. */
function damagedSegments({ checksums }: Survey, row: FlowRow, side: number): number {
  if (checksums === null) return 0;
  const { bad } = checksums.ofFlow(row.flow, side);
  if (bad === 0) return 0;
  return checksums.verdictOn(row.address(side), row.has(FlowFlag.Ipv6)) === 'damaged' ? bad : 0;
}

function damagedFlows(survey: Survey): DamagedFlow[] {
  const { flows } = survey;
  const row = new FlowRow(flows.rows);
  const told: DamagedFlow[] = [];
  for (let flow = flows.firstKept; flow < flows.length && told.length < MOST_TOLD; flow++) {
    row.moveTo(flow);
    const { clientSide } = row;
    const client = damagedSegments(survey, row, clientSide);
    const server = damagedSegments(survey, row, 1 - clientSide);
    if (client + server > 0) told.push({ flow, damaged: [client, server] });
  }
  return told;
}

function compareSenders(a: ChecksumSender, b: ChecksumSender): number {
  return b.bad + b.unfinished - (a.bad + a.unfinished) || (a.address < b.address ? -1 : 1);
}
