/**
 * The latest probes of every service while a capture is taken: connections in which the client sent nothing, each with what the
 * service made of it. Health checks of balancers are such connections; so is the attempt of a client that is refused.
 */
import { icmpRefusal, isRefusal } from '../rules/patterns/refusal.js';
import { FlowFacts } from '../survey/flow-facts.js';
import type { SurveyRows } from '../survey/survey-rows.js';
import { addressText } from './address-text.js';
import type { Endpoint } from './diagnosis.js';

/** What became of a probe. */
export type ProbeOutcome = 'ok' | 'reset' | 'refused' | 'unanswered';

/** The latest probes of one service. */
export interface ProbeStrip {
  readonly server: Endpoint;
  /** The oldest first, at most `MOST_PROBES`. */
  readonly outcomes: readonly ProbeOutcome[];
  /** Probes so far, and how many of them were not answered as they should be. */
  readonly probes: number;
  readonly bad: number;
}

/** Probes told of each service, and services that are told. */
export const MOST_PROBES = 64;
const MOST_STRIPS = 16;

/** Services of which probes are kept, and flows that wait for their end: beyond, later ones are left out. */
const MOST_SERVICES = 1024;
const MOST_WAITING = 65_536;

/** A SYN without an answer for so long counts as unanswered. */
const PATIENCE_NS = 1e9;

interface Service {
  readonly server: Endpoint;
  readonly outcomes: ProbeOutcome[];
  probes: number;
  bad: number;
}

/** Collects probes from look to look. */
export class ProbeStrips {
  private readonly services = new Map<string, Service>();
  /** Flows that may become probes: nothing was sent in them yet, or nothing was answered. */
  private waiting: number[] = [];
  private nextFlow = 0;

  /** Takes what came since the last time. Returns strips: the services with the most bad probes first, then those with the most probes. */
  take(survey: SurveyRows): ProbeStrip[] {
    const { firstKept, length } = survey.flows;
    const facts = new FlowFacts(survey);
    const waited = this.waiting.filter((flow) => flow >= firstKept);
    this.waiting = [];
    for (const flow of waited) this.look(facts.at(flow), survey);
    for (let flow = Math.max(firstKept, this.nextFlow); flow < length; flow++) {
      this.look(facts.at(flow), survey);
    }
    this.nextFlow = length;
    return [...this.services.values()]
      .sort((a, b) => b.bad - a.bad || b.probes - a.probes)
      .slice(0, MOST_STRIPS)
      .map(({ server, outcomes, probes, bad }) => ({ server, outcomes: [...outcomes], probes, bad }));
  }

  private look(flow: FlowFacts, survey: SurveyRows): void {
    const outcome = outcomeOf(flow, survey.lastTimeNs);
    if (outcome === 'none') return;
    if (outcome === 'open') {
      if (this.waiting.length < MOST_WAITING) this.waiting.push(flow.flow);
      return;
    }
    const service = this.serviceOf(flow, survey);
    if (service === null) return;
    service.probes++;
    if (outcome !== 'ok') service.bad++;
    service.outcomes.push(outcome);
    if (service.outcomes.length > MOST_PROBES) service.outcomes.shift();
  }

  private serviceOf(flow: FlowFacts, survey: SurveyRows): Service | null {
    const { serverAddress, serverPort, isIpv6 } = flow;
    const key = `${serverAddress}|${serverPort}|${isIpv6}`;
    let service = this.services.get(key);
    if (service === undefined) {
      if (this.services.size >= MOST_SERVICES) return null;
      const address = addressText(survey.addresses, serverAddress, isIpv6);
      service = { server: { address, port: serverPort }, outcomes: [], probes: 0, bad: 0 };
      this.services.set(key, service);
    }
    return service;
  }
}

/** `none`: no probe; `open`: may become one. */
function outcomeOf(flow: FlowFacts, nowNs: number): ProbeOutcome | 'none' | 'open' {
  if (!flow.synSeen || flow.clientSentData || flow.serverSentData) return 'none';
  if (flow.serverSegments === 0) {
    if (icmpRefusal(flow) !== null) return 'refused';
    return nowNs - flow.firstTimeNs < PATIENCE_NS ? 'open' : 'unanswered';
  }
  if (isRefusal(flow)) return 'refused';
  if (flow.rstFrame !== 0) return flow.rstBy === 'server' ? 'reset' : 'ok';
  return flow.clientFinFrame !== 0 && flow.serverFinFrame !== 0 ? 'ok' : 'open';
}
