/**
 * The counters that tcpdump and dumpcap print on standard error.
 *
 * Source: tcpdump 4.99 `info()`: of libpcap's `ps_recv`, which on Linux counts what was dropped, too. dumpcap 4.0
 * `report_packet_drops()`: its "received" leaves out what was dropped, and so does the `isb_ifrecv` that it writes.
 */
import { type CaptureCounters, UNKNOWN_COUNTERS } from './capture-request.js';

const TCPDUMP_COUNT =
  /^(?:tcpdump: )?(\d+) packets? (captured|received by filter|dropped by kernel|dropped by interface)/gm;
/** Whole lines: tcpdump writes one in several pieces. */
const TCPDUMP_ANSWER = /^tcpdump: (\d+) packets? captured, .*\n/gm;
const DUMPCAP_CAPTURED = /Packets captured: (\d+)/;
const DUMPCAP_DROPS =
  /Packets received\/dropped on interface '.*': (\d+)\/\d+ \(pcap:(\d+)\/dumpcap:(\d+)\/flushed:(\d+)\/ps_ifdrop:(\d+)\)/;

/** Counters that tcpdump printed at its end; unknown when it did not. */
export function tcpdumpCounters(stderr: string): CaptureCounters {
  const counts = new Map<string, number>();
  for (const [, count, what] of stderr.matchAll(TCPDUMP_COUNT)) counts.set(what as string, Number(count));
  return counted(counts);
}

/** How often tcpdump has answered SIGUSR1. */
export function tcpdumpAnswers(stderr: string): number {
  return [...stderr.matchAll(TCPDUMP_ANSWER)].length;
}

/** The latest answer of tcpdump to SIGUSR1; unknown when there is none. */
export function latestTcpdumpAnswer(stderr: string): CaptureCounters {
  const line = [...stderr.matchAll(TCPDUMP_ANSWER)].at(-1)?.[0];
  if (line === undefined) return UNKNOWN_COUNTERS;
  return tcpdumpCounters(line.replaceAll(', ', '\n'));
}

/** Counters that dumpcap printed at its end; unknown when it did not. */
export function dumpcapCounters(stderr: string): CaptureCounters {
  const drops = DUMPCAP_DROPS.exec(stderr);
  const captured = DUMPCAP_CAPTURED.exec(stderr)?.[1];
  if (drops === null || captured === undefined) return UNKNOWN_COUNTERS;
  const [taken = 0, droppedByKernel = 0, droppedByProgram = 0, flushed = 0, droppedByInterface = 0] = drops
    .slice(1)
    .map(Number);
  const passedOn = Number(captured);
  return {
    received: taken + droppedByKernel + droppedByProgram + flushed,
    passedOn,
    droppedByKernel,
    droppedByProgram,
    droppedByInterface,
    // What it took out of the kernel's buffer and had not yet written, or took out behind its end.
    unread: Math.max(0, taken - passedOn) + flushed,
  };
}

function counted(counts: ReadonlyMap<string, number>): CaptureCounters {
  const received = counts.get('received by filter');
  const passedOn = counts.get('captured');
  const droppedByKernel = counts.get('dropped by kernel');
  if (received === undefined || passedOn === undefined || droppedByKernel === undefined)
    return UNKNOWN_COUNTERS;
  return {
    received,
    passedOn,
    droppedByKernel,
    // Printed only when there were some.
    droppedByInterface: counts.get('dropped by interface') ?? 0,
    droppedByProgram: 0,
    unread: Math.max(0, received - passedOn - droppedByKernel),
  };
}
