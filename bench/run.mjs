/**
 * Runs tcpdx beside its peers on the same captures: `npm run bench -- [options]`, or, after `npm run build`,
 * `node bench/run.mjs [--rounds 5] [--slow-rounds 1] [--only lb,many,one] [--peers a,b] [--scale X] [--large] [--json OUT]`.
 * Exit code 1: a count differs from the truth. 2: usage, or something needed is missing. 3: tcpdx failed.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CannotRun } from './cannot-run.mjs';
import { mismatches } from './counts.mjs';
import { CAPTURES, capturePath, generate } from './generate.mjs';
import { findGnuTime } from './measure.mjs';
import { missingPrograms, PEERS, TCPDX } from './peers.mjs';
import { progress, runCapture } from './rounds.mjs';
import { costTable, countTable, goalTable } from './tables.mjs';

/** @typedef {import('./generate.mjs').CaptureName} CaptureName */
/** @typedef {import('./rounds.mjs').CaptureResult} CaptureResult */

/** The captures of `--large`: only tcpdx is run on them. @type {readonly { capture: CaptureName, times: number }[]} */
const LARGE = [
  { capture: 'one', times: 4 },
  { capture: 'lb', times: 9 },
];
const LARGE_ROUNDS = 3;

/** @typedef {ReturnType<typeof readOptions>} Options */

function readOptions() {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      'slow-rounds': { type: 'string', default: '1' },
      only: { type: 'string', default: CAPTURES.join(',') },
      peers: { type: 'string', default: PEERS.map(({ id }) => id).join(',') },
      scale: { type: 'string', default: '1' },
      large: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  return {
    rounds: positive('--rounds', values.rounds),
    slowRounds: positive('--slow-rounds', values['slow-rounds']),
    captures: chosen('--only', values.only, CAPTURES),
    peers: chosen('--peers', values.peers, [...PEERS.map(({ id }) => id), 'none']),
    scale: positive('--scale', values.scale),
    large: values.large,
    json: values.json,
  };
}

/**
 * @param {string} option
 * @param {string} text
 * @returns {number}
 */
function positive(option, text) {
  const value = Number(text);
  if (!(value > 0)) throw new CannotRun(`${option} needs a number above 0, not "${text}"`);
  return value;
}

/**
 * @template {string} T
 * @param {string} option
 * @param {string} text names with commas between them
 * @param {readonly T[]} known
 * @returns {T[]}
 */
function chosen(option, text, known) {
  const names = text.split(',');
  const unknown = names.filter((name) => !known.some((one) => one === name));
  if (unknown.length > 0)
    throw new CannotRun(`${option}: no "${unknown.join(', ')}"; there are ${known.join(', ')}`);
  return known.filter((name) => names.includes(name));
}

/**
 * @param {CaptureName} name
 * @param {number} scale
 * @returns {string} the file, written first if it is not there
 */
function ensureCapture(name, scale) {
  const path = capturePath(name, scale);
  if (!existsSync(path) || !existsSync(`${path}.json`)) {
    console.error(`writing ${path}`);
    generate(name, scale);
  }
  return path;
}

/**
 * @param {Options} options
 * @param {import('./rounds.mjs').Places} places
 * @returns {Map<string, CaptureResult>}
 */
function runAll(options, places) {
  const results = new Map();
  const wanted = PEERS.filter(({ id }) => options.peers.includes(id));
  for (const peer of wanted) {
    const missing = missingPrograms(peer);
    if (missing.length > 0) console.log(`Not installed, so not run: ${peer.id} (${missing.join(', ')})`);
  }
  const peers = wanted.filter((peer) => missingPrograms(peer).length === 0);
  for (const name of options.captures) {
    const file = ensureCapture(name, options.scale);
    const here = peers.filter((peer) => peer.captures.includes(name));
    results.set(name, runCapture(name, file, here, options, places));
    print(results.get(name));
  }
  if (!options.large) return results;
  const rounds = Math.min(options.rounds, LARGE_ROUNDS);
  for (const { capture, times } of LARGE.filter((large) => options.captures.includes(large.capture))) {
    const name = `${capture} × ${times}`;
    const file = ensureCapture(capture, options.scale * times);
    results.set(name, runCapture(name, file, [], { rounds, slowRounds: 0 }, places));
    print(results.get(name));
  }
  return results;
}

/** @param {CaptureResult} result */
function print(result) {
  const { octets, frames, flows } = result.truth;
  console.log(`\n## ${result.name}: ${(octets / 1e6).toFixed(1)} MB, ${frames} frames, ${flows} flows\n`);
  console.log(`${costTable(result, [TCPDX, ...PEERS])}\n\n${countTable(result)}`);
}

/**
 * @param {Options} options
 * @param {Map<string, CaptureResult>} results
 * @returns {unknown} everything measured, round by round
 */
function asJson({ scale, rounds, slowRounds }, results) {
  const captures = [...results.values()].map((result) => ({
    name: result.name,
    truth: result.truth,
    counts: Object.fromEntries(result.counts),
    mismatches: mismatches(result),
    programs: Object.fromEntries(
      [...result.costs].map(([id, costs]) => [
        id,
        {
          cpuSeconds: result.cpuSeconds(id),
          ratio: result.ratio(id),
          peakRssMb: result.peakRssMb(id),
          rounds: costs,
        },
      ]),
    ),
  }));
  const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
  return { machine, scale, rounds, slowRounds, captures };
}

/**
 * @param {Options} options
 * @param {Map<string, CaptureResult>} results
 * @returns {number} exit code
 */
function conclude(options, results) {
  console.log(`\n## Goals\n\n${goalTable(results)}`);
  if (options.scale !== 1) console.log('\nThe goals are meant for full size (--scale 1).');
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify(asJson(options, results), null, 2)}\n`);
  }
  const wrong = [...results.values()].flatMap(mismatches);
  if (wrong.length > 0) console.log(`\nCOUNTS DIFFER\n${wrong.map((line) => `* ${line}`).join('\n')}`);
  return wrong.length === 0 ? 0 : 1;
}

/**
 * @template T
 * @param {() => T} prepare
 * @returns {T | undefined} undefined, and the reason on stderr, when it cannot run
 */
function orExplain(prepare) {
  try {
    return prepare();
  } catch (error) {
    if (!(error instanceof CannotRun || isUsage(error))) throw error;
    progress('');
    console.error(error.message);
    return undefined;
  }
}

/**
 * @param {unknown} error
 * @returns {error is Error} an option that `parseArgs` does not know
 */
function isUsage(error) {
  return error instanceof TypeError && String(Reflect.get(error, 'code')).startsWith('ERR_PARSE_ARGS');
}

/** @returns {number} exit code */
function main() {
  const ready = orExplain(() => ({ options: readOptions(), gnuTime: findGnuTime() }));
  if (ready === undefined) return 2;
  const { options, gnuTime } = ready;
  const slow = PEERS.filter((peer) => peer.slow && options.peers.includes(peer.id)).map(({ id }) => id);
  console.log(
    `${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}. ${options.rounds} rounds, round robin.`,
  );
  if (slow.length > 0) console.log(`Slow, so in ${options.slowRounds} of them only: ${slow.join(', ')}.`);
  const stub = process.env.TCPDX_BENCH_COMMAND;
  if (stub !== undefined) console.log(`NOT tcpdx itself: TCPDX_BENCH_COMMAND stands in for it (${stub}).`);
  const scratch = mkdtempSync(join(tmpdir(), 'tcpdx-bench-'));
  try {
    const results = orExplain(() => runAll(options, { gnuTime, scratch }));
    return results === undefined ? 3 : conclude(options, results);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

process.exitCode = main();
