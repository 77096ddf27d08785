/**
 * The report as JSON: the published form of a diagnosis (schema/report.schema.json). All texts are safe to print.
 */
import type { ChecksumFacts } from '../diagnosis/checksum-facts.js';
import type {
  CaptureFacts,
  CrossCheck,
  Diagnosis,
  FileFacts,
  Finding,
  LiveFacts,
  Lookalikes,
  RuleOutcome,
} from '../diagnosis/diagnosis.js';
import type { Remedy } from '../rules/rule.js';
import { endpointText } from '../view/endpoint.js';
import { findingStatement, findingTitle, noteSentence } from '../view/finding-text.js';
import { packetText, type SafeText, type Secrets, safeText } from '../view/safe-text.js';
import { isoTime } from '../view/time.js';
import { type ReportContext, ruleOf } from './context.js';

/** Version of the JSON form: the first number changes when something that was there goes or changes its meaning. */
const SCHEMA_VERSION = '1.1.0';

/** The report as indented JSON with a line feed at its end. */
export function jsonReport(diagnosis: Diagnosis, context: ReportContext): string {
  return `${JSON.stringify(reportObject(diagnosis, context), null, 2)}\n`;
}

/** The report as a value for JSON. */
export function reportObject(diagnosis: Diagnosis, context: ReportContext): object {
  const { capture, filter, totals, rules, findings, crossCheck } = diagnosis;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'tcpdx', version: context.version },
    secrets: context.secrets,
    filter: filter === null ? null : { ...filter, expression: safeText(filter.expression, 10_000) },
    capture: captureObject(capture, context.secrets),
    totals,
    rules: rules.map((rule) => ruleObject(rule, context.secrets)),
    findings: findings.map((finding) => findingObject(finding, capture, context)),
    crossCheck: crossCheck === null ? null : crossCheckObject(crossCheck),
  };
}

function captureObject(capture: CaptureFacts, secrets: Secrets): object {
  const { epochSeconds, files, frames, problems, checksums, live } = capture;
  return {
    files: files.map((file) => fileObject(file, secrets)),
    frames,
    firstTime: isoTime(epochSeconds, capture.firstTimeNs),
    lastTime: isoTime(epochSeconds, capture.lastTimeNs),
    problems: problems.map(({ code, count }) => ({ code: safeText(code), count })),
    ...(live === undefined ? {} : { live: liveObject(live) }),
    ...(checksums === undefined ? {} : { checksums: checksumObject(checksums) }),
  };
}

/** Only of a capture that was taken live. What is not known is null. */
export function liveObject(live: LiveFacts): object {
  const { interfaceName, backend, filter, endedBy, ...counts } = live;
  return {
    interface: fileName(interfaceName),
    backend: backend === null ? null : safeText(backend),
    filter: filter === null ? null : safeText(filter, 10_000),
    ...counts,
    endedBy: endedBy === null ? null : safeText(endedBy),
  };
}

/** Only where they were asked for. */
function checksumObject(checksums: ChecksumFacts): object {
  const senders = checksums.senders.map(({ address, ...rest }) => ({ address: safeText(address), ...rest }));
  return { ...checksums, senders };
}

function crossCheckObject({ reader, files }: CrossCheck): object {
  return {
    reader: safeText(reader),
    files: files.map((file) => ({
      ...file,
      name: fileName(file.name),
      reason: file.reason === null ? null : safeText(file.reason),
    })),
  };
}

function fileObject(file: FileFacts, secrets: Secrets): object {
  const { name, sha256, format, frames, endedEarly, interfaces, comments } = file;
  return {
    name: fileName(name),
    sha256,
    format,
    frames,
    endedEarly,
    interfaces: interfaces.map((it) => ({ ...it, name: it.name === null ? null : safeText(it.name) })),
    comments: comments.map((comment) => ({ ...comment, text: packetText(comment.text, secrets, 1000) })),
  };
}

function fileName(name: string): SafeText {
  return safeText(name, 1000);
}

function ruleObject(rule: RuleOutcome, secrets: Secrets): object {
  const { outcome, judged, unjudged, error, lookalikes } = rule;
  const reason = outcome === 'not-applicable' ? (unjudged[0]?.reason ?? null) : null;
  return {
    rule: rule.rule,
    outcome,
    reason,
    judged,
    unjudged,
    error: error === null ? null : safeText(error),
    ...(lookalikes === undefined ? {} : { lookalikes: lookalikesObject(lookalikes, secrets) }),
  };
}

function lookalikesObject({ count, senders }: Lookalikes, secrets: Secrets): object {
  const safe = ({ server, count }: Lookalikes['senders'][number]) => ({
    server: server === null ? null : packetText(server, secrets),
    count,
  });
  return { count, senders: senders.map(safe) };
}

/** A finding as it stands in a report. */
export function findingObject(finding: Finding, capture: CaptureFacts, context: ReportContext): object {
  const rule = ruleOf(context, finding.rule);
  const { server, client } = finding;
  return {
    id: finding.id,
    rule: finding.rule,
    variant: finding.variant,
    severity: finding.severity,
    confidence: finding.confidence,
    loweredBy: finding.loweredBy,
    title: findingTitle(finding),
    statement: findingStatement(finding, context.secrets),
    server: server === null ? null : endpointText(server),
    client: client === null ? null : endpointText(client),
    clientCount: finding.clientCount,
    flowCount: finding.flowCount,
    flows: finding.flows,
    firstTime: isoTime(capture.epochSeconds, finding.firstTimeNs),
    lastTime: isoTime(capture.epochSeconds, finding.lastTimeNs),
    numbers: safeNumbers(finding.numbers, context.secrets),
    evidence: finding.evidence.map((evidence) => ({
      flow: evidence.flow,
      frames: evidence.frames,
      note: noteSentence(evidence, context.secrets),
    })),
    alternatives: rule.alsoLooksLike,
    settledBy: rule.toConfirm,
    remedies: rule.remedies.map(remedyObject),
    sources: rule.sources.map(({ title, url }) => ({ title, url: url ?? null })),
  };
}

function remedyObject({ title, steps, warning, source }: Remedy): object {
  return { title, steps, warning: warning ?? null, source: { title: source.title, url: source.url ?? null } };
}

/** Numbers stay numbers (null where they are none), texts from packets become safe. */
function safeNumbers(numbers: Finding['numbers'], secrets: Secrets): object {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [
      safeText(name),
      typeof value === 'string' ? packetText(value, secrets) : value,
    ]),
  );
}
