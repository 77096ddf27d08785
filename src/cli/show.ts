import { type Command, InvalidArgumentError } from 'commander';
import type { Ended } from './exit-code.js';
import type { Io } from './io.js';
import type { ShowFrameOptions } from './show-frame.js';

/** Adds `tcpdx show FILE… --frame N`: one frame in full. */
export function addShowCommand(program: Command, io: Io, ended: Ended): void {
  program
    .command('show')
    .description('show one frame: all fields of its headers, and its octets')
    .argument(
      '<files...>',
      'captures (pcap, pcapng, snoop, Network Monitor; gzip, zstd) of one recording; - for standard input',
    )
    .requiredOption(
      '--frame <number>',
      'number of the frame, from 1, as in reports and in Wireshark',
      frameNumber,
    )
    .option('--json', 'as JSON (schema/frame.schema.json)')
    .option('-o, --output <path>', 'write to a file, whole or not at all')
    .option('--force', 'replace the output file if it exists')
    .option('--show-secrets', 'do not mask tokens and passwords in texts and octets')
    .action(async (files: string[], options: ShowFrameOptions) => {
      // Loaded here: a frame is shown at once, whatever else the program knows.
      const { showFrame } = await import('./show-frame.js');
      ended(await showFrame(files, options, io));
    });
}

function frameNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number from 1 on.');
}
