import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { UNKNOWN_COUNTERS } from '../../src/capture/live/capture-request.js';
import { CaptureFiles } from '../../src/cli/capture-files.js';
import { liveFacts } from '../../src/cli/live-facts.js';
import { Pace } from '../../src/cli/pace.js';
import { readCaptures } from '../../src/cli/read-captures.js';
import { writeExport } from '../../src/cli/write-export.js';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import { FlowFindings, shareFlowFindings } from '../../src/diagnosis/flow-findings.js';

const CAPTURE = 'captures/iis7-single-teardown.pcap';
const HASH = createHash('sha256').update(readFileSync(CAPTURE)).digest('hex');

const folder = mkdtempSync(join(tmpdir(), 'tcpdx-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['a file has its hash', 'file', HASH],
  ['an interface has none, even where a file is called like it', 'live', null],
] as const)('in a report of the screen %s', async (_, kind, expected) => {
  const { survey, files, problems } = await readCaptures([CAPTURE], { hash: false, onProgress: () => {} });
  const judge = new Diagnostician(survey);
  const live = liveFacts({
    interfaceName: CAPTURE,
    filter: null,
    backend: 'tcpdump',
    timesAre: 'kernel',
    analysed: survey.frames,
    counters: UNKNOWN_COUNTERS,
    endedBy: 'stopped',
  });
  const diagnosis = judge.finish({
    files,
    readerProblems: [problems],
    ...(kind === 'live' ? { live } : {}),
  });
  const { firstKept, length } = survey.flows;
  const shared = shareFlowFindings(judge, diagnosis.findings, firstKept, length);
  const path = join(folder, `${kind}.json`);
  await writeExport(
    { path, force: false, content: 'report-json', flows: null },
    {
      files: new CaptureFiles([CAPTURE], survey),
      diagnosis,
      findings: new FlowFindings(shared, diagnosis.findings),
      notes: new Map(),
      secrets: 'masked',
      only: () => Promise.reject(new Error('everything is written')),
    },
    new Pace(),
  );
  const { capture } = JSON.parse(readFileSync(path, 'utf8'));
  expect(capture.files).toMatchObject([{ name: CAPTURE, sha256: expected }]);
});
