/**
 * What can be asked only once it is known what was found.
 *
 * Good answers of a service while a finding lasted show that it was up; segments of a host show that its direction was
 * captured. Flows that were evicted are not looked at again, so that the counts are lower bounds.
 */
import { FlowFacts } from '../survey/flow-facts.js';
import type { Survey } from '../survey/survey.js';
import type { GoodAnswers } from './good-answers.js';
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

/** A group, and what was counted for it. */
interface Counted {
  readonly group: Group;
  readonly counts: Successes;
}

/** Looks again, for these groups. */
export function lookAgain(
  survey: Survey,
  services: ServiceTable,
  answers: GoodAnswers,
  groups: readonly Group[],
): SecondLook {
  const byService = groupsByService(groups);
  const silent = silentHosts(services, byService.keys());
  if (silent.size > 0) hearHosts(survey, silent);
  countSuccesses(answers, byService);
  return {
    successes: new Map([...byService.values()].flat().map(({ group, counts }) => [group, counts])),
    hostSent: (service) => !silent.has(hostKey(services.address(service), services.isIpv6(service))),
  };
}

function groupsByService(groups: readonly Group[]): Map<number, Counted[]> {
  const byService = new Map<number, Counted[]>();
  for (const group of groups) {
    if (group.service < 0) continue;
    const counted = { group, counts: { successes: 0, successesToProbe: 0 } };
    const list = byService.get(group.service);
    if (list === undefined) byService.set(group.service, [counted]);
    else if (list.length < MOST_GROUPS_PER_SERVICE) list.push(counted);
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

/** Takes those out of the silent hosts of which segments were captured, though as a client. */
function hearHosts(survey: Survey, silent: Set<number>): void {
  const flow = new FlowFacts(survey);
  for (let number = survey.flows.firstKept; number < survey.flows.length; number++) {
    flow.at(number);
    if (flow.clientWasCaptured) silent.delete(hostKey(flow.clientAddress, flow.isIpv6));
  }
}

function countSuccesses(answers: GoodAnswers, byService: ReadonlyMap<number, readonly Counted[]>): void {
  if (byService.size === 0) return;
  for (let answer = 0; answer < answers.length; answer++) {
    const list = byService.get(answers.service(answer));
    if (list === undefined) continue;
    const timeNs = answers.timeNs(answer);
    for (const { group, counts } of list) {
      if (timeNs < group.firstTimeNs || timeNs > group.lastTimeNs) continue;
      if (isOfProbe(group, answers.client(answer))) counts.successesToProbe++;
      else counts.successes++;
    }
  }
}

function isOfProbe(group: Group, client: number): boolean {
  return group.rule.findsProbes === true && group.clientCount === 1 && group.firstClient === client;
}

/** IPv4 addresses and numbers of IPv6 addresses overlap. */
function hostKey(address: number, isIpv6: boolean): number {
  return isIpv6 ? address + 2 ** 33 : address;
}
