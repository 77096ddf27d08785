/**
 * A program that runs another one and ends it when standard input ends.
 *
 * Started through sudo, we give root up once the capture runs, and may then send dumpcap, which stays root, no signal. This
 * program stays root with it. The octets do not pass through here: both outputs are the program's own.
 */
import { spawn } from 'node:child_process';

/** A program that has not ended so long after it was asked to is ended by force. */
const PATIENCE_MS = 60_000;

const [, , file = '', ...argv] = process.argv;
const child = spawn(file, argv, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', () => process.exit(127));
child.on('exit', (exitCode, signal) => {
  // The one who started us is to see the same end.
  if (signal !== null) process.kill(process.pid, signal);
  else process.exit(exitCode ?? 1);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill('SIGINT'));
process.stdin.resume().on('end', () => {
  child.kill('SIGINT');
  setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
});
