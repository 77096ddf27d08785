/** Our flows beside those of tshark. */
import { addressText } from '../../src/diagnosis/address-text.js';
import type { Survey } from '../../src/survey/survey.js';
import { FlowFlag } from '../../src/tcp/flow-flag.js';
import { FlowRow } from '../../src/tcp/flow-row.js';
import { exchangesOf, flowFacts } from '../craft/facts.js';
import type { Oracle, OracleStream } from './oracle.js';

/** Something that is not the same; `flow` is null when it is about the whole capture. */
export interface Difference {
  readonly flow: number | null;
  readonly what: string;
}

/** A message as one word, and whether all of it was captured. */
interface Message {
  readonly text: string;
  readonly isWhole: boolean;
}

/** Everything in which a survey differs from the oracle. */
export function compare(survey: Survey, oracle: Oracle): Difference[] {
  const differences: Difference[] = [];
  const flows = survey.flows.length - survey.flows.quoted.size;
  if (flows !== oracle.streams.length) {
    differences.push({ flow: null, what: `${flows} flows, tshark ${oracle.streams.length}` });
  }
  for (const stream of oracle.streams) {
    for (const what of compareFlow(survey, stream)) differences.push({ flow: stream.stream, what });
  }
  return differences;
}

function compareFlow(survey: Survey, stream: OracleStream): string[] {
  if (stream.stream >= survey.flows.length) return ['is missing'];
  const row = new FlowRow(survey.flows.rows).moveTo(stream.stream);
  const endpoint = (side: number) =>
    `${addressText(survey.addresses, row.address(side), row.has(FlowFlag.Ipv6))} ${row.port(side)}`;
  const rows: readonly (readonly [string, unknown, unknown])[] = [
    ['a', endpoint(0), `${stream.a.ip} ${stream.a.port}`],
    ['b', endpoint(1), `${stream.b.ip} ${stream.b.port}`],
    ['first frame', row.firstFrame, stream.firstFrame],
    ['segments', [row.segments(0), row.segments(1)], stream.packets],
    ['payload', [row.payloadBytes(0), row.payloadBytes(1)], stream.payloadBytes],
    [
      'SYN',
      [row.synCount(0), row.synCount(1)],
      [0, 1].map((side) => at(stream.syn, side) + at(stream.synAck, side)),
    ],
    ['FIN', [row.finCount(0), row.finCount(1)], stream.fin],
    ['RST', [row.rstCount(0), row.rstCount(1)], stream.rst],
    ['client', stream.client === null ? null : 'ab'[row.clientSide], stream.client],
  ];
  const different = rows.filter(([, ours, theirs]) => JSON.stringify(ours) !== JSON.stringify(theirs));
  const texts = different.map(
    ([name, ours, theirs]) => `${name}: ${JSON.stringify(ours)}, tshark ${JSON.stringify(theirs)}`,
  );
  return [...texts, ...compareHttp(survey, stream)];
}

function compareHttp(survey: Survey, stream: OracleStream): string[] {
  const [requests, responses] = messagesOf(survey, stream.stream);
  const theirRequests = (stream.httpRequests ?? []).map(({ method, uri }) => `${method} ${uri}`);
  const theirResponses = (stream.httpResponses ?? []).map(({ code }) => `${code}`);
  const texts: string[] = [];
  if (!agree(requests, theirRequests)) texts.push(`requests: ${show(requests)}, tshark ${theirRequests}`);
  if (!agree(responses, theirResponses))
    texts.push(`responses: ${show(responses)}, tshark ${theirResponses}`);
  return texts;
}

function messagesOf(survey: Survey, flow: number): [requests: Message[], responses: Message[]] {
  if (flowFacts(survey, flow).firstExchange < 0) return [[], []];
  const requests: Message[] = [];
  const responses: Message[] = [];
  for (const facts of exchangesOf(survey, flow)) {
    if (facts.requestFrame !== 0) {
      const isWhole = facts.requestComplete && !facts.requestOctetsMissing;
      requests.push({ text: `${facts.method} ${facts.target}`, isWhole });
    }
    for (const status of facts.interim) responses.push({ text: `${status}`, isWhole: true });
    if (facts.responseFrame === 0) continue;
    responses.push({
      text: `${facts.status}`,
      isWhole: facts.responseComplete && !facts.responseOctetsMissing,
    });
  }
  return [requests, responses];
}

/** tshark lists a message only when all of it was there, and now and then one more: so ours that are whole ⊆ tshark's ⊆ ours. */
function agree(ours: readonly Message[], theirs: readonly string[]): boolean {
  const whole = ours.filter(({ isWhole }) => isWhole).map(({ text }) => text);
  return (
    isSubsequence(whole, theirs) &&
    isSubsequence(
      theirs,
      ours.map(({ text }) => text),
    )
  );
}

/** Whether all of `part` is in `whole` in the same order. */
export function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let place = 0;
  for (const text of whole) if (text === part[place]) place++;
  return place >= part.length;
}

function at(pair: readonly number[], side: number): number {
  return pair[side] ?? 0;
}

function show(messages: readonly Message[]): string {
  return messages.map(({ text, isWhole }) => (isWhole ? text : `${text}…`)).join(',');
}
