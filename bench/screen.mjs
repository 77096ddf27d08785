/**
 * The screen: how soon it is there beside termshark, how soon a key is answered with a million flows, and its memory.
 * `node bench/screen.mjs [--rounds 5]`. Every figure is of the whole command on a terminal; see README.md.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CannotRun } from './cannot-run.mjs';
import { capturePath } from './generate.mjs';
import { findGnuTime, measure } from './measure.mjs';
import { Terminal } from './terminal.mjs';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const SIZE = { columns: 120, rows: 36 };
const NO_SETTINGS = mkdtempSync(join(tmpdir(), 'tcpdx-bench-'));
const ENV = { XDG_CONFIG_HOME: NO_SETTINGS, XDG_CACHE_HOME: NO_SETTINGS };

const MOST_FIRST_SCREEN_RATIO = 0.5;
const MOST_KEY_MS = 50;
const MOST_MORE_MIB = 100;

const KEYS = { enter: '\r', pageDown: '\x1b[6~' };
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

function captureAt(name) {
  const path = capturePath(name, 1);
  if (!existsSync(path))
    execFileSync(process.execPath, [fileURLToPath(new URL('generate.mjs', import.meta.url)), name]);
  // From the page cache, for everybody.
  spawnSync('cat', [path], { stdio: 'ignore' });
  return path;
}

/** Until the first frame, and until the first rows of flows: 3 is pressed as soon as there is a frame. */
async function firstScreen(path) {
  const terminal = new Terminal([process.execPath, MAIN, 'open', path], { ...SIZE, env: ENV });
  const frameMs = await terminal.until(/1 Summary/);
  terminal.type('3');
  const rowsMs = await terminal.until(/^.\s+0\s+0\.000000 /m);
  terminal.end();
  return { frameMs: frameMs - terminal.startedMs, rowsMs: rowsMs - terminal.startedMs };
}

async function firstRowsOfTermshark(path) {
  const terminal = new Terminal(['termshark', '-r', path], { ...SIZE, env: ENV });
  const rowsMs = await terminal.until(/^\s*1\s+0\.0+\s/m);
  terminal.end();
  return rowsMs - terminal.startedMs;
}

async function compareFirstScreens(rounds) {
  const path = captureAt('lb');
  const hasTermshark = spawnSync('termshark', ['--version']).error === undefined;
  const [frames, rows, others, ratios] = [[], [], [], []];
  for (let round = 0; round < rounds; round++) {
    const { frameMs, rowsMs } = await firstScreen(path);
    frames.push(frameMs);
    rows.push(rowsMs);
    if (!hasTermshark) continue;
    const otherMs = await firstRowsOfTermshark(path);
    others.push(otherMs);
    ratios.push(rowsMs / otherMs);
  }
  console.log('\nFirst screen of lb.pcap (median)');
  console.log(`  tcpdx, first frame          ${seconds(quantile(frames, 0.5))}`);
  console.log(`  tcpdx, first rows of flows  ${seconds(quantile(rows, 0.5))}`);
  if (!hasTermshark) return console.log('  termshark is not installed: no goal was measured');
  const ratio = quantile(ratios, 0.5);
  console.log(`  termshark, first rows       ${seconds(quantile(others, 0.5))}`);
  goal(
    `first rows of tcpdx / of termshark: ${ratio.toFixed(2)}`,
    ratio <= MOST_FIRST_SCREEN_RATIO,
    `${MOST_FIRST_SCREEN_RATIO}`,
  );
}

function goal(text, isMet, most) {
  console.log(`  ${isMet ? 'met    ' : 'NOT MET'} ${text} (at most ${most})`);
}

const rowOf = (text) => Number(/row ([\d,]+) of/.exec(text)?.[1]?.replaceAll(',', ''));
const row = (number) => new RegExp(`row ${number.toLocaleString('en-US')} of`);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Types a key and waits for what it is to show; between keys the screen comes to rest. */
async function answered(terminal, keys, pattern) {
  const typedMs = terminal.type(keys);
  const ms = (await terminal.until(pattern)) - typedMs;
  await pause(40);
  return ms;
}

async function many(times, one) {
  const all = [];
  for (let time = 0; time < times; time++) all.push(await one(time));
  return all;
}

async function keysWithManyFlows(terminal) {
  const last = rowOf(terminal.text.replace(/row 1 of ([\d,]+)/, 'row $1 of'));
  const moves = {};
  moves.j = await many(100, (time) => answered(terminal, 'j', row(time + 2)));
  const from = rowOf(terminal.text);
  const first = await answered(terminal, KEYS.pageDown, /row (?!101 )[\d,]+ of/);
  const page = rowOf(terminal.text) - from;
  moves.PageDown = [
    first,
    ...(await many(40, (time) => answered(terminal, KEYS.pageDown, row(from + page * (time + 2))))),
  ];
  moves.G = await many(20, async () => {
    const ms = await answered(terminal, 'G', row(last));
    await answered(terminal, 'g', row(1));
    return ms;
  });
  moves.g = await many(20, async () => {
    await answered(terminal, 'G', row(last));
    return answered(terminal, 'g', row(1));
  });
  const typed = 'server==10.0.1.44 && finding:any';
  moves['filter typed'] = [];
  for (let round = 0; round < 3; round++) {
    await answered(terminal, '/', /all flows/);
    for (let length = 1; length <= typed.length; length++) {
      const character = typed[length - 1];
      const shown = typed.slice(0, length).trimEnd().replace(/[.+*]/g, '\\$&');
      if (character === ' ') terminal.type(' ');
      else moves['filter typed'].push(await answered(terminal, character, new RegExp(`^ /${shown}`, 'm')));
    }
    await answered(terminal, '\x1b', /(all flows|\/ to filter)/);
    await pause(100);
    if (!/\/ to filter/.test(terminal.text)) await answered(terminal, '\x1b', /\/ to filter/);
  }
  return moves;
}

/** Sorting and filtering a million flows: until the list is there, and how soon j is answered meanwhile. */
async function workOnManyFlows(terminal) {
  const columns = ['severity', 'start', 'client', 'server', 'segments', 'payload', 'duration'];
  const sorts = [];
  const during = [];
  await answered(terminal, 'g', row(1));
  for (const _ of columns) {
    const before = /sort: \S+/.exec(terminal.text)?.[0];
    const typedMs = terminal.type('s');
    await terminal.until(new RegExp(`sort: (?!${before?.slice(6)})\\S+`));
    const at = rowOf(terminal.text);
    during.push(
      await answered(terminal, 'j', new RegExp(`row (?!${at.toLocaleString('en-US')} )[\\d,]+ of`)),
    );
    sorts.push((await terminal.until(/of [\d,]+ shown, sort/)) - typedMs);
    await pause(700);
    await answered(terminal, 'g', row(1));
  }
  const typedMs = terminal.type('/server==10.0.1.44\r');
  const filtered = (await terminal.until(/[1-9][\d,]* of 1,000,000 shown[\s\S]*valid, /)) - typedMs;
  return { during, filtered };
}

async function answerKeys() {
  const path = captureAt('many');
  const gnuTime = findGnuTime();
  const report = measure([process.execPath, MAIN, 'report', path], {
    gnuTime,
    scratch: NO_SETTINGS,
    stdout: '/dev/null',
    stderr: '/dev/null',
  });
  const terminal = new Terminal([process.execPath, MAIN, 'open', path], { ...SIZE, env: ENV });
  await terminal.until(/1 Summary +[\d,]+ findings/);
  const diagnosedMs = performance.now() - terminal.startedMs;
  terminal.type('3');
  await terminal.until(/row 1 of 1,000,000/);
  await pause(500);
  const keys = await keysWithManyFlows(terminal);
  const { during, filtered } = await workOnManyFlows(terminal);
  keys['j while it sorts'] = during;
  const [status = ''] = await terminal.processes();
  const peakMib = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
  terminal.end();
  console.log('\nKey to painted row, a million flows (many.pcap)');
  for (const [name, values] of Object.entries(keys)) {
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(values, share).toFixed(0).padStart(4));
    console.log(`  ${name.padEnd(18)} p50 ${p50} ms  p95 ${p95} ms  p99 ${p99} ms  (${values.length})`);
  }
  const all = quantile(Object.values(keys).flat(), 0.95);
  goal(`p95 of all keys: ${all.toFixed(0)} ms`, all < MOST_KEY_MS, `${MOST_KEY_MS} ms`);
  console.log(
    `  diagnosis on the screen after ${seconds(diagnosedMs)}; a filter's list after ${filtered.toFixed(0)} ms`,
  );
  const more = peakMib - report.peakRssMb;
  console.log('\nPeak resident memory, many.pcap');
  console.log(`  report ${report.peakRssMb.toFixed(0)} MiB, screen after all that ${peakMib.toFixed(0)} MiB`);
  goal(`more than the report: ${more.toFixed(0)} MiB`, more <= MOST_MORE_MIB, `${MOST_MORE_MIB} MiB`);
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
try {
  console.log(
    `load ${loadavg()[0].toFixed(1)} at the start, Node ${process.versions.node}, ${readFileSync('/proc/cpuinfo', 'utf8').match(/^processor/gm)?.length} processors`,
  );
  await compareFirstScreens(Number(values.rounds));
  await answerKeys();
  console.log(`\nload ${loadavg()[0].toFixed(1)} at the end`);
  process.exit(0);
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  console.error(error.message);
  process.exit(2);
}
