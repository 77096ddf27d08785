/**
 * What the summary tells of the flows: counts per service and client, failures over time, what the capture lacks. One pass
 * over the rows that are kept, with a limit on every table; done once per capture and set of muted rules.
 */
import { KeyTable } from '../../../bytes/key-table.js';
import { addressText } from '../../../diagnosis/address-text.js';
import type { Diagnosis, Endpoint, Finding } from '../../../diagnosis/diagnosis.js';
import { FlowFacts } from '../../../survey/flow-facts.js';
import type { SurveyRows } from '../../../survey/survey-rows.js';
import type { Shared } from '../../shared.js';
import { isFailedFlow } from './failure.js';

/** Columns of failures over time. */
export const BINS = 24;

/** Services and clients that are told apart. */
const MOST_SERVICES = 4096;
const MOST_CLIENTS = 65_536;

/** Services and clients that are named. */
const MOST_NAMED = 50;

/** A service. */
export interface ServiceOverview {
  readonly endpoint: Endpoint;
  readonly flows: number;
  /** Flows that failed (`isFailedFlow`). */
  readonly failed: number;
  /** Failures by the time at which their flow began. */
  readonly failedAt: readonly number[];
}

/** A client. */
export interface ClientOverview {
  readonly address: string;
  readonly flows: number;
}

/** What the summary tells of the flows. */
export interface Overview {
  readonly flows: number;
  /** The services with most failures first, then those with most flows. */
  readonly services: readonly ServiceOverview[];
  readonly serviceCount: number;
  /** Flows of services beyond the limit. */
  readonly flowsOfOthers: number;
  /** The clients with most flows first. */
  readonly clients: readonly ClientOverview[];
  readonly clientCount: number;
  /** There are more services, or clients, than are told apart. */
  readonly hasMoreServices: boolean;
  readonly hasMoreClients: boolean;
  /** Most failures of a service in one column. */
  readonly mostFailed: number;
  /** Flows of which one direction alone was captured, though the other was there. */
  readonly oneSided: number;
  /** Flows whose beginning was not captured. */
  readonly midFlow: number;
  /** Flows whose payload a snapshot length cut. */
  readonly cut: number;
  /** Flows of which acknowledged octets were not captured. */
  readonly missing: number;
}

type Asked = Pick<Shared, 'findingsOf' | 'mutedRules'>;

const MADE = new WeakMap<Diagnosis, { readonly muted: ReadonlySet<string>; readonly overview: Overview }>();

/** The overview of a capture. */
export function overviewOf(survey: SurveyRows, diagnosis: Diagnosis, asked: Asked): Overview {
  const made = MADE.get(diagnosis);
  if (made?.muted === asked.mutedRules) return made.overview;
  const overview = makeOverview(survey, diagnosis, asked);
  MADE.set(diagnosis, { muted: asked.mutedRules, overview });
  return overview;
}

interface Counted {
  flows: number;
  failed: number;
  readonly failedAt: number[];
}

function makeOverview(survey: SurveyRows, diagnosis: Diagnosis, { findingsOf, mutedRules }: Asked): Overview {
  const { flows } = survey;
  const facts = new FlowFacts(survey);
  const binOf = binning(diagnosis);
  const services = new Tally(MOST_SERVICES);
  const clients = new Tally(MOST_CLIENTS);
  const lacks = { oneSided: 0, midFlow: 0, cut: 0, missing: 0 };
  for (let flow = flows.firstKept; flow < flows.length; flow++) {
    facts.at(flow);
    const isIpv6 = facts.isIpv6 ? 1 : 0;
    const failed = isFailedFlow(facts, findingsOf(flow), mutedRules);
    const bin = failed ? binOf(facts.firstTimeNs) : -1;
    services.add(facts.serverAddress, facts.serverPort, isIpv6, bin);
    clients.add(facts.clientAddress, 0, isIpv6, -1);
    noteLacks(facts, lacks);
  }
  const endpoint = (table: Tally, id: number) => ({
    address: addressText(survey.addresses, table.keys.part(id, 0), table.keys.part(id, 2) === 1),
    port: table.keys.part(id, 1),
  });
  const named = services
    .best((a, b) => b.failed - a.failed || b.flows - a.flows)
    .map((id) => ({ endpoint: endpoint(services, id), ...(services.rows[id] as Counted) }));
  return {
    flows: flows.length - flows.firstKept,
    services: named,
    serviceCount: services.rows.length,
    flowsOfOthers: services.beyond,
    hasMoreServices: services.beyond > 0,
    clients: clients
      .best((a, b) => b.flows - a.flows)
      .map((id) => ({
        address: endpoint(clients, id).address,
        flows: (clients.rows[id] as Counted).flows,
      })),
    clientCount: clients.rows.length,
    hasMoreClients: clients.beyond > 0,
    mostFailed: Math.max(0, ...named.flatMap(({ failedAt }) => failedAt)),
    ...lacks,
  };
}

function noteLacks(
  facts: FlowFacts,
  lacks: { oneSided: number; midFlow: number; cut: number; missing: number },
): void {
  // A SYN without an answer has one direction because there is no other.
  const isAlone = facts.serverSegments === 0 ? !facts.synSeen || facts.clientSentData : false;
  if (isAlone || facts.clientSegments === 0) lacks.oneSided++;
  if (!facts.synSeen) lacks.midFlow++;
  if (facts.cutBySnaplen) lacks.cut++;
  if (facts.clientOctetsMissing || facts.serverOctetsMissing) lacks.missing++;
}

/** The column of a time. */
function binning({ capture: { firstTimeNs, lastTimeNs } }: Diagnosis): (timeNs: number) => number {
  const first = firstTimeNs ?? 0;
  const length = Math.max(1, (lastTimeNs ?? 0) - first);
  return (timeNs) => {
    const bin = Math.floor(((timeNs - first) / length) * BINS);
    return Number.isFinite(bin) ? Math.max(0, Math.min(BINS - 1, bin)) : 0;
  };
}

/** Counts by key, up to a number of keys. */
class Tally {
  readonly keys = new KeyTable();
  readonly rows: Counted[] = [];
  /** Flows whose key came after the limit was reached. */
  beyond = 0;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** @param bin column of the failure; -1 for a flow without */
  add(a: number, b: number, c: number, bin: number): void {
    const isFull = this.rows.length >= this.most;
    const id = isFull ? this.keys.find(a, b, c) : this.keys.idOf(a, b, c);
    if (id < 0) {
      this.beyond++;
      return;
    }
    let row = this.rows[id];
    if (row === undefined) {
      row = { flows: 0, failed: 0, failedAt: [] };
      this.rows.push(row);
    }
    row.flows++;
    if (bin < 0) return;
    row.failed++;
    if (row.failedAt.length === 0) row.failedAt.push(...new Array<number>(BINS).fill(0));
    row.failedAt[bin] = (row.failedAt[bin] as number) + 1;
  }

  /** The first ids in an order; equal ones in the order in which they were met. */
  best(compare: (a: Counted, b: Counted) => number): number[] {
    return this.rows
      .map((row, id) => ({ row, id }))
      .sort((a, b) => compare(a.row, b.row) || a.id - b.id)
      .slice(0, MOST_NAMED)
      .map(({ id }) => id);
  }
}

/** The findings of a service with their places among all. */
export function findingsAt(findings: readonly Finding[], { address, port }: Endpoint): [number, Finding][] {
  return [...findings.entries()].filter(
    ([, { server }]) => server?.address === address && server.port === port,
  );
}
