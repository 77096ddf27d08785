/** What screens share while a capture is taken, made from a recorded one. */
import { ProbeStrips } from '../../src/diagnosis/probe-strips.js';
import type { LiveState, RecordingGauges } from '../../src/tui/live-state.js';
import type { Shared } from '../../src/tui/shared.js';
import { sharedOf } from './drive.js';

export const RECORDING: RecordingGauges = {
  paths: ['/home/op/.local/state/tcpdx/captures/eth0-20261121-091400-001.pcapng'],
  octets: 6_100_000,
  mostOctets: 1024 * 2 ** 20,
  freeOctets: 80_000_000_000,
  deletedFrames: 0,
  isFailedOnly: false,
  fault: null,
};

/** A capture on eth0 that has been running for three minutes. */
export async function liveShared(name: string, changes: Partial<LiveState> = {}): Promise<Shared> {
  const shared = await sharedOf(`captures/${name}.pcap`);
  if (shared.capture.kind !== 'ready') throw new Error('Expected a capture that was read');
  const { survey } = shared.capture;
  return {
    ...shared,
    live: { ...liveOf(survey.frames, survey.lastTimeNs), probes: probesOf(shared), ...changes },
  };
}

function probesOf({ capture }: Shared): LiveState['probes'] {
  return capture.kind === 'ready' ? new ProbeStrips().take(capture.survey) : [];
}

function liveOf(frames: number, lastTimeNs: number): LiveState {
  return {
    phase: 'running',
    interfaceName: 'eth0',
    filter: 'tcp port 80',
    gauges: {
      elapsedMs: 192_000,
      framesPerSecond: 212.4,
      nowNs: lastTimeNs + 3e9,
      facts: {
        interfaceName: 'eth0',
        backend: 'dumpcap',
        filter: 'tcp port 80',
        timesAre: 'kernel',
        received: null,
        analysed: frames,
        droppedByKernel: null,
        droppedByUs: null,
        unread: null,
        droppedByInterface: null,
        endedBy: null,
      },
      recording: RECORDING,
      link: 'up',
    },
    probes: [],
    isPaused: false,
    warning: null,
    fault: null,
  };
}
