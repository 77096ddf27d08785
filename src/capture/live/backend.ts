/** The programs that capture, as a table: how each is started, asked and understood. */
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ASK_COUNTERS, type CapRequest, capCounters, capLines } from './cap-protocol.js';
import type { BackendName, CaptureCounters, CaptureRequest } from './capture-request.js';
import { findProgram, type ProgramPlace } from './find-program.js';
import { dumpcapCounters, latestTcpdumpAnswer, tcpdumpAnswers, tcpdumpCounters } from './program-counters.js';

/** A program that captures. */
export interface Backend {
  readonly name: BackendName;
  /** Whether times are the kernel's, of the moment a frame came; else of the moment it reached the program. */
  readonly timesAre: 'kernel' | 'arrival';
  /** Whether it goes on as root, so that we can end it no more once we are root no more. */
  readonly staysRoot: boolean;
  /** Whether it can leave the interface's promiscuous mode alone. */
  readonly obeysPromiscuous: boolean;
  find(): ProgramPlace;
  arguments(request: CaptureRequest): string[];
  /** Whether what it printed says that the capture has begun. */
  isReady(stderr: string): boolean;
  /** Ends the capture; frames that the program holds follow. */
  stop(child: ChildProcess): void;
  /** Asks for counters; null where that cannot be done while it runs. */
  readonly asks: {
    ask(child: ChildProcess): void;
    /** How many answers there are in what it printed. */
    answers(stderr: string): number;
    latest(stderr: string): CaptureCounters;
  } | null;
  /** Counters that it printed at its end. */
  finalCounters(stderr: string): CaptureCounters;
}

/** libpcap's MAXIMUM_SNAPLEN: whole frames. */
const WHOLE_FRAMES = 262_144;
const KIBIBYTES_PER_MEBIBYTE = 1024;

const interrupt = (child: ChildProcess) => {
  child.kill('SIGINT');
};

const dumpcap: Backend = {
  name: 'dumpcap',
  timesAre: 'kernel',
  staysRoot: true,
  obeysPromiscuous: true,
  find: () => findProgram('dumpcap'),
  arguments: (request) => [
    ...['-q', '-w', '-', '-i', request.interfaceName],
    ...['-B', String(request.bufferMebibytes), '-s', String(request.snapLength ?? WHOLE_FRAMES)],
    ...(request.isPromiscuous ? [] : ['-p']),
    ...(request.filter === null ? [] : ['-f', request.filter]),
  ],
  isReady: (stderr) => /^File: /m.test(stderr),
  stop: interrupt,
  asks: null,
  finalCounters: dumpcapCounters,
};

const tcpdump: Backend = {
  name: 'tcpdump',
  timesAre: 'kernel',
  staysRoot: false,
  obeysPromiscuous: true,
  find: () => findProgram('tcpdump'),
  arguments: (request) => [
    ...['-U', '-w', '-', '-i', request.interfaceName],
    ...['-B', String(request.bufferMebibytes * KIBIBYTES_PER_MEBIBYTE)],
    ...['-s', String(request.snapLength ?? WHOLE_FRAMES)],
    ...(request.isPromiscuous ? [] : ['-p']),
    // It becomes another user once it captures: the one for whom we run, who can then end it without being root.
    ...(invokingUser() === null ? [] : ['-Z', invokingUser() as string]),
    ...(request.filter === null ? [] : ['--', request.filter]),
  ],
  isReady: (stderr) => /^tcpdump: listening on /m.test(stderr),
  stop: interrupt,
  asks: {
    ask: (child) => {
      if (child.pid === undefined) return;
      try {
        process.kill(child.pid, 'SIGUSR1');
      } catch {
        // It runs as another user: then it cannot be asked. By `child.kill` that would count as a fault of the capture.
      }
    },
    answers: tcpdumpAnswers,
    latest: latestTcpdumpAnswer,
  },
  finalCounters: tcpdumpCounters,
};

const cap: Backend = {
  name: 'cap',
  timesAre: 'arrival',
  staysRoot: false,
  obeysPromiscuous: false,
  find: () => ({ path: process.execPath }),
  arguments: ({ interfaceName, filter, snapLength, bufferMebibytes }) => {
    const request: CapRequest = { interfaceName, filter, snapLength, bufferMebibytes };
    return [CAP_PROGRAM, JSON.stringify(request)];
  },
  isReady: (stderr) => capLines(stderr, 'ready').length > 0,
  // Works where there are no signals, and while frames keep the program too busy to hear one.
  stop: (child) => {
    child.stdin?.end();
  },
  asks: {
    ask: (child) => {
      child.stdin?.write(ASK_COUNTERS);
    },
    answers: (stderr) => capLines(stderr, 'counters').length,
    latest: (stderr) => capCounters(capLines(stderr, 'counters').at(-1)),
  },
  finalCounters: (stderr) => capCounters(capLines(stderr, 'end').at(-1)),
};

/** The program around `cap`, as it is built. */
export const CAP_PROGRAM = fileURLToPath(new URL('./cap-child.js', import.meta.url));

/** The program that ends another one for who may not. */
const RELAY_PROGRAM = fileURLToPath(new URL('./stop-relay.js', import.meta.url));

/** A program as it is to be called: through the relay when we are root only for the user who called sudo, and it stays root. */
export function called(backend: Backend): Backend {
  if (!backend.staysRoot || invokingUser() === null) return backend;
  const { find } = backend;
  return {
    ...backend,
    find: () => {
      const place = find();
      return place.path === null ? place : { path: process.execPath };
    },
    arguments: (request) => [RELAY_PROGRAM, find().path ?? backend.name, ...backend.arguments(request)],
    stop: (child) => {
      child.stdin?.end();
    },
  };
}

/** In the order in which `auto` tries them. */
export const BACKENDS: readonly [Backend, Backend, Backend] = [dumpcap, tcpdump, cap];

/** The program of this name. */
export function backendOf(name: BackendName): Backend {
  return BACKENDS.find((it) => it.name === name) ?? dumpcap;
}

/**
 * The name of the user who called sudo, as it can be given to a program; null for none, or root. Names of a directory hold more than
 * those of a machine: `CORP\jane`, `jane@corp.example`.
 */
export function sudoUserName(name = ''): string | null {
  return /^[^-:\s\p{Cc}][^:\p{Cc}]*$/u.test(name) && name !== 'root' ? name : null;
}

function invokingUser(): string | null {
  const isRoot = process.getuid?.() === 0;
  return isRoot ? sudoUserName(process.env.SUDO_USER) : null;
}
