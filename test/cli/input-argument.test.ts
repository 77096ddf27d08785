import { expect, test } from 'vitest';
import { namesStandardInput } from '../../src/cli/input-argument.js';

test.each([
  ['report -', true],
  ['live - --no-tui', true],
  ['report - -o -', true],
  ['report -o - -', true],
  ['report a.pcap b.pcap', false],
  ['report a.pcap -o -', false],
  ['flows --output - a.pcap', false],
  ['show a.pcap --output=-', false],
  ['', false],
])('tcpdx %s: standard input is read: %s', (line, expected) => {
  expect(namesStandardInput(line.split(' '))).toBe(expected);
});
