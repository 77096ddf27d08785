/**
 * A live capture in the text format of Prometheus. What is not known has no sample: it is never 0.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/ (text format 0.0.4)
 */
import type { Diagnosis, Finding, LiveFacts } from '../diagnosis/diagnosis.js';
import type { Rule } from '../rules/rule.js';
import { endpointText } from '../view/endpoint.js';
import { safeText } from '../view/safe-text.js';

/** Servers told apart; the rest is one, `other`. */
const MOST_SERVERS = 100;
const LONGEST_LABEL = 200;

/** What is recorded on the disk. */
export interface RecordedNumbers {
  readonly files: number;
  readonly bytes: number;
  /** Octets that a ring may grow to; null without a ring. */
  readonly mostBytes: number | null;
  /** Octets free on the disk; null where not known. */
  readonly freeBytes: number | null;
  readonly isWriting: boolean;
}

/** What is told. */
export interface MetricsInput {
  readonly diagnosis: Diagnosis;
  readonly live: LiveFacts;
  readonly rules: readonly Pick<Rule, 'id' | 'findsProbes' | 'scope'>[];
  /** Null where nothing is recorded. */
  readonly recorded: RecordedNumbers | null;
  readonly evictedFlows: number;
  readonly memoryBytes: number;
}

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number | null];

interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** All metrics, with a line feed at the end. */
export function metricsText(input: MetricsInput): string {
  const metrics = [...captureMetrics(input), ...findingMetrics(input), ...recordingMetrics(input.recorded)];
  return metrics.map(textOf).join('');
}

function captureMetrics({ diagnosis: { totals }, live, evictedFlows, memoryBytes }: MetricsInput): Metric[] {
  const statuses = Object.entries(totals.status).map(([status, count]): Sample => [{ status }, count]);
  return [
    counter('flows_total', 'TCP connections seen', totals.flows),
    counter('flows_evicted_total', 'TCP connections whose rows were given up', evictedFlows),
    counter('segments_total', 'TCP segments seen', totals.segments),
    counter('payload_bytes_total', 'Octets of TCP payload', totals.payloadBytes),
    { ...counter('http_responses_total', 'Final HTTP responses by status', null), samples: statuses },
    counter('frames_received_total', 'Frames that passed the capture filter', live.received),
    counter('frames_analysed_total', 'Frames read and analysed', live.analysed),
    {
      ...counter('frames_dropped_total', 'Frames dropped, by whom', null),
      samples: [
        [{ by: 'kernel' }, live.droppedByKernel],
        [{ by: 'tcpdx' }, live.droppedByUs],
        [{ by: 'interface' }, live.droppedByInterface],
      ],
    },
    gauge('frames_unread', 'Frames received and not yet read', [[{}, live.unread]]),
    gauge('memory_bytes', 'Resident memory', [[{}, memoryBytes]]),
  ];
}

function findingMetrics({ diagnosis: { findings }, rules }: MetricsInput): Metric[] {
  const serverOf = serverNames(findings);
  const probeRules = new Set(
    rules.filter(({ findsProbes, scope }) => findsProbes === true || scope === 'series').map(({ id }) => id),
  );
  const probes = findings.filter(({ rule }) => probeRules.has(rule));
  const labels = (finding: Finding): Labels => ({ rule: finding.rule, server: serverOf(finding) });
  const verdicts = (finding: Finding): Labels => ({ verdict: finding.rule, server: serverOf(finding) });
  return [
    gauge(
      'findings',
      'Findings by rule and server',
      summed(findings, labels, () => 1),
    ),
    gauge('finding_flows', 'Connections of findings by rule and server', summed(findings, labels, flowsOf)),
    gauge(
      'probe_flows',
      'Connections of health checks, by what they come to',
      summed(probes, verdicts, flowsOf),
    ),
  ];
}

function flowsOf({ flowCount }: Finding): number {
  return flowCount;
}

function recordingMetrics(recorded: RecordedNumbers | null): Metric[] {
  if (recorded === null) return [];
  const { files, bytes, mostBytes, freeBytes, isWriting } = recorded;
  return [
    gauge('recorded_files', 'Files of the recording', [[{}, files]]),
    gauge('recorded_bytes', 'Octets of the recording on the disk', [[{}, bytes]]),
    gauge('recorded_bytes_limit', 'Octets that the ring of files may take', [[{}, mostBytes]]),
    gauge('disk_free_bytes', 'Octets free where the recording is', [[{}, freeBytes]]),
    gauge('recording', '1 while frames are written, 0 when that stopped', [[{}, isWriting ? 1 : 0]]),
  ];
}

/** Names of the servers with the most findings first in the order of the report. */
function serverNames(findings: readonly Finding[]): (finding: Finding) => string {
  const nameOf = ({ server }: Finding) => (server === null ? 'many' : endpointText(server));
  const names = new Set<string>();
  for (const finding of findings) if (names.size < MOST_SERVERS) names.add(nameOf(finding));
  return (finding) => (names.has(nameOf(finding)) ? nameOf(finding) : 'other');
}

/** One sample for all findings with the same labels. */
function summed(
  findings: readonly Finding[],
  labelsOf: (finding: Finding) => Labels,
  amountOf: (finding: Finding) => number,
): Sample[] {
  const sums = new Map<string, [Labels, number]>();
  for (const finding of findings) {
    const labels = labelsOf(finding);
    const key = JSON.stringify(labels);
    sums.set(key, [labels, (sums.get(key)?.[1] ?? 0) + amountOf(finding)]);
  }
  return [...sums.values()];
}

function counter(name: string, help: string, value: number | null): Metric {
  return { name, type: 'counter', help, samples: [[{}, value]] };
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, type: 'gauge', help, samples };
}

function textOf({ name, type, help, samples }: Metric): string {
  const known = samples.filter((sample): sample is readonly [Labels, number] => sample[1] !== null);
  if (known.length === 0) return '';
  const full = `tcpdx_${name}`;
  const lines = known.map(([labels, value]) => `${full}${labelText(labels)} ${value}\n`);
  return `# HELP ${full} ${help}.\n# TYPE ${full} ${type}\n${lines.join('')}`;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return safeText(value, LONGEST_LABEL).replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}
