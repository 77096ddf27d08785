import { expect, test } from 'vitest';
import { capturesFolder, numberedName, recordingStem } from '../../../src/capture/live/captures-folder.js';

test.each([
  ['linux', {}, '/home/u', '/home/u/.local/state/tcpdx/captures'],
  ['linux', { XDG_STATE_HOME: '/var/state' }, '/home/u', '/var/state/tcpdx/captures'],
  ['linux', { XDG_STATE_HOME: 'state' }, '/home/u', '/home/u/.local/state/tcpdx/captures'],
  ['linux', { XDG_STATE_HOME: '' }, '/home/u', '/home/u/.local/state/tcpdx/captures'],
  [
    'win32',
    { LOCALAPPDATA: 'C:\\Users\\u\\AppData\\Local' },
    'C:\\Users\\u',
    'C:\\Users\\u\\AppData\\Local\\tcpdx\\captures',
  ],
  ['win32', {}, 'C:\\Users\\u', 'C:\\Users\\u\\AppData\\Local\\tcpdx\\captures'],
])('recordings on %s with %o go to their folder', (platform, environment, home, folder) => {
  expect(capturesFolder({ platform, environment, home })).toBe(folder);
});

const START_MS = Date.UTC(2026, 1, 3, 4, 5, 6, 789);

test.each([
  ['eth0', 'eth0-20260203-040506'],
  ['\\Device\\NPF_{1A2B-3C}', 'Device_NPF_1A2B-3C-20260203-040506'],
  ['../../etc/passwd', 'etc_passwd-20260203-040506'],
  ['-rf', 'rf-20260203-040506'],
  ['\u001b[2J', '2J-20260203-040506'],
  ['€', 'capture-20260203-040506'],
  ['x'.repeat(300), `${'x'.repeat(64)}-20260203-040506`],
])('a recording of %j is called after it and the time in UTC', (interfaceName, stem) => {
  expect(recordingStem(interfaceName, START_MS)).toBe(stem);
});

test('numbers have three digits, more where they must, and 0 is none', () => {
  expect([0, 1, 42, 1000].map((number) => numberedName('a', '.pcapng', number))).toEqual([
    'a.pcapng',
    'a-001.pcapng',
    'a-042.pcapng',
    'a-1000.pcapng',
  ]);
});
