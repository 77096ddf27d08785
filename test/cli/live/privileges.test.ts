import process from 'node:process';
import { afterEach, expect, test, vi } from 'vitest';
import { CliError } from '../../../src/cli/io.js';
import { dropPrivileges } from '../../../src/cli/privileges.js';

/** A process that is root's until it becomes somebody else, and what it was asked to become. */
function standIn(startUid: number): string[] {
  let uid = startUid;
  const asked: string[] = [];
  vi.spyOn(process, 'getuid').mockImplementation(() => uid);
  vi.spyOn(process, 'geteuid').mockImplementation(() => uid);
  vi.spyOn(process, 'setgroups').mockImplementation((groups) => void asked.push(`groups ${groups}`));
  vi.spyOn(process, 'setgid').mockImplementation((gid) => void asked.push(`group ${gid}`));
  vi.spyOn(process, 'setuid').mockImplementation((id) => {
    asked.push(`user ${id}`);
    uid = Number(id);
  });
  return asked;
}

afterEach(() => {
  vi.restoreAllMocks();
});

const isPosix = process.platform !== 'win32';

test.runIf(isPosix).each([
  ['1000', '100'],
  ['1234567890', '1234567891'],
  ['4294967294', '4294967294'],
])('root behind sudo becomes user %s of group %s', (uid, gid) => {
  const asked = standIn(0);
  dropPrivileges({ SUDO_UID: uid, SUDO_GID: gid });
  expect(asked).toEqual([`groups ${gid}`, `group ${gid}`, `user ${uid}`]);
});

test.runIf(isPosix).each([
  ['without sudo', 0, {}],
  ['where root called sudo', 0, { SUDO_UID: '0', SUDO_GID: '0' }],
  ['where it is not root', 1000, { SUDO_UID: 'nobody knows' }],
])('%s the process stays what it is', (_, uid, environment) => {
  const asked = standIn(uid);
  dropPrivileges(environment);
  expect(asked).toEqual([]);
});

test
  .runIf(isPosix)
  .each([
    { SUDO_UID: '1000' },
    { SUDO_UID: '', SUDO_GID: '' },
    { SUDO_UID: '1000', SUDO_GID: 'users' },
    { SUDO_UID: '-5', SUDO_GID: '100' },
    { SUDO_UID: '4294967295', SUDO_GID: '100' },
    { SUDO_UID: '12345678901', SUDO_GID: '100' },
  ])('root that does not know who called sudo (%j) does not go on', (environment) => {
  const asked = standIn(0);
  expect(() => dropPrivileges(environment)).toThrow(CliError);
  expect(() => dropPrivileges(environment)).toThrow(/unset both to stay root/);
  expect(asked).toEqual([]);
});
