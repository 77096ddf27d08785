/**
 * The other thread of the program around `cap`: it writes what the first has captured, however long that takes, and hears what
 * is asked on standard input, for which the first may have no time.
 */
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { OctetRing } from './octet-ring.js';

/** Octets written at once. */
const CHUNK_BYTES = 256 * 1024;
/** A frame waits at most so long; the reader gets many at once. */
const MOST_WAIT_MS = 20;
const STANDARD_INPUT = 0;
const STANDARD_OUTPUT = 1;

const ring = new OctetRing(workerData as SharedArrayBuffer);
const input = new Socket({ fd: STANDARD_INPUT, readable: true, writable: false });
input.on('data', () => parentPort?.postMessage('counters'));
input.on('end', () => ring.askToStop());
input.on('error', () => ring.askToStop());

while (!ring.isClosed || ring.ready(1).length > 0) {
  const octets = ring.ready(CHUNK_BYTES);
  if (octets.length === 0) ring.wait(MOST_WAIT_MS);
  else if (!write(octets)) break;
  await turn();
}
parentPort?.postMessage('written');
input.destroy();

/** False: nobody reads any more. */
function write(octets: Uint8Array): boolean {
  try {
    ring.taken(writeSync(STANDARD_OUTPUT, octets));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return true;
    ring.askToStop();
    return false;
  }
}
