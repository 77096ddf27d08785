/**
 * The commands that README.md shows in blocks marked `console`: a line `$ command`, then what it prints. A line of a lone
 * `…` stands for lines left out, and a line may end in ` …` where its rest is left out.
 */
import { readFileSync } from 'node:fs';

/** A command and the lines shown below it. */
export interface ShownCommand {
  readonly command: string;
  readonly shown: readonly string[];
}

/** The commands in the order in which the page shows them. */
export function readmeCommands(): ShownCommand[] {
  const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').replaceAll('\r\n', '\n');
  return [...text.matchAll(/^```console\n([\s\S]*?)^```$/gm)].flatMap(([, block]) => commandsOf(block ?? ''));
}

/** Whether a command is one call of tcpdx, without anything that only a shell understands. */
export function isPlain({ command }: ShownCommand): boolean {
  return /^tcpdx [^|<>*;$&'"]*$/.test(command);
}

/** The first shown line that the output does not have at its place; null when all are there, in order. */
export function firstMissing(shown: readonly string[], output: string): string | null {
  const lines = output.split('\n').map((line) => line.trimEnd());
  let next = 0;
  let mayJump = false;
  for (const line of shown) {
    if (line.trim() === '…') {
      mayJump = true;
      continue;
    }
    const found = lines.findIndex((candidate, index) => index >= next && isSameLine(line, candidate));
    if (found < 0 || (!mayJump && found !== next)) return line;
    next = found + 1;
    mayJump = false;
  }
  return null;
}

function isSameLine(shown: string, printed: string): boolean {
  return shown.endsWith(' …') ? printed.startsWith(shown.slice(0, -2)) : shown.trimEnd() === printed;
}

function commandsOf(block: string): ShownCommand[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...shown] = part.trimEnd().split('\n');
      return { command, shown };
    });
}
