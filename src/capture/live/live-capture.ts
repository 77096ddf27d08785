/**
 * The way in to a live capture: a request in, a running program of capture out.
 *
 * Nothing here needs a privilege: the program that captures has it. Its octets are those of a pcap or pcapng, to be read like
 * any other (`StreamSource`, `openCaptureFrom`).
 */
import type { Readable } from 'node:stream';
import { CaptureError, type CaptureErrorCode } from '../capture-error.js';
import { BACKENDS, type Backend, backendOf, called } from './backend.js';
import { CaptureProcess } from './capture-process.js';
import type {
  BackendName,
  CaptureCounters,
  CaptureEnd,
  CaptureRequest,
  EndReason,
  LinkState,
} from './capture-request.js';
import { interfaceNamed, type LiveInterface, listInterfaces } from './list-interfaces.js';

export type { BackendName, CaptureCounters, CaptureEnd, CaptureRequest, EndReason, LinkState };

/** A program that was tried and does not work here. */
export interface FailedBackend {
  readonly backend: BackendName;
  readonly reason: EndReason;
  readonly message: string;
  readonly advice: string;
}

/** A capture that has begun. */
export interface LiveCapture {
  readonly backend: BackendName;
  /** As the operating system names it, whatever the request did. */
  readonly interfaceName: string;
  /** pcap or pcapng; ends when the capture has ended and everything was handed over. */
  readonly output: Readable;
  /** Whether times are the kernel's, of the moment a frame came; else of the moment it reached the program. */
  readonly timesAre: 'kernel' | 'arrival';
  /** Whether the interface was made promiscuous: `cap` does so though it was not asked for. */
  readonly isPromiscuous: boolean;
  /** Programs that `auto` tried before, and why they did not do. */
  readonly passedOver: readonly FailedBackend[];
  /** While it runs; what cannot be known is null. */
  counters(): Promise<CaptureCounters>;
  /** How the link is now: dumpcap and tcpdump go on when it is down, and see frames again when it is up. */
  linkState(): LinkState;
  /** Asks for the end; `output` is to be read on to its end. May be called twice. */
  stop(): void;
  /** After the end of `output`. Never rejects. */
  readonly ended: Promise<CaptureEnd>;
}

/** Codes for what a capture that does not begin says to a program. */
const CODES: Readonly<Record<EndReason, CaptureErrorCode>> = {
  stopped: 'capture-failed',
  died: 'capture-failed',
  failed: 'capture-failed',
  'interface-gone': 'no-interface',
  'interface-down': 'interface-down',
  'no-permission': 'no-permission',
  'bad-filter': 'bad-filter',
  'no-interface': 'no-interface',
  'no-program': 'no-capture-program',
};
/** Faults of the request: no other program will do better. */
const SAME_FOR_ALL: ReadonlySet<EndReason> = new Set([
  'bad-filter',
  'no-interface',
  'interface-down',
  'interface-gone',
]);

/**
 * Starts a capture and waits until it has begun.
 * @param stop ends the program before it has begun: then 'capture-failed' is thrown
 * Throws `CaptureError`: 'no-interface', 'interface-down', 'bad-filter', 'no-permission', 'no-capture-program', 'capture-failed';
 * for `auto` its message says of each program why it does not do.
 */
export async function startCapture(
  request: CaptureRequest,
  backend: BackendName | 'auto',
  stop: AbortSignal = new AbortController().signal,
): Promise<LiveCapture> {
  const known = checkedInterface(request.interfaceName, await listInterfaces({ linkTypes: false }));
  checkFilter(request.filter);
  const passedOver: FailedBackend[] = [];
  for (const candidate of backend === 'auto' ? BACKENDS : [backendOf(backend)]) {
    if (stop.aborted) throw stoppedEarly();
    const started = await startWith(called(candidate), { ...request, interfaceName: known.name }, stop);
    if (started instanceof CaptureProcess) return Object.assign(started, { passedOver });
    passedOver.push(started);
    if (SAME_FOR_ALL.has(started.reason)) break;
  }
  throw cannotCapture(passedOver);
}

async function startWith(
  backend: Backend,
  request: CaptureRequest,
  stop: AbortSignal,
): Promise<CaptureProcess | FailedBackend> {
  const place = backend.find();
  if (place.path === null) return notThere(backend.name, place.why === 'not-found' ? null : place.file);
  const capture = new CaptureProcess(backend, place.path, request);
  const onStop = () => capture.stop();
  stop.addEventListener('abort', onStop);
  const end = await capture.begun;
  stop.removeEventListener('abort', onStop);
  if (stop.aborted) {
    capture.output.destroy();
    throw stoppedEarly();
  }
  if (end === null) return capture;
  return { backend: backend.name, reason: end.reason, message: end.message, advice: end.advice };
}

function stoppedEarly(): CaptureError {
  return new CaptureError(
    'capture-failed',
    'The capture was stopped before it had begun',
    'Nothing was captured.',
  );
}

/** A name that begins with a hyphen would be an option to the program. */
function checkedInterface(name: string, all: readonly LiveInterface[]): LiveInterface {
  const known = interfaceNamed(all, name);
  if (known !== undefined && !known.name.startsWith('-')) return known;
  const names = all.filter(({ obstacle }) => obstacle === null).map((it) => it.name);
  throw new CaptureError(
    'no-interface',
    `There is no interface ${name}`,
    `Take one of these: ${names.join(', ')}.`,
  );
}

function checkFilter(filter: string | null): void {
  if (filter === null || !filter.includes('\0')) return;
  throw new CaptureError('bad-filter', 'The filter holds a NUL character', 'Write it without.');
}

function notThere(backend: BackendName, file: string | null): FailedBackend {
  if (file === null) {
    return {
      backend,
      reason: 'no-program',
      message: `${backend} is not installed`,
      advice: 'Install Wireshark (dumpcap) or tcpdump.',
    };
  }
  return {
    backend,
    reason: 'no-program',
    message: `${file} may not be started by this user`,
    advice:
      'Be of the group that it belongs to (on Debian: `sudo usermod -a -G wireshark NAME`, then log in again), or use sudo.',
  };
}

function cannotCapture(failed: readonly FailedBackend[]): CaptureError {
  // What is missing elsewhere matters less than what a program that is there said.
  const telling =
    failed.find(({ reason }) => SAME_FOR_ALL.has(reason)) ??
    failed.find(({ reason }) => reason === 'no-permission') ??
    failed.find(({ reason }) => reason !== 'no-program') ??
    failed[0];
  const messages = telling !== undefined && SAME_FOR_ALL.has(telling.reason) ? [telling] : failed;
  return new CaptureError(
    CODES[telling?.reason ?? 'failed'],
    messages.map(({ message }) => message).join('; '),
    telling?.advice ?? '',
  );
}
