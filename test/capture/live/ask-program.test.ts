import process from 'node:process';
import { expect, test } from 'vitest';
import { askProgram } from '../../../src/capture/live/ask-program.js';

const ask = (code: string) => askProgram(process.execPath, ['-e', code]);

test('an answer is what the program printed, word for word', async () => {
  expect(await ask('process.stdout.write("1.eth0\\n"); process.stderr.write("words\\n")')).toEqual({
    isOk: true,
    isRefused: false,
    stdout: '1.eth0\n',
    stderr: 'words\n',
  });
});

test.each([0, 1])('a missing permission is told beside what was printed, exit code %i', async (exitCode) => {
  const answer = await ask(
    `process.stdout.write("[]"); process.stderr.write("eth0: Operation not permitted"); process.exitCode = ${exitCode}`,
  );
  expect(answer).toMatchObject({ isOk: exitCode === 0, isRefused: true, stdout: '[]' });
});

test('a program that cannot be started has no answer', async () => {
  expect(await askProgram('/nonexistent/tcpdump', ['-D'])).toEqual({
    isOk: false,
    isRefused: false,
    stdout: '',
    stderr: '',
  });
});
