import { expect, test } from 'vitest';
import { capCounters, capLine, capLines } from '../../../src/capture/live/cap-protocol.js';
import { UNKNOWN_COUNTERS } from '../../../src/capture/live/capture-request.js';
import {
  dumpcapCounters,
  latestTcpdumpAnswer,
  tcpdumpAnswers,
  tcpdumpCounters,
} from '../../../src/capture/live/program-counters.js';

const LISTENING = 'tcpdump: listening on eth9, link-type EN10MB (Ethernet), snapshot length 262144 bytes\n';

test('tcpdump: what it counted at its end, and what it left unread', () => {
  const stderr = `${LISTENING}17698 packets captured\n1000000 packets received by filter\n945232 packets dropped by kernel\n`;
  expect(tcpdumpCounters(stderr)).toEqual({
    received: 1_000_000,
    passedOn: 17_698,
    droppedByKernel: 945_232,
    droppedByInterface: 0,
    droppedByProgram: 0,
    unread: 37_070,
  });
});

test('tcpdump: one packet, and some that the interface dropped', () => {
  const stderr =
    '1 packet captured\n1 packet received by filter\n0 packets dropped by kernel\n7 packets dropped by interface\n';
  expect(tcpdumpCounters(stderr)).toMatchObject({
    received: 1,
    passedOn: 1,
    droppedByInterface: 7,
    unread: 0,
  });
});

test('tcpdump: the latest of its answers while it runs', () => {
  const stderr = `${LISTENING}tcpdump: 0 packets captured, 5 packets received by filter, 0 packets dropped by kernel\ntcpdump: 5 packets captured, 8 packets received by filter, 1 packet dropped by kernel\n`;
  expect(tcpdumpAnswers(stderr)).toBe(2);
  expect(latestTcpdumpAnswer(stderr)).toMatchObject({
    received: 8,
    passedOn: 5,
    droppedByKernel: 1,
    unread: 2,
  });
  expect(latestTcpdumpAnswer(LISTENING)).toEqual(UNKNOWN_COUNTERS);
  // It writes an answer in several pieces.
  expect(tcpdumpAnswers(`${LISTENING}tcpdump: 7 packets captured, 1`)).toBe(0);
});

test('dumpcap: its "received" leaves out what was dropped', () => {
  // Of a million frames of tcpreplay, while nobody read its output.
  const stderr =
    "Capturing on 'eth9'\nFile: -\n\rPackets captured: 13792\nPackets received/dropped on interface 'eth9': 13792/986208 (pcap:986208/dumpcap:0/flushed:0/ps_ifdrop:0) (1.4%)\n";
  expect(dumpcapCounters(stderr)).toEqual({
    received: 1_000_000,
    passedOn: 13_792,
    droppedByKernel: 986_208,
    droppedByProgram: 0,
    droppedByInterface: 0,
    unread: 0,
  });
});

test('dumpcap: every frame has one place', () => {
  const stderr =
    "\rPackets captured: 49\nPackets received/dropped on interface 'eth9': 50/17 (pcap:12/dumpcap:3/flushed:2/ps_ifdrop:1) (0.0%)\n";
  const counters = dumpcapCounters(stderr);
  expect(counters).toEqual({
    received: 67,
    passedOn: 49,
    droppedByKernel: 12,
    droppedByProgram: 3,
    droppedByInterface: 1,
    unread: 3,
  });
  expect(49 + 12 + 3 + 3).toBe(counters.received);
});

test.each([
  ['tcpdump', tcpdumpCounters],
  ['dumpcap', dumpcapCounters],
])('%s: killed before it counted, nothing is known', (_, counters) => {
  expect(counters(LISTENING)).toEqual(UNKNOWN_COUNTERS);
  expect(counters('5 packets captured\n')).toEqual(UNKNOWN_COUNTERS);
});

test('cap: lines of JSON among those of libpcap', () => {
  const stderr = `Warning: eth9: no IPv4 address assigned\n${capLine({ cap: 'ready' })}${capLine({ cap: 'counters', passedOn: 3, droppedByUs: 1 })}{"cap":"end","passed`;
  expect(capLines(stderr, 'ready')).toHaveLength(1);
  expect(capLines(stderr, 'end')).toEqual([]);
  expect(capCounters(capLines(stderr, 'counters').at(-1))).toEqual({
    ...UNKNOWN_COUNTERS,
    passedOn: 3,
    droppedByProgram: 1,
  });
});
