/**
 * The programs tcpdx is run beside, as data: how each is called for a file, on which captures, and what it counts.
 */
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CannotRun } from './cannot-run.mjs';

/** @typedef {import('./generate.mjs').CaptureName} CaptureName */

/**
 * What a program says is in the capture; a count it does not give is absent.
 * @typedef {{ frames?: number, flows?: number, requests?: number, responses?: number, status503?: number }} Counts
 */

/**
 * @typedef {object} Peer
 * @property {string} id
 * @property {string} title the command as a person would type it
 * @property {string[]} programs all of them must be on the PATH
 * @property {readonly CaptureName[]} captures
 * @property {boolean} slow run in `--slow-rounds` rounds only
 * @property {(file: string, scratch: string) => string[]} command
 * @property {((stdoutFile: string) => Counts) | null} readCounts null when its output is thrown away unread
 */

const MAIN = fileURLToPath(new URL('../dist/bin/tcpdx.js', import.meta.url));
const PCAP_PARSER_COUNT = fileURLToPath(new URL('count-with-pcap-parser.mjs', import.meta.url));
const ALL = /** @type {const} */ (['lb', 'many', 'one']);

/** @type {readonly Peer[]} */
export const PEERS = [
  {
    id: 'capinfos',
    title: 'capinfos -c -u -i -z -M',
    programs: ['capinfos'],
    captures: ALL,
    slow: false,
    // -M prints whole numbers instead of "2674 k"; it costs nothing.
    command: (file) => ['capinfos', '-c', '-u', '-i', '-z', '-M', file],
    readCounts: (output) => ({ frames: numberIn(output, /^Number of packets:\s+(\d+)/m) }),
  },
  {
    id: 'tcpdump-copy',
    title: 'tcpdump -r FILE -w /dev/null',
    programs: ['tcpdump'],
    captures: ALL,
    slow: false,
    command: (file) => ['tcpdump', '-r', file, '-w', '/dev/null'],
    readCounts: null,
  },
  {
    id: 'softflowd',
    title: 'softflowd -r FILE -6 -d',
    programs: ['softflowd'],
    captures: ALL,
    slow: false,
    // -m: by default it forgets flows beyond 8192. -6: by default it skips IPv6.
    // -c none: the control socket of 1.1.0 may block a run on a file for ever.
    command: (file, scratch) => [
      'softflowd',
      '-r',
      file,
      '-6',
      '-d',
      '-m',
      '20000000',
      '-c',
      'none',
      '-p',
      join(scratch, 'softflowd.pid'),
    ],
    readCounts: (output) => ({ frames: numberIn(output, /^Packets processed:\s+(\d+)/m) }),
  },
  {
    id: 'nfpcapd',
    title: 'nfpcapd -r FILE -w DIR',
    programs: ['nfpcapd'],
    captures: ALL,
    slow: false,
    command: (file, scratch) => ['nfpcapd', '-r', file, '-w', scratch],
    readCounts: null,
  },
  {
    id: 'pcap-parser',
    title: 'npm pcap-parser, counting packets',
    programs: [],
    captures: ALL,
    slow: false,
    command: (file) => [process.execPath, '--no-deprecation', PCAP_PARSER_COUNT, file],
    readCounts: (output) => ({ frames: numberIn(output, /(\d+)/) }),
  },
  {
    id: 'argus',
    title: 'argus -r FILE -w - | ra -n -r -',
    programs: ['argus', 'ra'],
    captures: ALL,
    slow: false,
    command: (file) => ['sh', '-c', 'argus -r "$1" -w - | ra -n -r -', 'sh', file],
    // ra prints states of flows, several for a long one, not flows.
    readCounts: null,
  },
  {
    id: 'tcptrace',
    title: 'tcptrace -n FILE',
    programs: ['tcptrace'],
    captures: ALL,
    slow: false,
    command: (file) => ['tcptrace', '-n', file],
    readCounts: readTcptrace,
  },
  {
    id: 'tcpdump-text',
    title: 'tcpdump -nq -r FILE',
    programs: ['tcpdump'],
    captures: ALL,
    slow: true,
    command: (file) => ['tcpdump', '-nq', '-r', file],
    readCounts: null,
  },
  {
    id: 'tshark',
    title: 'tshark -q -z conv,tcp -r FILE',
    programs: ['tshark'],
    // Not one: reassembling a body of 1 GB takes it many minutes.
    captures: ['lb', 'many'],
    slow: true,
    command: (file) => ['tshark', '-q', '-z', 'conv,tcp', '-r', file],
    readCounts: (output) => ({ flows: countIn(output, /<->/g) }),
  },
];

/** @type {Peer} the product itself, by the command a user runs */
export const TCPDX = {
  id: 'tcpdx',
  title: 'tcpdx report FILE',
  programs: [],
  captures: ALL,
  slow: false,
  command: tcpdxCommand,
  readCounts: readTcpdx,
};

/** Exit codes with which tcpdx has read the whole file: 1 is "a finding at or above --fail-on". */
export const TCPDX_DONE = [0, 1];

/**
 * @param {Peer} peer
 * @returns {string[]} the programs of it that are not on the PATH
 */
export function missingPrograms(peer) {
  return peer.programs.filter((program) => which(program) === undefined);
}

/**
 * @param {string} program
 * @returns {string | undefined} its path. The folders of system programs are searched too: softflowd and argus live there.
 */
function which(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

/**
 * @param {string} path
 * @returns {boolean}
 */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} file
 * @returns {string[]} `TCPDX_BENCH_COMMAND` stands in for the product when it is set: words, with {file} for the capture
 */
function tcpdxCommand(file) {
  const stub = process.env.TCPDX_BENCH_COMMAND;
  if (stub === undefined) return [process.execPath, MAIN, 'report', file];
  const words = stub.split(/\s+/).filter((word) => word !== '');
  return words.map((word) => word.replaceAll('{file}', file));
}

/**
 * @param {string} outputFile
 * @returns {Counts} from the summary of the text report
 * @throws {CannotRun} when there is no report
 */
function readTcpdx(outputFile) {
  const text = readFileSync(outputFile, 'utf8').replace(/\s+/g, ' ');
  // Exit code 1 is also what Node gives for a program that is not there.
  if (!text.startsWith('tcpdx report:'))
    throw new CannotRun('tcpdx printed no report: was `npm run build` run?');
  return {
    frames: countAfter(text, /Captured ([\d,]+) frame/),
    flows: countAfter(text, /; ([\d,]+) flow/),
    requests: countAfter(text, /HTTP ([\d,]+) request/) ?? 0,
    responses: countAfter(text, /, ([\d,]+) responses? \(/) ?? 0,
    // A status that does not occur is not listed.
    status503: countAfter(text, /\b503 x ([\d,]+)/) ?? 0,
  };
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 * @returns {number | undefined}
 */
function countAfter(text, pattern) {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits.replaceAll(',', ''));
}

/**
 * @param {string} outputFile
 * @returns {Counts} the number of the last flow is how many there are
 */
function readTcptrace(outputFile) {
  const lastLine = readFileSync(outputFile, 'latin1').trimEnd().split('\n').at(-1) ?? '';
  const flows = /^\s*(\d+): /.exec(lastLine);
  const frames = numberIn(outputFile, /^(\d+) packets seen/m);
  return { frames, flows: flows === null ? undefined : Number(flows[1]) };
}

/**
 * @param {string} outputFile
 * @param {RegExp} pattern its first group is the number
 * @returns {number | undefined}
 */
function numberIn(outputFile, pattern) {
  const found = pattern.exec(readFileSync(outputFile, 'latin1'));
  return found === null ? undefined : Number(found[1]);
}

/**
 * @param {string} outputFile
 * @param {RegExp} pattern
 * @returns {number}
 */
function countIn(outputFile, pattern) {
  return readFileSync(outputFile, 'latin1').match(pattern)?.length ?? 0;
}
