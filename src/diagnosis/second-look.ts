/**
 * What can be asked only once it is known what was found: a second pass over the flows that are still in memory.
 *
 * Good answers of a service while a finding lasted show that it was up; segments of a host show that its direction was
 * captured. Flows that were evicted are not looked at again, so that the counts are lower bounds.
 */
import { ExchangeFacts } from '../survey/exchange-facts.js';
import { FlowFacts } from '../survey/flow-facts.js';
import type { Survey } from '../survey/survey.js';
import type { Group } from './group.js';
import type { ServiceTable } from './service-table.js';

/** Groups of one service whose good answers are counted. */
const MOST_GROUPS_PER_SERVICE = 32;

/** Good answers while a group lasted. */
interface Successes {
  /** To anybody; where the finding is of probes, to other clients than the one that probes. */
  successes: number;
  /** To the one client that probes. */
  successesToProbe: number;
}

/** What the second pass found. */
export interface SecondLook {
  readonly successes: ReadonlyMap<Group, Successes>;
  /** Whether a segment sent by the host of a service was captured. */
  hostSent(service: number): boolean;
}

/** Looks again, for these groups. */
export function lookAgain(survey: Survey, services: ServiceTable, groups: readonly Group[]): SecondLook {
  const byService = groupsByService(groups);
  const silent = silentHosts(services, byService.keys());
  const successes = new Map<Group, Successes>();
  for (const list of byService.values()) {
    for (const group of list) successes.set(group, { successes: 0, successesToProbe: 0 });
  }
  if (successes.size > 0) lookAtFlows(survey, services, byService, silent, successes);
  return {
    successes,
    hostSent: (service) => !silent.has(hostKey(services.address(service), services.isIpv6(service))),
  };
}

function groupsByService(groups: readonly Group[]): Map<number, Group[]> {
  const byService = new Map<number, Group[]>();
  for (const group of groups) {
    if (group.service < 0) continue;
    const list = byService.get(group.service);
    if (list === undefined) byService.set(group.service, [group]);
    else if (list.length < MOST_GROUPS_PER_SERVICE) list.push(group);
  }
  return byService;
}

/** Hosts of these services that answered on none of their ports. */
function silentHosts(services: ServiceTable, wanted: Iterable<number>): Set<number> {
  const silent = new Set<number>();
  for (const service of wanted) {
    if (!services.hasAnswered(service)) {
      silent.add(hostKey(services.address(service), services.isIpv6(service)));
    }
  }
  if (silent.size === 0) return silent;
  for (let service = 0; service < services.length; service++) {
    if (services.hasAnswered(service)) {
      silent.delete(hostKey(services.address(service), services.isIpv6(service)));
    }
  }
  return silent;
}

function lookAtFlows(
  survey: Survey,
  services: ServiceTable,
  byService: ReadonlyMap<number, Group[]>,
  silent: Set<number>,
  successes: ReadonlyMap<Group, Successes>,
): void {
  const flow = new FlowFacts(survey);
  const exchange = new ExchangeFacts(survey.exchanges, survey.texts);
  for (let number = survey.flows.firstKept; number < survey.flows.length; number++) {
    flow.at(number);
    if (silent.size > 0 && flow.clientSegments > 0) silent.delete(hostKey(flow.clientAddress, flow.isIpv6));
    if (flow.firstExchange < 0) continue;
    const groups = byService.get(services.of(flow));
    if (groups !== undefined) countSuccesses(flow, exchange, groups, successes);
  }
}

function countSuccesses(
  flow: FlowFacts,
  exchange: ExchangeFacts,
  groups: readonly Group[],
  successes: ReadonlyMap<Group, Successes>,
): void {
  for (let number = flow.firstExchange; number >= 0; number = exchange.at(number).nextExchange) {
    const { status, responseTimeNs } = exchange.at(number);
    if (status < 200 || status >= 400) continue;
    for (const group of groups) {
      const counts = successes.get(group);
      const isWithin = responseTimeNs >= group.firstTimeNs && responseTimeNs <= group.lastTimeNs;
      if (counts === undefined || !isWithin) continue;
      if (isOfProbe(group, flow)) counts.successesToProbe++;
      else counts.successes++;
    }
  }
}

function isOfProbe(group: Group, flow: FlowFacts): boolean {
  return (
    group.rule.findsProbes === true && group.clientCount === 1 && group.firstClient === flow.clientAddress
  );
}

/** IPv4 addresses and numbers of IPv6 addresses overlap. */
function hostKey(address: number, isIpv6: boolean): number {
  return isIpv6 ? address + 2 ** 33 : address;
}
