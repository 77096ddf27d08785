/**
 * A capture that this program annotated, as tshark reads it: the same frames at the same times, and every comment.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CaptureFiles } from '../../src/cli/capture-files.js';
import { Pace } from '../../src/cli/pace.js';
import { readCaptures } from '../../src/cli/read-captures.js';
import { writeExport } from '../../src/cli/write-export.js';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import { FlowFindings, shareFlowFindings } from '../../src/diagnosis/flow-findings.js';

const hasTshark = spawnSync('tshark', ['--version']).status === 0;
if (!hasTshark)
  console.log('Skipped: annotated captures, because tshark is not installed (apt install tshark)');

const FIELDS = [
  'frame.number',
  'frame.time_epoch',
  'frame.len',
  'frame.cap_len',
  'frame.encap_type',
  'tcp.stream',
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpdx-annotated-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function tshark(path: string, fields: readonly string[], filter: readonly string[] = []): string[] {
  const argv = ['-r', path, '-T', 'fields', ...fields.flatMap((field) => ['-e', field]), ...filter];
  return execFileSync('tshark', argv, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
    .trimEnd()
    .split('\n');
}

async function annotate(name: string, flows: readonly number[] | null, notes: ReadonlyMap<number, string>) {
  const read = await readCaptures([`captures/${name}`], { hash: false, onProgress: () => {} });
  const judge = new Diagnostician(read.survey);
  const diagnosis = judge.finish({ files: read.files, readerProblems: [read.problems] });
  const { firstKept, length } = read.survey.flows;
  const shared = shareFlowFindings(judge, diagnosis.findings, firstKept, length);
  const source = {
    files: new CaptureFiles([`captures/${name}`], read.survey),
    diagnosis,
    findings: new FlowFindings(shared, diagnosis.findings),
    notes,
    secrets: 'masked' as const,
    only: () => Promise.reject(new Error('not asked for')),
  };
  const path = join(folder, `${name}-${flows?.join('-') ?? 'all'}.pcapng`);
  await writeExport({ path, content: 'capture', flows, force: true }, source, new Pace());
  return { path, diagnosis };
}

describe.skipIf(!hasTshark)('An annotated capture in tshark', () => {
  test.each([
    'iis7-health-check.pcap',
    'httpsys-503.pcap',
    'nanosecond.pcap',
    'linux-cooked.pcap',
    'vlan.pcap',
    'snaplen-96.pcap',
    'pcapng.pcapng',
    'refused-by-icmp.pcap',
  ])('%s: frames, times, lengths and link types are those of the source', async (name) => {
    const { path } = await annotate(name, null, new Map());
    expect(tshark(path, FIELDS)).toEqual(tshark(`captures/${name}`, FIELDS));
  });

  test('evidence and notes are comments of their frames', async () => {
    const notes = new Map([[2, 'ticket INC-4711, über 5 s']]);
    const { path, diagnosis } = await annotate('iis7-health-check.pcap', null, notes);
    const comments = new Map(
      tshark(path, ['frame.number', 'frame.comment'], ['-Y', 'frame.comment']).map((line) => {
        const [number = '', comment = ''] = line.split('\t');
        return [Number(number), comment];
      }),
    );
    for (const { id, evidence } of diagnosis.findings) {
      for (const { frames } of evidence)
        for (const frame of frames) expect(comments.get(frame)).toContain(id);
    }
    expect([...comments.values()].join('\n')).toContain('tcpdx note: ticket INC-4711, über 5 s');
  });

  test('of chosen flows there are exactly the frames that tshark gives them', async () => {
    const name = 'httpsys-503.pcap';
    const { path } = await annotate(name, [1, 3], new Map());
    const fields = ['frame.time_epoch', 'frame.len', 'tcp.seq_raw', 'tcp.flags'];
    const theirs = tshark(`captures/${name}`, fields, ['-Y', 'tcp.stream in {1, 3}']);
    expect(tshark(path, fields)).toEqual(theirs);
  });
});
