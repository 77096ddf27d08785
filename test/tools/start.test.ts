/**
 * What a command loads before it begins: modules that it does not use are milliseconds of each of its runs.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

const CAPTURE = 'captures/iis7-health-check.pcap';

/** Modules of Node.js that take long to load, and that few inputs and options need. */
const SELDOM = ['crypto', 'zlib', 'worker_threads', 'http', 'v8'];

/** Says at the end of a program which of them were loaded. */
const TELL = `process.on('exit', () => {
  const loaded = ${JSON.stringify(SELDOM)}.filter((name) => process.moduleLoadList.includes('NativeModule ' + name));
  process.stderr.write('loaded: ' + loaded.join(' '));
});`;

function loadedBy(argv: readonly string[], input?: Uint8Array): string {
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(TELL)}`, 'dist/bin/tcpdx.js', ...argv],
    { encoding: 'utf8', ...(input === undefined ? {} : { input }) },
  );
  expect(status).toBe(0);
  return /loaded: (.*)$/.exec(stderr)?.[1] ?? 'not told';
}

describe('The modules of Node.js that a command loads', () => {
  test.each([
    ['show --flow', ['show', '--flow', '0', CAPTURE]],
    ['show --frame', ['show', '--frame', '1', CAPTURE]],
    ['rules', ['rules']],
  ])('are none of those that are seldom needed: %s', (_, argv) => {
    expect(loadedBy(argv)).toBe('');
  });

  test.each([
    ['report', ['report', CAPTURE]],
    ['flows', ['flows', CAPTURE]],
  ])('are, where all flows are read, those that keep the heap small: %s', (_, argv) => {
    expect(loadedBy(argv)).toBe('v8');
  });

  test('are those that the input needs', () => {
    expect(loadedBy(['flows', '-'], gzipSync(readFileSync(CAPTURE)))).toBe('zlib v8');
  });

  test('are those that an option needs', () => {
    expect(loadedBy(['report', '--sha256', CAPTURE])).toBe('crypto v8');
  });
});
