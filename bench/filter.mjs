/**
 * What a filter costs: `node bench/filter.mjs FILE`, after `npm run build`. Reads a capture once, then asks every expression of
 * all its flows; the median of five rounds, in milliseconds and in nanoseconds a flow.
 */
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { readCaptures } from '../dist/cli/read-captures.js';
import { Diagnostician } from '../dist/diagnosis/diagnose.js';
import { compileFilter } from '../dist/filter/filter.js';

const ROUNDS = 5;
const EXPRESSIONS = [
  'flow==17',
  'pkts<6',
  'bytes==0 && pkts<6',
  'server.port==80',
  'client in 10.1.0.0/22',
  'server in {192.0.2.80:80, 192.0.2.81:80}',
  'tcp.flags.reset==1',
  'dur>1s || retrans>0',
  't in 09:22..09:30',
  'end==rst by server',
  'state==RSTO',
  'history~Sr',
  'finding:any',
  'sev>=high',
  'status>=500',
  'ttfb>100ms',
  'host~"example"',
  'path~"/shop"',
  'path matches "^/(a+)+$"',
  '"example"',
];

const [, , path] = process.argv;
if (path === undefined) {
  console.error('usage: node bench/filter.mjs FILE');
  process.exit(2);
}
const { survey, files } = await readCaptures([path], { hash: false, onProgress: () => {} });
const judge = new Diagnostician(survey);
const { findings } = judge.finish({ files });
const { firstKept, length } = survey.flows;
console.log(`${length - firstKept} flows, ${survey.exchanges.length} exchanges`);

for (const expression of EXPRESSIONS) {
  const compiled = compileFilter(expression);
  if (!compiled.ok) throw new Error(`${expression}: ${compiled.fault.code}`);
  const times = [];
  let matched = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const matches = compiled.filter.over({ survey, findings, findingsAt: (flow) => judge.findingsAt(flow) });
    const start = performance.now();
    matched = 0;
    for (let flow = firstKept; flow < length; flow++) if (matches(flow)) matched++;
    times.push(performance.now() - start);
  }
  const median = times.sort((a, b) => a - b)[ROUNDS >> 1];
  const perFlow = (median * 1e6) / (length - firstKept);
  console.log(
    `${expression.padEnd(44)} ${median.toFixed(0).padStart(6)} ms ${perFlow.toFixed(0).padStart(6)} ns/flow ${String(matched).padStart(9)} match`,
  );
}
