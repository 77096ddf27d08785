/**
 * Groups by rule, service and client. A rule that matches at more than a thousand services has met a scan or worse: the
 * services beyond are one group together, without a server, so that a diagnosis stays readable and in memory.
 */
import { KeyTable } from '../bytes/key-table.js';
import type { Match, Rule } from '../rules/rule.js';
import type { ExchangeFacts } from '../survey/exchange-facts.js';
import type { FlowFacts } from '../survey/flow-facts.js';
import { type ClientTable, NO_CLIENT } from './client-table.js';
import { Group } from './group.js';

/** Groups of one rule that are kept apart. */
const MOST_GROUPS = 1000;
/** Groups of one rule up to which one is made for a match that shows nothing alone. A scan makes one at each port it tries. */
const MOST_SUSPICIONS = 500;
/** Clients of groups that stand for many services; beyond it a count of clients is a lower bound. */
const MOST_CLIENTS_OF_MANY = 262_144;

/** Number of the service of a group that stands for many. */
const MANY_SERVICES = -1;

/** All groups. */
export class GroupTable {
  private readonly keys = new KeyTable();
  private readonly clients: ClientTable;
  private readonly clientsOfMany = new KeyTable();
  /** Group of each key: an index into `groups`. */
  private readonly groupOfKey: number[] = [];
  readonly groups: Group[] = [];
  private readonly countOfRule: number[] = [];
  private readonly overflowOfRule = new Map<number, number>();

  constructor(clients: ClientTable) {
    this.clients = clients;
  }

  /** Makes these groups equal to others, whose clients were copied already. */
  copyFrom(other: GroupTable): void {
    this.keys.copyFrom(other.keys);
    this.clientsOfMany.copyFrom(other.clientsOfMany);
    replace(this.groupOfKey, other.groupOfKey);
    replace(
      this.groups,
      other.groups.map((group) => group.copy()),
    );
    replace(this.countOfRule, other.countOfRule);
    this.overflowOfRule.clear();
    for (const [rule, group] of other.overflowOfRule) this.overflowOfRule.set(rule, group);
  }

  /** The group of a rule at a service; made when it is not there. To be asked once for every client of a rule about series. */
  of(rule: Rule, ruleIndex: number, service: number, client: number): Group {
    return this.groups[this.indexOf(rule, ruleIndex, service, client)] as Group;
  }

  /** The same where it is known that there is one; undefined when there is none. */
  find(ruleIndex: number, service: number, client: number): Group | undefined {
    const key = this.keys.find(ruleIndex, service, client);
    const index = key < 0 ? this.overflowOfRule.get(ruleIndex) : this.groupOfKey[key];
    return index === undefined ? undefined : this.groups[index];
  }

  /**
   * Whether there is, or may be made, a group at a service for a match that shows nothing alone (`Match.onlyTogether`). Not where many
   * services share one.
   */
  takesSuspicion(ruleIndex: number, service: number): boolean {
    const key = this.keys.find(ruleIndex, service, 0);
    if (key < 0) return (this.countOfRule[ruleIndex] ?? 0) < MOST_SUSPICIONS;
    return this.groups[this.groupOfKey[key] as number]?.service !== MANY_SERVICES;
  }

  /**
   * Adds a match in the flow on which the cursor is, and counts its client.
   * @param client number of the flow's client in `ClientTable`
   */
  add(group: Group, match: Match, flow: FlowFacts, exchange: ExchangeFacts, client: number): void {
    if (!group.add(match, flow, exchange)) return;
    if (group.service === MANY_SERVICES) this.countClientOfMany(group, flow);
    else if (client !== NO_CLIENT && this.clients.noteRule(client, group.ruleIndex)) group.clientCount++;
  }

  /** The same client at many services is one client. */
  private countClientOfMany(group: Group, flow: FlowFacts): void {
    const before = this.clientsOfMany.length;
    if (before >= MOST_CLIENTS_OF_MANY) return;
    this.clientsOfMany.idOf(group.number, flow.clientAddress, flow.isIpv6 ? 1 : 0);
    if (this.clientsOfMany.length > before) group.clientCount++;
  }

  private indexOf(rule: Rule, ruleIndex: number, service: number, client: number): number {
    const overflow = rule.scope === 'series' ? this.overflowOfRule.get(ruleIndex) : undefined;
    // A scan makes a hundred thousand series, none of which comes again.
    if (overflow !== undefined) return this.addOtherService(overflow);
    const key = this.keys.idOf(ruleIndex, service, client);
    const known = this.groupOfKey[key];
    if (known !== undefined) return known;
    const index = this.makeIndex(rule, ruleIndex, service, client);
    this.groupOfKey[key] = index;
    return index;
  }

  private makeIndex(rule: Rule, ruleIndex: number, service: number, client: number): number {
    const count = this.countOfRule[ruleIndex] ?? 0;
    if (count < MOST_GROUPS) {
      this.countOfRule[ruleIndex] = count + 1;
      return this.make(rule, ruleIndex, service, client);
    }
    const overflow = this.overflowOfRule.get(ruleIndex) ?? this.make(rule, ruleIndex, MANY_SERVICES, 0);
    this.overflowOfRule.set(ruleIndex, overflow);
    return this.addOtherService(overflow);
  }

  private addOtherService(overflow: number): number {
    const { numbers } = this.groups[overflow] as Group;
    numbers.otherServices = Number(numbers.otherServices ?? 0) + 1;
    return overflow;
  }

  private make(rule: Rule, ruleIndex: number, service: number, client: number): number {
    const number = this.groups.length;
    this.groups.push(new Group(rule, number, ruleIndex, service, client));
    return number;
  }
}

function replace<T>(list: T[], by: readonly T[]): void {
  list.length = 0;
  // Holes stay holes: not every rule has a count.
  for (const [index, value] of by.entries()) list[index] = value;
}
