/** What is refused before any program is started, and how programs are found and called. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { backendOf, sudoUserName } from '../../../src/capture/live/backend.js';
import { findProgram } from '../../../src/capture/live/find-program.js';
import { linkOf } from '../../../src/capture/live/link-state.js';
import { listInterfaces } from '../../../src/capture/live/list-interfaces.js';
import { type CaptureRequest, startCapture } from '../../../src/capture/live/live-capture.js';

const REQUEST: CaptureRequest = {
  interfaceName: 'eth9',
  filter: null,
  snapLength: null,
  isPromiscuous: true,
  bufferMebibytes: 64,
};

const folder = mkdtempSync(join(tmpdir(), 'tcpdx-programs-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  'no-such-interface',
  '-x',
  '--version',
  '',
  '$(id)',
  '/tmp/fifo',
  'TCP@192.0.2.1',
])('an interface that the system does not list is refused: %j', async (interfaceName) => {
  await expect(startCapture({ ...REQUEST, interfaceName }, 'auto')).rejects.toMatchObject({
    code: 'no-interface',
  });
});

test.each([
  ['dumpcap', ['-q', '-w', '-', '-i', 'eth9', '-B', '64', '-s', '262144']],
  ['tcpdump', ['-U', '-w', '-', '-i', 'eth9', '-B', '65536', '-s', '262144']],
] as const)('%s is told the interface, the buffer and whole frames', (name, argv) => {
  expect(backendOf(name).arguments(REQUEST).slice(0, argv.length)).toEqual(argv);
});

test.each([
  ['dumpcap', ['-p', '-f', 'tcp; rm -rf "$HOME" -w x']],
  ['tcpdump', ['-p', '--', 'tcp; rm -rf "$HOME" -w x']],
] as const)('%s is told the filter as one argument', (name, argv) => {
  const request = { ...REQUEST, isPromiscuous: false, snapLength: 96, filter: 'tcp; rm -rf "$HOME" -w x' };
  const all = backendOf(name).arguments(request);
  expect(all.slice(-2)).toEqual(argv.slice(-2));
  expect(all).toContain('-p');
  expect(all[all.indexOf('-s') + 1]).toBe('96');
});

test.skipIf(platform() === 'win32')(
  'programs are found along PATH, and one that may not be started is told',
  () => {
    const [empty, refused, good] = ['empty', 'refused', 'good'].map((name) => join(folder, name));
    for (const it of [empty, refused, good]) mkdirSync(it as string);
    for (const it of [refused, good]) writeFileSync(join(it as string, 'capturer'), '#!/bin/sh\n');
    chmodSync(join(refused as string, 'capturer'), 0o644);
    chmodSync(join(good as string, 'capturer'), 0o755);
    const path = (...folders: (string | undefined)[]) => folders.join(delimiter);
    expect(findProgram('capturer', path(empty, refused, good), [])).toEqual({
      path: join(good as string, 'capturer'),
    });
    expect(findProgram('capturer', path(empty, refused), [])).toEqual({
      path: null,
      why: 'not-executable',
      file: join(refused as string, 'capturer'),
    });
    expect(findProgram('capturer', path(empty, '.', ''), [])).toEqual({ path: null, why: 'not-found' });
    expect(findProgram('capturer', '', [good as string])).toEqual({ path: join(good as string, 'capturer') });
  },
);

test('the loopback interface is listed once, and interfaces that can be captured come first', async () => {
  const all = await listInterfaces({ linkTypes: false });
  expect(all.filter(({ isLoopback }) => isLoopback).length).toBeLessThanOrEqual(1);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  const obstacles = all.map(({ obstacle }) => obstacle !== null);
  expect(obstacles).toEqual([...obstacles].sort());
});

test.runIf(process.platform === 'linux')('only an interface that was there can be gone', () => {
  const linux = mkdtempSync(join(tmpdir(), 'tcpdx-net-'));
  const put = (file: string, text: string) => writeFileSync(join(linux, 'srv0', file), text);
  mkdirSync(join(linux, 'srv0'));
  put('flags', '0x1003\n');
  put('operstate', 'up\n');
  const stateOf = ['srv0', 'nflog', '../../etc', '..'].map((name) => linkOf(name, linux));
  const states = () => stateOf.map((state) => state());
  expect(states()).toEqual(['up', 'unknown', 'unknown', 'unknown']);
  put('operstate', 'lowerlayerdown\n');
  expect(states()).toEqual(['down', 'unknown', 'unknown', 'unknown']);
  rmSync(linux, { recursive: true });
  expect(states()).toEqual(['gone', 'unknown', 'unknown', 'unknown']);
});

test.each([
  ['jane', 'jane'],
  ['CORP\\jane.doe', 'CORP\\jane.doe'],
  ['jane@corp.example', 'jane@corp.example'],
  ['Jane Doe', 'Jane Doe'],
  ['root', null],
  ['', null],
  [undefined, null],
  ['-Zroot', null],
  ['jane\u0000x', null],
])('the user behind sudo is known by any name that a directory gives: %j', (name, expected) => {
  expect(sudoUserName(name)).toBe(expected);
});
