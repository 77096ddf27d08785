/**
 * The program around `cap`, started by live capture where neither dumpcap nor tcpdump can be: frames of an interface in,
 * a classic pcap on standard output.
 *
 * A process of its own, because `cap` aborts it when the interface goes, and never lets go of the thread while frames come.
 * So its handler only copies into a ring, from which another thread writes (`cap-writer.ts`); what does not fit there is counted
 * as dropped by us. Times are those of arrival here: `cap` tells none, nor what libpcap dropped.
 */
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type * as CapModule from 'cap';
import { type CapLine, type CapRequest, capLine, LIST_INTERFACES } from './cap-protocol.js';
import { OctetRing } from './octet-ring.js';

const STANDARD_OUTPUT = 1;
const STANDARD_ERROR = 2;
/** Snapshot length that `cap` sets. */
const MOST_FRAME_BYTES = 65_535;
const RING_BYTES = 32 * 1024 * 1024;
const MEBIBYTE = 1024 * 1024;
const PCAP_MAGIC_MICROSECONDS = 0xa1b2c3d4;
const RECORD_HEADER_BYTES = 16;
const LOOK_MS = 20;
/** The clock that goes evenly is set anew when it is this far from the one that is set by others. */
const MOST_CLOCK_ERROR_MS = 10;
/** LINKTYPE values of the names that `cap` has; of the others it tells the number. */
const LINK_TYPES: Readonly<Record<string, number>> = {
  NULL: 0,
  ETHERNET: 1,
  RAW: 101,
  LINKTYPE_LINUX_SLL: 113,
  IEEE802_11_RADIO: 127,
};

function tell(line: CapLine): void {
  writeSync(STANDARD_ERROR, capLine(line));
}

function giveUp(kind: 'failed' | 'missing', error: unknown): never {
  tell({ cap: kind, message: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}

function loadCap(): typeof CapModule {
  try {
    return createRequire(import.meta.url)('cap') as typeof CapModule;
  } catch (error) {
    return giveUp('missing', error);
  }
}

const { Cap } = loadCap();
// `cap` holds a bare pointer into this buffer, and does not survive its own end by the garbage collector.
const kept: unknown[] = [];

function capture(request: CapRequest): void {
  const { interfaceName, filter, snapLength, bufferMebibytes } = request;
  const handle = new Cap();
  const octets = Buffer.alloc(MOST_FRAME_BYTES);
  kept.push(handle, octets);
  const linkType = open(handle, interfaceName, filter ?? '', bufferMebibytes * MEBIBYTE, octets);
  const keptBytes = Math.min(snapLength ?? MOST_FRAME_BYTES, MOST_FRAME_BYTES);
  writeSync(STANDARD_OUTPUT, fileHeader(linkType, keptBytes));

  const ring = OctetRing.ofSize(RING_BYTES);
  const header = new DataView(new ArrayBuffer(RECORD_HEADER_BYTES));
  const headerOctets = new Uint8Array(header.buffer);
  let origin = Date.now() - performance.now();
  let passedOn = 0;
  let droppedByUs = 0;
  let isOpen = true;

  const finish = () => {
    if (!isOpen) return;
    isOpen = false;
    handle.close();
    ring.close();
  };
  handle.on('packet', (length) => {
    if (!isOpen) return;
    const timeMs = origin + performance.now();
    const captured = Math.min(length, keptBytes);
    header.setUint32(0, timeMs / 1000, true);
    header.setUint32(4, (timeMs % 1000) * 1000, true);
    header.setUint32(8, captured, true);
    header.setUint32(12, length, true);
    if (ring.put(headerOctets, RECORD_HEADER_BYTES, octets, captured)) passedOn++;
    else droppedByUs++;
    // Only here: while frames come, nothing else of this thread runs.
    if (ring.isAskedToStop) finish();
  });
  const looks = setInterval(() => {
    const now = Date.now() - performance.now();
    if (Math.abs(now - origin) > MOST_CLOCK_ERROR_MS) origin = now;
    if (ring.isAskedToStop) finish();
  }, LOOK_MS);

  const writer = new Worker(new URL('./cap-writer.js', import.meta.url), { workerData: ring.shared });
  writer.on('message', (message: 'counters' | 'written') => {
    if (message === 'counters') return tell({ cap: 'counters', passedOn, droppedByUs });
    finish();
    clearInterval(looks);
    tell({ cap: 'end', passedOn, droppedByUs });
    process.exit(0);
  });
  writer.on('error', (error) => giveUp('failed', error));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => ring.askToStop());
  tell({ cap: 'ready' });
}

function open(
  handle: CapModule.Cap,
  interfaceName: string,
  filter: string,
  bufferBytes: number,
  octets: Buffer,
): number {
  try {
    const name = handle.open(interfaceName, filter, bufferBytes, octets);
    return LINK_TYPES[name] ?? Number(/^Unknown linktype (\d+)$/.exec(name)?.[1] ?? 0);
  } catch (error) {
    return giveUp('failed', error);
  }
}

function fileHeader(linkType: number, snapLength: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(24));
  header.setUint32(0, PCAP_MAGIC_MICROSECONDS, true);
  header.setUint16(4, 2, true);
  header.setUint16(6, 4, true);
  header.setUint32(16, snapLength, true);
  header.setUint32(20, linkType, true);
  return new Uint8Array(header.buffer);
}

const argument = process.argv[2] ?? LIST_INTERFACES;
if (argument === LIST_INTERFACES) {
  const list = Cap.deviceList().map(({ name, description, addresses, flags }) => ({
    name,
    description: description ?? null,
    addresses: addresses.flatMap(({ addr }) => addr ?? []),
    isUp: null,
    isLoopback: flags === 'PCAP_IF_LOOPBACK',
  }));
  process.stdout.write(JSON.stringify(list));
} else capture(JSON.parse(argument) as CapRequest);
