/**
 * In: one capture and the programs to run on it. Out: their costs, round by round. Every round runs each program once,
 * beginning with another one each time, so that a slow moment of the machine does not always meet the same program.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { CannotRun } from './cannot-run.mjs';
import { measure } from './measure.mjs';
import { TCPDX, TCPDX_DONE } from './peers.mjs';

/** @typedef {import('./peers.mjs').Peer} Peer */
/** @typedef {import('./peers.mjs').Counts} Counts */
/** @typedef {import('./measure.mjs').Cost} Cost */

/** The true counts that the generator leaves beside a capture (more than these are in the file). @typedef {{ frames: number, flows: number, octets: number, requests: number, responses: number, status: Record<string, number> }} Truth */

/**
 * @typedef {object} Places
 * @property {string} gnuTime
 * @property {string} scratch an empty folder
 */

export class CaptureResult {
  /** @type {Map<string, (Cost | undefined)[]>} by program: index i is round i, undefined where it was not run */
  costs = new Map();
  /** @type {Map<string, Counts>} */
  counts = new Map();

  /**
   * @param {string} name
   * @param {Truth} truth
   */
  constructor(name, truth) {
    this.name = name;
    this.truth = truth;
  }

  /**
   * @param {string} id
   * @param {number} round
   * @param {Cost} cost
   */
  add(id, round, cost) {
    const costs = this.costs.get(id) ?? [];
    costs[round] = cost;
    this.costs.set(id, costs);
  }

  /**
   * @param {string} id
   * @returns {number[]} CPU of the program divided by that of tcpdx in the same round
   */
  ratios(id) {
    const own = this.costs.get('tcpdx') ?? [];
    return (this.costs.get(id) ?? []).flatMap((cost, round) => {
      const beside = own[round];
      return cost === undefined || beside === undefined ? [] : [cost.cpuSeconds / beside.cpuSeconds];
    });
  }

  /** @param {string} id */
  ratio(id) {
    return median(this.ratios(id));
  }

  /** @param {string} id */
  cpuSeconds(id) {
    return median(this.#measured(id).map((cost) => cost.cpuSeconds));
  }

  /** @param {string} id */
  cpuPerFrame(id) {
    const seconds = this.cpuSeconds(id);
    return seconds === undefined ? undefined : seconds / this.truth.frames;
  }

  /** @param {string} id */
  peakRssMb(id) {
    const measured = this.#measured(id);
    return measured.length === 0 ? undefined : Math.max(...measured.map((cost) => cost.peakRssMb));
  }

  /**
   * @param {string} id
   * @returns {number}
   */
  rounds(id) {
    return this.#measured(id).length;
  }

  /**
   * @param {string} id
   * @returns {Cost[]}
   */
  #measured(id) {
    return (this.costs.get(id) ?? []).filter((cost) => cost !== undefined);
  }
}

/**
 * @param {string} name
 * @param {string} file
 * @param {Peer[]} peers
 * @param {{ rounds: number, slowRounds: number }} howOften
 * @param {Places} places
 * @returns {CaptureResult}
 * @throws {CannotRun} when tcpdx does not read the file to its end
 */
export function runCapture(name, file, peers, { rounds, slowRounds }, places) {
  const result = new CaptureResult(name, JSON.parse(readFileSync(`${file}.json`, 'utf8')));
  warmPageCache(file);
  for (let round = 0; round < rounds; round++) {
    const programs = [TCPDX, ...peers].filter((peer) => !peer.slow || round < slowRounds);
    const turn = round % programs.length;
    for (const program of [...programs.slice(turn), ...programs.slice(0, turn)]) {
      progress(`${name}, round ${round + 1} of ${rounds}: ${program.id}`);
      runOne(program, file, round, result, places);
    }
  }
  progress('');
  return result;
}

/**
 * @param {Peer} program
 * @param {string} file
 * @param {number} round
 * @param {CaptureResult} result
 * @param {Places} places
 */
function runOne(program, file, round, result, { gnuTime, scratch }) {
  const stdout = program.readCounts === null ? '/dev/null' : join(scratch, 'stdout');
  const stderr = join(scratch, 'stderr');
  const cost = measure(program.command(file, scratch), { gnuTime, scratch, stdout, stderr });
  const done = program === TCPDX ? TCPDX_DONE : [0];
  if (cost.exitCode === null || !done.includes(cost.exitCode)) {
    const said = readFileSync(stderr, 'utf8').trim().split('\n').slice(-3).join('\n');
    const failure = `${program.id} ended with ${cost.exitCode ?? 'a signal'} on ${result.name}: ${said}`;
    if (program === TCPDX) throw new CannotRun(failure);
    progress('');
    console.error(failure);
    return;
  }
  result.add(program.id, round, cost);
  if (program.readCounts !== null && !result.counts.has(program.id)) {
    result.counts.set(program.id, program.readCounts(stdout));
  }
}

/** @param {string} file */
function warmPageCache(file) {
  const descriptor = openSync(file, 'r');
  const chunk = Buffer.allocUnsafe(1 << 20);
  while (readSync(descriptor, chunk) > 0);
  closeSync(descriptor);
}

/**
 * @param {number[]} values
 * @returns {number | undefined}
 */
function median(values) {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Shows what is being done, on a terminal only.
 * @param {string} text takes the place of the one before
 */
export function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
