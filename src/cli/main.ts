#!/usr/bin/env node
import process from 'node:process';
import { isatty } from 'node:tty';
import { run } from './run.js';

// Whoever writes gets the error with its write; without a listener it would end the program as well.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

// Ctrl-C in `tcpdump … | tcpdx report -` goes to both: the first one is meant for the capture program, whose end is
// followed by the report; the second one ends this program.
if (process.argv.includes('-')) process.once('SIGINT', () => {});

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stderrIsTerminal: process.stderr.isTTY === true,
  stdinIsTerminal: isatty(0),
  stdoutIsTerminal: isatty(1),
  environment: process.env,
});
