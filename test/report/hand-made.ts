import type { Diagnosis, FileFacts, Finding } from '../../src/diagnosis/diagnosis.js';
import type { ReportContext } from '../../src/report/context.js';
import { RULES } from '../../src/rules/index.js';

/** A finding with the given parts. */
export function findingWith(parts: Partial<Finding>): Finding {
  return {
    id: 'F-httpsys-503-0123abcd',
    rule: 'httpsys-503',
    variant: 'page',
    severity: 'high',
    confidence: 0.9,
    loweredBy: [],
    server: { address: '192.0.2.80', port: 80 },
    client: { address: '198.51.100.10', port: null },
    clientCount: 1,
    flowCount: 3,
    flows: [0, 1, 2],
    firstTimeNs: 0,
    lastTimeNs: 5e9,
    numbers: {},
    evidence: [],
    ...parts,
  };
}

/** A file with the given parts. */
export function fileWith(parts: Partial<FileFacts>): FileFacts {
  return {
    name: 'a.pcap',
    sha256: null,
    format: 'pcap',
    frames: 10,
    endedEarly: null,
    interfaces: [],
    comments: [],
    ...parts,
  };
}

/** A diagnosis with the given parts: one file of ten frames, nothing found. */
export function diagnosisWith(parts: Partial<Diagnosis>): Diagnosis {
  return {
    capture: {
      files: [fileWith({})],
      frames: 10,
      epochSeconds: 1_767_323_045,
      firstTimeNs: 0,
      lastTimeNs: 5e9,
      problems: [],
    },
    filter: null,
    totals: {
      flows: 3,
      segments: 10,
      payloadBytes: 100,
      requests: 0,
      responses: 0,
      status: {},
      teardowns: {},
    },
    rules: RULES.map(({ id }) => ({ rule: id, outcome: 'clear', judged: 3, unjudged: [], error: null })),
    findings: [],
    crossCheck: null,
    ...parts,
  };
}

/** The context of reports in tests. */
export const CONTEXT: ReportContext = { version: '9.9.9', secrets: 'masked', rules: RULES };
