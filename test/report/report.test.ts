import { describe, expect, test } from 'vitest';
import type { Diagnosis, Finding } from '../../src/diagnosis/diagnosis.js';
import { jsonReport } from '../../src/report/json.js';
import { textReport } from '../../src/report/text.js';
import { framePlaces } from '../../src/view/frame-places.js';
import { CONTEXT, diagnosisWith, fileWith, findingWith } from './hand-made.js';

/** The report as one line, so that what is looked for may stand over two. */
function reportOf(diagnosis: Diagnosis): string {
  return textReport(diagnosis, CONTEXT).replace(/\s+/g, ' ');
}

const NOTHING = diagnosisWith({});
const NOT_CAPTURED = [{ reason: 'answer-not-captured', count: 12 }] as const;

/** A diagnosis in which three rules met resets that were probably made by another device, one of them a rule about series. */
function withForeignResets(findings: Diagnosis['findings']): Diagnosis {
  const counts: Readonly<Record<string, number>> = {
    'health-check-reset': 5,
    'fin-answered-by-reset': 5,
    'connection-refused': 2,
  };
  const rules = NOTHING.rules.map((rule) => {
    const count = counts[rule.rule];
    return count === undefined ? rule : { ...rule, unjudged: [{ reason: 'foreign-reset' as const, count }] };
  });
  return diagnosisWith({ rules, findings });
}

describe('resets of other devices', () => {
  const alone = reportOf(withForeignResets([]));

  test('are told in the first lines, with what settles it', () => {
    expect(alone).toContain('found none of the failures they know. Not judged: 7 flows whose reset');
    expect(alone).toMatch(
      /Not judged 7 flows, because .* \(another hop limit, .*\)\. Capture on the other side/,
    );
    expect(alone.match(/Capture on the other side of that device/g)).toHaveLength(1);
  });

  test('are not said to be well', () => {
    expect(alone).toContain('Verdict Nothing found in what could be judged: 11 rules');
    expect(alone).toContain('none of these patterns is in what could be judged');
    expect(alone).not.toContain('had none of these patterns');
    expect(reportOf(NOTHING)).toContain('it means that 3 connections had none of these patterns');
    const noted = reportOf(withForeignResets([findingWith({ severity: 'info' })]));
    expect(noted).toContain('No failure was found in what could be judged.');
    expect(noted).toContain('Not judged 7 flows');
  });
});

describe('how the connections ended', () => {
  test('is told in the summary, trouble first, then the most frequent', () => {
    const teardowns = {
      open: 1,
      'orderly-client-first': 1204,
      refused: 2,
      'reset-by-server-request-unanswered': 1,
    };
    expect(reportOf(diagnosisWith({ totals: { ...NOTHING.totals, teardowns } }))).toContain(
      'Ended as reset-by-server-request-unanswered x 1, refused x 2, orderly-client-first x 1,204, open x 1 ',
    );
  });

  test('says what a filter could not ask', () => {
    const totals = { ...NOTHING.totals, teardowns: { open: 3 } };
    const filter = { expression: 'tcp', matchedFlows: 3, flows: 9, evictedFlows: 4 };
    expect(reportOf(diagnosisWith({ totals, filter }))).toContain(
      'Ended as open x 3; without 4 flows that did not fit in memory',
    );
  });

  test('is not told of no flow', () => {
    expect(reportOf(diagnosisWith({ totals: { ...NOTHING.totals, flows: 0 } }))).not.toContain('Ended as');
  });
});

test('a rule that looks no further than some limit says so', () => {
  const report = reportOf(NOTHING);
  expect(report).toContain('it is not there within 1 s of the request: 3 flows judged');
  expect(report).toContain('it is not there in 5 or more connections at a steady interval');
});

describe('the verdict', () => {
  test.each([
    ['nothing found', NOTHING, 'Verdict Nothing found: 11 rules looked at 3 flows'],
    [
      'some rules could not look',
      diagnosisWith({
        rules: NOTHING.rules.map((rule, index) =>
          index > 1 ? rule : { ...rule, outcome: 'not-applicable', unjudged: [{ reason: 'tls', count: 3 }] },
        ),
      }),
      'Nothing found: 9 rules looked at 3 flows and found none of the failures they know; 2 rules could not look.',
    ],
    [
      'connections whose answer may have been missed',
      diagnosisWith({ rules: NOTHING.rules.map((rule) => ({ ...rule, unjudged: NOT_CAPTURED })) }),
      'none of the failures they know. 12 connections were never answered as far as this capture shows, and could not be judged.',
    ],
    [
      'connections whose answer may have been missed, which say nothing',
      diagnosisWith({
        totals: { ...NOTHING.totals, flows: 16 },
        rules: NOTHING.rules.map((rule) => ({ ...rule, unjudged: NOT_CAPTURED })),
      }),
      'no proof of health: it means that 4 connections had none of these patterns.',
    ],
    [
      'only connections whose answer may have been missed',
      diagnosisWith({
        totals: { ...NOTHING.totals, flows: 12 },
        rules: NOTHING.rules.map((rule) => ({ ...rule, unjudged: NOT_CAPTURED })),
      }),
      'Meaning That is no proof of health: none of these patterns is in what could be judged. How the connections ended',
    ],
    [
      'only something to note, and connections whose answer may have been missed',
      diagnosisWith({
        rules: NOTHING.rules.map((rule) => ({ ...rule, unjudged: NOT_CAPTURED })),
        findings: [findingWith({ rule: 'partial-capture', variant: 'mid-flow', severity: 'info' })],
      }),
      'The capture does not show all of these connections. 12 connections were never answered',
    ],
    [
      'no frame',
      diagnosisWith({ capture: { ...NOTHING.capture, frames: 0, files: [fileWith({ frames: 0 })] } }),
      'Nothing can be said: no frame could be read.',
    ],
    [
      'no TCP',
      diagnosisWith({ totals: { ...NOTHING.totals, flows: 0 } }),
      'Nothing can be said: no TCP was found in the 10 frames of this capture.',
    ],
    [
      'a link type that is not decoded',
      diagnosisWith({
        totals: { ...NOTHING.totals, flows: 0 },
        capture: { ...NOTHING.capture, problems: [{ code: 'link-type-unsupported', count: 9 }] },
      }),
      'no TCP was found in the 10 frames of this capture; 9 are of a link type that is not decoded.',
    ],
    [
      'one frame of a link type that is not decoded',
      diagnosisWith({
        totals: { ...NOTHING.totals, flows: 0 },
        capture: { ...NOTHING.capture, problems: [{ code: 'link-type-unsupported', count: 1 }] },
      }),
      'in the 10 frames of this capture; 1 is of a link type that is not decoded.',
    ],
    [
      'a failure',
      diagnosisWith({ findings: [findingWith({})] }),
      'Verdict !! high (almost certain), 192.0.2.80:80: HTTP.sys answered 503',
    ],
    [
      'only something to note',
      diagnosisWith({
        findings: [
          findingWith({ rule: 'half-open-probe', variant: 'reset-after-syn-ack', severity: 'info' }),
        ],
      }),
      'Verdict No failure was found. What was noted, 192.0.2.80:80: Half-open checks',
    ],
    [
      'one server before many',
      diagnosisWith({
        findings: [findingWith({ server: null, client: null, flowCount: 999 }), findingWith({})],
      }),
      'Verdict !! high (almost certain), 192.0.2.80:80:',
    ],
  ])('%s', (_, diagnosis, expected) => {
    expect(reportOf(diagnosis)).toContain(expected);
  });
});

test('a finding beyond the limit says that it stands for others', () => {
  const many = findingWith({ server: null, client: null, numbers: { otherServices: 1204 } });
  expect(reportOf(diagnosisWith({ findings: [many] }))).toContain(
    'This stands for 1,204 more findings of this kind',
  );
});

/** Findings of as many servers, the first with the most flows. */
function atServers(servers: number, parts: Partial<Finding> = {}): Finding[] {
  return Array.from({ length: servers }, (_, index) =>
    findingWith({
      rule: 'partial-capture',
      variant: 'mid-flow',
      severity: 'info',
      server: { address: `192.0.2.${index}`, port: 80 },
      flowCount: servers - index,
      flows: [index],
      firstTimeNs: index * 1e9,
      lastTimeNs: index * 1e9,
      ...parts,
    }),
  );
}

describe('findings that differ only in their server', () => {
  test('are told one by one as long as they are few', () => {
    const report = reportOf(diagnosisWith({ findings: atServers(5) }));
    expect(report).toContain('What was noted, 192.0.2.0:80: The capture');
    expect(report).toContain('Also 4 more findings below.');
    expect(report).toContain('5. i info: The capture does not show all of these connections The capture');
  });

  const many = [
    ...atServers(40),
    findingWith({ rule: 'half-open-probe', variant: 'reset-after-syn-ack', severity: 'info' }),
  ];

  test('are told together when they are many, with their total first', () => {
    const report = reportOf(diagnosisWith({ findings: many }));
    expect(report).toContain('What was noted, 40 servers: The capture');
    expect(report).toContain(
      'Seen This was seen on 820 flows of 40 servers. The first of 40 findings: The capture began',
    );
    expect(report).toContain('Also 1 more finding below.');
    expect(report).toMatch(/i info The capture does not show all of these connections 40 servers 820/);
    expect(report).toContain('1. i info: The capture does not show all of these connections (40 findings)');
  });

  test('are rows of a table, of which the last are counted', () => {
    const report = reportOf(diagnosisWith({ findings: many }));
    expect(report).toContain('1 192.0.2.0:80 40 0 2 192.0.2.1:80 39 1 3');
    expect(report).toContain('30 192.0.2.29:80 11 29 10 more findings with 55 flows not shown here');
    expect(report).toContain('2026-01-02 03:04:05.000000 UTC to 2026-01-02 03:04:44.000000 UTC (39 s)');
  });

  test('by as many clients are told by client, and their servers are counted once each', () => {
    const byClient = atServers(8).map((finding, index) => ({
      ...finding,
      server: { address: `192.0.2.${index % 2}`, port: 80 },
      client: { address: `198.51.100.${index}`, port: null },
    }));
    const report = reportOf(diagnosisWith({ findings: byClient }));
    expect(report).toContain('What was noted, 2 servers: The capture');
    expect(report).toContain('Server 2 servers Client several Flows 36');
    expect(report).toContain('2 192.0.2.1:80 198.51.100.1 7 1 3');
    const atOne = byClient.map((finding) => ({ ...finding, server: { address: '192.0.2.9', port: 80 } }));
    expect(reportOf(diagnosisWith({ findings: atOne }))).toContain(
      'What was noted, 192.0.2.9:80: The capture',
    );
  });

  test('keep the number by which a filter knows them', () => {
    expect(reportOf(diagnosisWith({ findings: many }))).toContain('41. i info: Half-open');
  });

  test.each([
    ['form', { variant: 'one-direction' }],
    ['severity', { severity: 'low' }],
    ['doubt', { loweredBy: ['frames-dropped'] }],
    ['meaning of an ICMP error', { numbers: { icmpMeaning: 'host-unreachable' } }],
  ] as const)('and in their %s are not put together', (_, parts) => {
    const report = reportOf(diagnosisWith({ findings: [...atServers(4), ...atServers(4, parts)] }));
    expect(report).toContain('8. ');
    expect(report).not.toContain('servers');
  });

  test('in JSON they are one by one', () => {
    expect(JSON.parse(jsonReport(diagnosisWith({ findings: many }), CONTEXT)).findings).toHaveLength(41);
  });

  test('more kinds than are told are counted by their findings', () => {
    const kinds = Array.from({ length: 51 }, (_, kind) => atServers(6, { confidence: kind / 100 })).flat();
    expect(reportOf(diagnosisWith({ findings: kinds }))).toContain('6 more findings not shown here');
  });
});

test('a remedy is told once, in the first finding that has it', () => {
  const findings = [
    findingWith({ rule: 'health-check-reset', variant: 'every-time' }),
    findingWith({ rule: 'fin-answered-by-reset', variant: 'ack', id: 'F-fin-answered-by-reset-00000000' }),
  ];
  const report = reportOf(diagnosisWith({ findings }));
  expect(report.match(/Leave the virtual service on port 80/g)).toHaveLength(1);
  expect(report).toContain('Remedies described above');
});

test('what stands at the top of a report on a damaged file is the damage', () => {
  const endedEarly = {
    atOffset: 100,
    frameNumber: 11,
    code: 'record-body-cut',
    requiredBytes: 60,
    actualBytes: 5,
  } as const;
  const report = textReport(
    diagnosisWith({ capture: { ...NOTHING.capture, files: [fileWith({ endedEarly })] } }),
    CONTEXT,
  );
  expect(report.split('\n').slice(0, 6).join(' ').replace(/\s+/g, ' ')).toContain(
    'a.pcap: The file ends inside frame 11 at octet 100: the record is cut (60 octets announced, 5 there). This report covers the 10 frames before it.',
  );
});

test('the service was up: good answers to others in the same time', () => {
  const probe = findingWith({
    rule: 'health-check-reset',
    variant: 'every-time',
    numbers: { intervalMs: 2000, successes: 1204, successesToProbe: 0 },
  });
  const report = reportOf(diagnosisWith({ findings: [probe] }));
  expect(report).toContain('every 2 s');
  expect(report).toContain(
    'The service was up: in the same time 192.0.2.80:80 answered 1,204 HTTP requests of other clients',
  );
});

test('a column of a table gives way where it has spaces, so that addresses stay whole', () => {
  const address = '2001:db8:4700:eb60:3a10:d5ff:fe4e:abe6';
  const server = { address, port: 443 };
  const report = textReport(diagnosisWith({ findings: [findingWith({ server })] }), CONTEXT);
  expect(report.slice(report.indexOf('Severity  ')).split('\n')[2]).toContain(`[${address}]:443`);
});

test.each([
  ['as it is', 'a.pcap', 'a.pcap'],
  ['in quotes', 'a b(1).pcap', '"a b(1).pcap"'],
  ['as it is on Windows', 'C:\\caps\\a.pcap', 'C:\\caps\\a.pcap'],
  ['in quotes that cmd.exe knows', 'C:\\My caps\\a.pcap', '"C:\\My caps\\a.pcap"'],
  ['in quotes that no shell looks into, when it ends with a backslash', 'a b\\', "'a b\\'"],
  ['in quotes that no shell looks into', "$(x) it's.pcap", `'$(x) it'\\''s.pcap'`],
  ['whole, however long it is', `${'d/'.repeat(100)}a.pcap`, `${'d/'.repeat(100)}a.pcap`],
])('the name of a file in a command is %s', (_, name, expected) => {
  const files = [fileWith({ name }), fileWith({ name: 'z.pcap' })];
  const report = textReport(diagnosisWith({ capture: { ...NOTHING.capture, files } }), CONTEXT);
  expect(report).toContain(`mergecap -a -w joined.pcapng ${expected} z.pcap\n`);
});

describe('frames', () => {
  const files = [fileWith({ name: 'a.pcap' }), fileWith({ name: 'b.pcap' })];

  test.each([
    ['of one file', files.slice(0, 1), [3, 5], 'frames 3, 5'],
    ['one of one file', files.slice(0, 1), [3], 'frame 3'],
    ['of the second file', files, [12], 'frame 12 (2 of b.pcap)'],
    ['over a border', files, [9, 10, 11], 'frames 9, 10, 11 (9, 10 of a.pcap; 1 of b.pcap)'],
  ])('%s', (_, given, frames, expected) => {
    expect(framePlaces(given, frames)).toBe(expected);
  });
});
