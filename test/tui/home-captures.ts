/** What the screens of the beginning are shown with: whole captures, and what goes wrong with them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TimeBase } from '../../src/bytes/time.js';
import { CaptureError } from '../../src/capture/capture-error.js';
import { openCapture } from '../../src/capture/open-capture.js';
import type { Shared } from '../../src/tui/shared.js';
import { sharedOf } from './drive.js';

/** The states by name. */
export async function homeStates(): Promise<ReadonlyMap<string, Shared>> {
  const httpsys = await sharedOf('captures/httpsys-503.pcap');
  return new Map<string, Shared>([
    ['iis7-health-check', await sharedOf('captures/iis7-health-check.pcap')],
    ['httpsys-503', httpsys],
    ['clean-http', await sharedOf('captures/clean-http.pcap')],
    ['truncated', await cutShared('captures/httpsys-503.pcap', 6200)],
    ['no-frames', await cutShared('captures/httpsys-503.pcap', 24)],
    ['failed', { ...httpsys, paths: ['package.json'], capture: await failure('package.json') }],
    ['reading', { ...httpsys, findingsOf: () => [], capture: reading() }],
  ]);
}

/** A capture cut behind an octet. */
export async function cutShared(path: string, octets: number): Promise<Shared> {
  const folder = mkdtempSync(join(tmpdir(), 'tcpdx-home-'));
  try {
    const cut = join(folder, 'cut.pcap');
    writeFileSync(cut, readFileSync(path).subarray(0, octets));
    const shared = await sharedOf(cut);
    if (shared.capture.kind !== 'ready') throw new Error('Expected a capture that was read');
    const { diagnosis } = shared.capture;
    const files = diagnosis.capture.files.map((file) => ({ ...file, name: 'cut.pcap' }));
    const capture = {
      ...shared.capture,
      diagnosis: { ...diagnosis, capture: { ...diagnosis.capture, files } },
    };
    return { ...shared, paths: ['cut.pcap'], capture };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function failure(path: string): Promise<Shared['capture']> {
  try {
    await (await openCapture(path, { timeBase: new TimeBase(), hash: false })).close();
  } catch (error) {
    if (error instanceof CaptureError) {
      return { kind: 'failed', message: error.message, advice: error.advice };
    }
    throw error;
  }
  throw new Error(`Expected ${path} not to be a capture`);
}

function reading(): Shared['capture'] {
  const progress = { bytesRead: 37_900_000, bytesTotal: 101_000_000, frames: 412_345, flows: 24_816 };
  return { kind: 'reading', progress, survey: null };
}
