import { spawnSync } from 'node:child_process';
import {
  closeSync,
  createReadStream,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCaptures } from '../../src/cli/read-captures.js';
import type { SurveyMessage } from '../../src/cli/survey-messages.js';
import { SurveyThread } from '../../src/cli/survey-thread.js';
import { Diagnostician } from '../../src/diagnosis/diagnose.js';
import { FlowFindings } from '../../src/diagnosis/flow-findings.js';
import { flowRecords } from '../../src/report/flow-record.js';
import { flowLines } from '../../src/report/flows.js';
import { SharedSurveyReader } from '../../src/survey/shared-survey.js';
import { buildSurveyProgram, type SurveyProgram } from './survey-program.js';

let program: SurveyProgram;
let folder = '';
beforeAll(async () => {
  program = await buildSurveyProgram();
  folder = mkdtempSync(join(tmpdir(), 'tcpdx-thread-'));
});
afterAll(() => {
  program.remove();
  rmSync(folder, { recursive: true });
});

type Heard = SurveyMessage;
type Done = Extract<SurveyMessage, { kind: 'done' }>;

/** The last word of a thread, and all before it. */
function hear(
  paths: readonly string[],
  options: { checksums?: boolean; standardInput?: Readable; program?: URL } = {},
  onStart: (thread: SurveyThread) => void = () => {},
): Promise<{ thread: SurveyThread; heard: Heard[]; crash: string | null }> {
  return new Promise((resolve) => {
    const heard: Heard[] = [];
    const thread = new SurveyThread(paths, { program: program.url, ...options });
    thread.listen({
      onMessage: (message) => {
        heard.push(message);
        if (message.kind !== 'progress') resolve({ thread, heard, crash: null });
      },
      onCrash: (crash) => resolve({ thread, heard, crash }),
    });
    onStart(thread);
  });
}

async function inThread(paths: readonly string[], checksums = false) {
  const { thread, heard } = await hear(paths, { checksums });
  const done = heard.at(-1) as Done;
  expect(done.kind).toBe('done');
  const survey = new SharedSurveyReader(done.survey);
  const findings = new FlowFindings(done.flowFindings, done.diagnosis.findings);
  return { thread, heard, done, survey, findings };
}

async function inProcess(paths: readonly string[], checksums = false) {
  const read = await readCaptures(paths, { hash: false, checksums, onProgress: () => {} });
  const judge = new Diagnostician(read.survey);
  const diagnosis = judge.finish({ files: read.files, readerProblems: [read.problems] });
  return { survey: read.survey, judge, diagnosis };
}

const captures = readdirSync('captures').filter((name) => /\.pcap(ng)?$/.test(name));
const inGroups = Array.from({ length: 8 }, (_, group) => captures.filter((_, index) => index % 8 === group));

test.each(
  inGroups.map((names) => ({ names })),
)('diagnosis and flows of every capture are the same in a thread: $names.0 …', async ({ names }) => {
  for (const name of names) {
    const paths = [`captures/${name}`];
    const { thread, done, survey, findings } = await inThread(paths);
    await thread.close();
    const here = await inProcess(paths);
    expect(JSON.stringify(done.diagnosis)).toBe(JSON.stringify(here.diagnosis));
    const theirs = flowRecords(survey, (flow) => findings.at(flow).map(({ rule }) => rule), 'shown');
    const ours = flowRecords(here.survey, (flow) => here.judge.findingsOfFlow(flow), 'shown');
    expect([...flowLines(theirs)].join('')).toBe([...flowLines(ours)].join(''));
  }
});

test('so are checksums, several files, and the diagnosis of some flows', async () => {
  const paths = [
    'captures/httpsys-503.pcap',
    'captures/iis7-teardown-ipv6.pcap',
    'captures/tls-1-2-alerts.pcap',
  ];
  const { thread, done, survey, findings } = await inThread(paths, true);
  const here = await inProcess(paths, true);
  expect(JSON.stringify(done.diagnosis)).toBe(JSON.stringify(here.diagnosis));
  const theirs = flowRecords(survey, (flow) => findings.at(flow).map(({ rule }) => rule), 'masked');
  const ours = flowRecords(here.survey, (flow) => here.judge.findingsOfFlow(flow), 'masked');
  expect([...flowLines(theirs)].join('')).toBe([...flowLines(ours)].join(''));
  const some = await thread.only('flow in {0..2}', Uint32Array.of(0, 1, 2));
  expect(JSON.stringify(some)).toBe(JSON.stringify(here.judge.only('flow in {0..2}', (flow) => flow <= 2)));
  await thread.close();
});

test('standard input is read as a file is', async () => {
  const standardInput = createReadStream('captures/httpsys-503.pcap', { highWaterMark: 777 });
  const { thread, heard } = await hear(['-'], { standardInput });
  await thread.close();
  const here = await inProcess(['captures/httpsys-503.pcap']);
  const { diagnosis } = heard.at(-1) as Done;
  expect(diagnosis.totals).toEqual(here.diagnosis.totals);
  expect(diagnosis.findings).toEqual(here.diagnosis.findings);
});

test('a reading that is stopped tells what was read, and that it was stopped', async () => {
  const standardInput = new PassThrough();
  standardInput.write(readFileSync('captures/httpsys-503.pcap').subarray(0, -10));
  const { thread, heard } = await hear(['-'], { standardInput }, (it) => setTimeout(() => it.stop(), 300));
  await thread.close();
  const done = heard.at(-1) as Done;
  expect(done.kind).toBe('done');
  expect(done.wasStopped).toBe(true);
  expect(done.diagnosis.totals.flows).toBeGreaterThan(0);
  expect(done.diagnosis.capture.files[0]?.endedEarly).toBeNull();
  expect(done.diagnosis.capture.problems).toContainEqual({ code: 'reading-stopped', count: 1 });
});

const fifo = process.platform === 'win32' ? test.skip : test;

fifo('a thread that reads a FIFO whose writer is silent can be ended', async () => {
  const path = join(folder, 'fifo');
  spawnSync('mkfifo', [path]);
  // Opened for both, it waits for nobody; and as long as it is open, the FIFO does not end.
  const writer = openSync(path, 'r+');
  try {
    writeSync(writer, readFileSync('captures/httpsys-503.pcap'));
    const thread = new SurveyThread([path], { program: program.url });
    await new Promise<void>((resolve) => {
      thread.listen({ onMessage: () => resolve(), onCrash: () => resolve() });
    });
    await thread.close();
  } finally {
    closeSync(writer);
  }
});

fifo('a reading of a FIFO whose writer is silent ends when it is stopped, with what was read', async () => {
  const path = join(folder, 'silent-fifo');
  spawnSync('mkfifo', [path]);
  const writer = openSync(path, 'r+');
  try {
    writeSync(writer, readFileSync('captures/httpsys-503.pcap').subarray(0, -10));
    const thread = new SurveyThread([path], { program: program.url });
    const done = await new Promise<Heard>((resolve, reject) => {
      thread.listen({
        onMessage: (message) => (message.kind === 'progress' ? thread.stop() : resolve(message)),
        onCrash: reject,
      });
    });
    await thread.close();
    if (done.kind !== 'done') throw new Error(done.kind);
    expect(done.wasStopped).toBe(true);
    expect(done.diagnosis.totals.flows).toBeGreaterThan(0);
    expect(done.diagnosis.capture.files[0]?.endedEarly).toBeNull();
  } finally {
    closeSync(writer);
  }
});

test('what cannot be read is told with advice', async () => {
  const garbage = join(folder, 'garbage');
  writeFileSync(garbage, 'no capture at all, but a text that is long enough');
  for (const [path, code] of [
    [garbage, 'not-a-capture'],
    [join(folder, 'nothing'), 'not-found'],
  ] as const) {
    const { heard } = await hear([path]);
    const last = heard.at(-1);
    expect(last).toMatchObject({ kind: 'failed', code });
    expect(last?.kind === 'failed' && last.advice).not.toBe('');
  }
});

test('a thread that breaks down says so instead of nothing', async () => {
  const broken = join(folder, 'broken.mjs');
  writeFileSync(broken, 'setTimeout(() => { throw new Error("broken on purpose") }, 10);');
  const { crash } = await hear(['captures/httpsys-503.pcap'], { program: pathToFileURL(broken) });
  expect(crash).toBe('broken on purpose');
  const silent = join(folder, 'silent.mjs');
  writeFileSync(silent, '');
  expect((await hear(['x'], { program: pathToFileURL(silent) })).crash).toBe('it ended with code 0');
});

test('what a thread told before anybody listened is heard', async () => {
  const thread = new SurveyThread(['captures/clean-http.pcap'], { program: program.url });
  // An answer is the last word of a thread that has told all others.
  await thread.only('', new Uint32Array());
  const heard: string[] = [];
  thread.listen({ onMessage: ({ kind }) => heard.push(kind), onCrash: (reason) => heard.push(reason) });
  expect(new Set(heard)).toEqual(new Set(['progress', 'done']));
  expect(heard.at(-1)).toBe('done');
  await thread.close();
});
