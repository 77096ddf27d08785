/**
 * Values of the capture at hand for the completion of filters: servers, clients, hosts, status codes, findings. Bounded: of a large
 * capture some flows are looked at, evenly spread.
 */
import { addressText } from '../../../diagnosis/address-text.js';
import type { Completion, KnownValues } from '../../../filter/complete.js';
import { ExchangeFacts } from '../../../survey/exchange-facts.js';
import { FlowFacts } from '../../../survey/flow-facts.js';
import type { SurveyRows } from '../../../survey/survey-rows.js';
import { endpointText } from '../../../view/endpoint.js';
import { findingName } from '../../../view/finding-name.js';
import { counted } from '../../../view/number.js';
import type { Shared } from '../../shared.js';

/** Flows, exchanges of each, and values of each field that are looked at. */
const MOST_FLOWS = 1000;
const MOST_EXCHANGES = 3;
const MOST_VALUES = 50;
const LONGEST_VALUE = 60;

/** What a value must be made of: then it needs no quotes, and nothing in it can surprise the screen. */
const PLAIN_VALUE = /^[A-Za-z0-9_.:[\]/*+@-]+$/;

/** The values by the field's name, those of most flows first. */
export function captureValues({ capture }: Shared): KnownValues {
  if (capture.kind === 'failed' || capture.survey === null) return new Map();
  const seen = lookAround(capture.survey);
  const values = new Map<string, Completion[]>();
  for (const [field, counts] of seen.counts) values.set(field, valuesOf(counts, seen.isWhole));
  if (capture.kind === 'ready') {
    const findings = capture.diagnosis.findings.slice(0, MOST_VALUES);
    values.set(
      'finding',
      findings.map((finding, index) => ({
        text: String(index + 1),
        kind: 'value',
        doc: findingName(finding),
      })),
    );
    values.set('status', statusValues(capture.diagnosis.totals.status));
  }
  return values;
}

interface Seen {
  readonly counts: ReadonlyMap<string, Map<string, number>>;
  /** Every flow was looked at, so that counts are true. */
  readonly isWhole: boolean;
}

function lookAround(survey: SurveyRows): Seen {
  const { firstKept, length } = survey.flows;
  const kept = length - firstKept;
  const step = Math.max(1, Math.ceil(kept / MOST_FLOWS));
  const counts = new Map([
    ['server', new Map<string, number>()],
    ['client', new Map<string, number>()],
    ['host', new Map<string, number>()],
  ]);
  const add = (field: string, value: string) => {
    const values = counts.get(field);
    values?.set(value, (values.get(value) ?? 0) + 1);
  };
  const facts = new FlowFacts(survey);
  const exchange = new ExchangeFacts(survey.exchanges, survey.texts);
  for (let flow = firstKept; flow < length; flow += step) {
    facts.at(flow);
    const address = addressText(survey.addresses, facts.serverAddress, facts.isIpv6);
    add('server', endpointText({ address, port: facts.serverPort }));
    add('client', addressText(survey.addresses, facts.clientAddress, facts.isIpv6));
    for (const host of hostsOf(facts, exchange)) add('host', host);
  }
  return { counts, isWhole: step === 1 };
}

function hostsOf(facts: FlowFacts, exchange: ExchangeFacts): Set<string> {
  const hosts = new Set<string>();
  let at = facts.firstExchange;
  for (let seen = 0; at >= 0 && seen < MOST_EXCHANGES; seen++) {
    const { host, nextExchange } = exchange.at(at);
    if (host !== null) hosts.add(host);
    at = nextExchange;
  }
  return hosts;
}

function valuesOf(counts: ReadonlyMap<string, number>, isWhole: boolean): Completion[] {
  return [...counts]
    .filter(([text]) => text.length <= LONGEST_VALUE && PLAIN_VALUE.test(text))
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_VALUES)
    .map(([text, flows]) => ({ text, kind: 'value', doc: isWhole ? counted(flows, 'flow') : 'seen' }));
}

function statusValues(status: Readonly<Record<string, number>>): Completion[] {
  return Object.entries(status)
    .slice(0, MOST_VALUES)
    .map(([text, responses]) => ({ text, kind: 'value', doc: counted(responses, 'response') }));
}
