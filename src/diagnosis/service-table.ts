/**
 * What is counted per service (server address and port) while the flows go by: rows of words, no object per service.
 */
import { KeyTable } from '../bytes/key-table.js';
import { SlabRows, SMALL_SLAB_BYTES } from '../bytes/slab.js';
import { icmpRefusal, isRefusal } from '../rules/patterns/refusal.js';
import { answerToSyn } from '../rules/patterns/unanswered.js';
import type { ServiceFacts } from '../rules/service-facts.js';
import type { FlowFacts } from '../survey/flow-facts.js';

const ROW_WORDS = 28;
/** Words of a row: counters, and marks that are 0 or 1. */
const ACCEPTED = 0;
const REFUSED = 1;
const IS_HTTP = 2;
const ANSWERED = 3;
const RESPONSES = 4;
const UNAVAILABLE = 5;
const SERVER_TEXT = 6;
const SPEAKS_OTHER = 7;
const UNANSWERED = 8;
const GIVEN_UP = 9;
const GIVEN_UP_REPEATED = 10;
/** Times in nanoseconds: doubles of a row, of which number n lies in the words 2n and 2n + 1, behind those above. */
const FIRST_ACCEPTED = 6;
const LAST_ACCEPTED = 7;
const FIRST_REFUSED = 8;
const LAST_REFUSED = 9;
const FIRST_UNANSWERED = 10;
const LAST_UNANSWERED = 11;
const FIRST_GIVEN_UP = 12;
const LAST_GIVEN_UP = 13;

const MOST_SERVER_TEXTS = 5;

/** Services kept: 100 MB. A scan that lasts for days meets more. */
export const MOST_SERVICES = 524_288;
/** In place of the number of a service that is not kept. */
export const NO_SERVICE = -1;

/** Services by number. */
export class ServiceTable {
  private readonly keys = new KeyTable();
  private readonly rows = new SlabRows(ROW_WORDS, SMALL_SLAB_BYTES);
  /** Ids of further texts of `Server` of services that send more than one. */
  private readonly moreServerTexts = new Map<number, number[]>();
  private hasAccepted = false;
  private readonly mostServices: number;
  /** Flows of services that are not kept. */
  notKept = 0;

  constructor(mostServices = MOST_SERVICES) {
    this.mostServices = mostServices;
  }

  /** Makes this table equal to another. */
  copyFrom(other: ServiceTable): void {
    this.keys.copyFrom(other.keys);
    this.rows.copyFrom(other.rows);
    this.moreServerTexts.clear();
    for (const [service, texts] of other.moreServerTexts) this.moreServerTexts.set(service, texts);
    this.hasAccepted = other.hasAccepted;
    this.notKept = other.notKept;
  }

  get length(): number {
    return this.keys.length;
  }

  /** Number of the service of a flow; `NO_SERVICE` for a new one beyond the limit. */
  of(flow: FlowFacts): number {
    const { keys } = this;
    const version = flow.isIpv6 ? 1 : 0;
    if (keys.length >= this.mostServices) return keys.find(flow.serverAddress, flow.serverPort, version);
    const service = keys.idOf(flow.serverAddress, flow.serverPort, version);
    if (service === this.rows.length) this.rows.add();
    return service;
  }

  address(service: number): number {
    return this.keys.part(service, 0);
  }
  port(service: number): number {
    return this.keys.part(service, 1);
  }
  isIpv6(service: number): boolean {
    return this.keys.part(service, 2) === 1;
  }
  /** A segment of the server was captured on this port. */
  hasAnswered(service: number): boolean {
    return this.get(service, ANSWERED) !== 0;
  }
  /** Final responses, and how many of them had status 503. */
  responses(service: number): number {
    return this.get(service, RESPONSES);
  }
  unavailable(service: number): number {
    return this.get(service, UNAVAILABLE);
  }
  /** Ids of the texts of `Server`, in order of appearance. */
  serverTexts(service: number): number[] {
    const first = this.get(service, SERVER_TEXT);
    return first === 0 ? [] : [first, ...(this.moreServerTexts.get(service) ?? [])];
  }

  /** Counts a flow. */
  addFlow(service: number, flow: FlowFacts): void {
    if (flow.isHttp) this.put(service, IS_HTTP, 1);
    if (flow.serverSegments === 0) {
      this.addSilentFlow(service, flow);
      return;
    }
    this.put(service, ANSWERED, 1);
    if (flow.synAckSeen || flow.serverSentData) {
      this.hasAccepted = true;
      this.count(service, ACCEPTED, FIRST_ACCEPTED, LAST_ACCEPTED, flow);
    } else if (isRefusal(flow)) {
      this.count(service, REFUSED, FIRST_REFUSED, LAST_REFUSED, flow);
    }
  }

  /** Counts a final response. */
  addResponse(service: number, status: number, serverText: number): void {
    this.put(service, RESPONSES, this.get(service, RESPONSES) + 1);
    this.put(service, UNAVAILABLE, this.get(service, UNAVAILABLE) + (status === 503 ? 1 : 0));
    const known = this.get(service, SERVER_TEXT);
    if (serverText === known || serverText === 0) return;
    if (known === 0) this.put(service, SERVER_TEXT, serverText);
    else this.addServerText(service, serverText);
  }

  /** Notes that the server answered a request with payload that is no HTTP. */
  addOtherPayload(service: number): void {
    this.put(service, SPEAKS_OTHER, 1);
  }

  /** What rules may know of a service. */
  facts(service: number, hostSent: boolean): ServiceFacts {
    const accepted = this.get(service, ACCEPTED);
    const refused = this.get(service, REFUSED);
    const unanswered = this.get(service, UNANSWERED);
    const givenUp = this.get(service, GIVEN_UP);
    return {
      port: this.port(service),
      isHttp: this.get(service, IS_HTTP) !== 0,
      speaksOther: this.get(service, SPEAKS_OTHER) !== 0 && this.responses(service) === 0,
      accepted,
      firstAcceptedNs: accepted === 0 ? Number.NaN : this.time(service, FIRST_ACCEPTED),
      lastAcceptedNs: accepted === 0 ? Number.NaN : this.time(service, LAST_ACCEPTED),
      refused,
      firstRefusedNs: refused === 0 ? Number.NaN : this.time(service, FIRST_REFUSED),
      lastRefusedNs: refused === 0 ? Number.NaN : this.time(service, LAST_REFUSED),
      unanswered,
      firstUnansweredNs: unanswered === 0 ? Number.NaN : this.time(service, FIRST_UNANSWERED),
      lastUnansweredNs: unanswered === 0 ? Number.NaN : this.time(service, LAST_UNANSWERED),
      givenUp,
      givenUpRepeated: this.get(service, GIVEN_UP_REPEATED),
      firstGivenUpNs: givenUp === 0 ? Number.NaN : this.time(service, FIRST_GIVEN_UP),
      lastGivenUpNs: givenUp === 0 ? Number.NaN : this.time(service, LAST_GIVEN_UP),
      capturesAnswers: this.hasAccepted,
      hostSent,
    };
  }

  private addServerText(service: number, text: number): void {
    const more = this.moreServerTexts.get(service) ?? [];
    if (more.length >= MOST_SERVER_TEXTS - 1 || more.includes(text)) return;
    this.moreServerTexts.set(service, [...more, text]);
  }

  /** Seldom, so apart from what is done for every flow. */
  private addSilentFlow(service: number, flow: FlowFacts): void {
    if (icmpRefusal(flow) !== null) {
      this.count(service, REFUSED, FIRST_REFUSED, LAST_REFUSED, flow);
      return;
    }
    const answer = answerToSyn(flow);
    if (answer === 'never-came') {
      this.countSilence(service, UNANSWERED, FIRST_UNANSWERED, LAST_UNANSWERED, flow);
    } else if (answer === 'given-up' || answer === 'not-captured') {
      this.countSilence(service, GIVEN_UP, FIRST_GIVEN_UP, LAST_GIVEN_UP, flow);
      if (answer === 'given-up')
        this.put(service, GIVEN_UP_REPEATED, this.get(service, GIVEN_UP_REPEATED) + 1);
    }
  }

  /** Until its last SYN the port was silent, while other times are those of first segments. */
  private countSilence(service: number, counter: number, first: number, last: number, flow: FlowFacts): void {
    const { lastTimeNs } = flow;
    const before = this.get(service, counter) === 0 ? lastTimeNs : this.time(service, last);
    this.count(service, counter, first, last, flow);
    this.rows.doublesOf(service)[(this.rows.baseOf(service) >> 1) + last] = Math.max(before, lastTimeNs);
  }

  private count(service: number, counter: number, first: number, last: number, flow: FlowFacts): void {
    const timeNs = flow.firstTimeNs;
    const before = this.get(service, counter);
    this.put(service, counter, before + 1);
    const doubles = this.rows.doublesOf(service);
    const base = this.rows.baseOf(service) >> 1;
    if (before === 0 || timeNs < (doubles[base + first] as number)) doubles[base + first] = timeNs;
    if (before === 0 || timeNs > (doubles[base + last] as number)) doubles[base + last] = timeNs;
  }

  private time(service: number, which: number): number {
    return this.rows.doublesOf(service)[(this.rows.baseOf(service) >> 1) + which] as number;
  }
  private get(service: number, word: number): number {
    return this.rows.slabOf(service)[this.rows.baseOf(service) + word] as number;
  }
  private put(service: number, word: number, value: number): void {
    this.rows.slabOf(service)[this.rows.baseOf(service) + word] = value;
  }
}
