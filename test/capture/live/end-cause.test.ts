import { expect, test } from 'vitest';
import { endCause } from '../../../src/capture/live/end-cause.js';
import { RECORDED_ENDS } from './program-output.js';

const REQUEST = { interfaceName: 'eth9', snapLength: null, isPromiscuous: true, bufferMebibytes: 64 };

test.each(RECORDED_ENDS)('the end is told apart: $what', (end) => {
  const { filter = null, signal = null, wasStopped = false } = end;
  const cause = endCause({ ...end, request: { ...REQUEST, filter }, signal, wasStopped });
  expect(cause.reason).toBe(end.reason);
  expect(cause.message).toContain(end.says);
  expect(cause.advice === '').toBe(end.reason === 'stopped');
});

test('what the filter says is not taken for what the program says', () => {
  const filter = 'host permission';
  const stderr = `tcpdump: unknown host 'permission'\n`;
  const end = { backend: 'tcpdump', stderr, exitCode: 1, signal: null, link: 'up' } as const;
  const cause = endCause({ ...end, request: { ...REQUEST, filter }, wasReady: false, wasStopped: false });
  expect(cause.reason).toBe('bad-filter');
});

test('a capture that was stopped and whose interface went at the same time says so', () => {
  const stderr = 'tcpdump: listening on eth9\ntcpdump: pcap_loop: The interface disappeared\n';
  const end = { backend: 'tcpdump', stderr, exitCode: 1, signal: null, link: 'gone' } as const;
  const cause = endCause({ ...end, request: { ...REQUEST, filter: null }, wasReady: true, wasStopped: true });
  expect(cause.reason).toBe('interface-gone');
});
