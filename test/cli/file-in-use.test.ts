import { expect, test } from 'vitest';
import { isInUse, whenFree } from '../../src/cli/file-in-use.js';

const failed = (code: string) => Object.assign(new Error(`${code}: rename`), { code });

/** A call that fails so often, then answers; and how often it was called. */
function failing(times: number, code: string) {
  const calls = { made: 0 };
  const call = async () => {
    if (calls.made++ < times) throw failed(code);
    return 'done';
  };
  return { calls, call };
}

test.each([
  'EPERM',
  'EACCES',
  'EBUSY',
])('on Windows what fails with %s is called until the file is free', async (code) => {
  const { calls, call } = failing(2, code);
  expect(await whenFree(call, 'win32')).toBe('done');
  expect(calls.made).toBe(3);
});

test.each([
  ['ENOENT', 'win32'],
  ['EPERM', 'linux'],
  ['EACCES', 'darwin'],
])('%s on %s is final', async (code, platform) => {
  const { calls, call } = failing(1, code);
  await expect(whenFree(call, platform)).rejects.toMatchObject({ code });
  expect(calls.made).toBe(1);
  expect(isInUse(failed(code), platform)).toBe(false);
});

test('a file that does not become free is given up after a second', async () => {
  const { calls, call } = failing(Number.POSITIVE_INFINITY, 'EBUSY');
  await expect(whenFree(call, 'win32')).rejects.toMatchObject({ code: 'EBUSY' });
  expect(calls.made).toBe(10);
  expect(isInUse(failed('EBUSY'), 'win32')).toBe(true);
});
