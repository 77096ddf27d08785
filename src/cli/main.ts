#!/usr/bin/env node
import { isatty } from 'node:tty';
import { namesStandardInput } from './input-argument.js';
import { run } from './run.js';

// Whoever writes gets the error with its write; without a listener it would end the program as well.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

// Ctrl-C in `tcpdump … | tcpdx report -` goes to both: the first one is meant for the capture program, whose end is
// followed by the report; the second one ends this program.
if (namesStandardInput(process.argv.slice(2))) process.once('SIGINT', () => {});

const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stderrIsTerminal: process.stderr.isTTY === true,
  stdinIsTerminal: isatty(0),
  stdoutIsTerminal: isatty(1),
  environment: process.env,
});

// Node aborts at its end when it cannot restore the state of a terminal that was closed meanwhile (node.cc, ResetStdio). Everything is
// done: what ends a program whose terminal is closed ends this one now.
const isTerminalClosed = terminals.some((descriptor) => !isatty(descriptor));
if (isTerminalClosed && process.platform !== 'win32') process.kill(process.pid, 'SIGHUP');
