/**
 * In: a command. Out: what it cost. CPU seconds are those of the whole process tree, read with the resolution of bash's
 * `time` (1 ms); the memory is the largest resident set of any one process in it, from GNU time.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CannotRun } from './cannot-run.mjs';

/**
 * @typedef {object} Cost
 * @property {number} cpuSeconds user and system together
 * @property {number} wallSeconds
 * @property {number} peakRssMb units of 2²⁰ octets
 * @property {number | null} exitCode null when a signal ended it
 */

/** A program that has not ended by then is stopped and counts as failed. */
const LONGEST_RUN_SECONDS = 300;
const GNU_TIMES = ['/usr/bin/time', '/usr/local/bin/gtime', '/opt/homebrew/bin/gtime'];

// $1 where bash writes its times, $2 where GNU time writes the memory, $3 and $4 stdout and stderr, $5 GNU time.
const SCRIPT = `
exec 8>"$1"
memory=$2 out=$3 err=$4 gnutime=$5
shift 5
TIMEFORMAT='%3U %3S %3R'
{ time "$gnutime" -f %M -o "$memory" timeout -k 5 ${LONGEST_RUN_SECONDS} "$@" >"$out" 2>"$err" 8>&- ; } 2>&8
`;

/**
 * @returns {string} path of GNU time
 * @throws {CannotRun} when it or bash is missing; Node cannot read the resources of its children itself
 */
export function findGnuTime() {
  const found = GNU_TIMES.find((path) => {
    const { stdout, stderr } = spawnSync(path, ['--version'], { encoding: 'utf8' });
    return `${stdout ?? ''}${stderr ?? ''}`.includes('GNU');
  });
  if (found === undefined) {
    throw new CannotRun(
      `GNU time is needed to measure memory (Debian: apt install time); looked at ${GNU_TIMES.join(', ')}`,
    );
  }
  if (spawnSync('bash', ['-c', ':']).status !== 0)
    throw new CannotRun('bash is needed to measure CPU seconds');
  return found;
}

/**
 * Runs a command to its end.
 * @param {string[]} command program and arguments
 * @param {{ gnuTime: string, scratch: string, stdout: string, stderr: string }} places `scratch` is a folder for the two
 *   small files the times are read from
 * @returns {Cost}
 */
export function measure(command, { gnuTime, scratch, stdout, stderr }) {
  const times = join(scratch, 'times');
  const memory = join(scratch, 'memory');
  rmSync(memory, { force: true });
  const run = spawnSync('bash', ['-c', SCRIPT, 'bash', times, memory, stdout, stderr, gnuTime, ...command], {
    stdio: 'ignore',
    // A decimal comma would not be read back.
    env: { ...process.env, LC_ALL: 'C' },
  });
  const [user, system, wall] = readFileSync(times, 'utf8').trim().split(/\s+/).slice(-3).map(Number);
  // GNU time puts a line of words before the number when the command failed.
  const kibibytes = Number(readFileSync(memory, 'utf8').trim().split('\n').at(-1));
  return {
    cpuSeconds: user + system,
    wallSeconds: wall,
    peakRssMb: kibibytes / 1024,
    exitCode: run.status,
  };
}
