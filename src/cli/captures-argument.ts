/** `FILE…` of the commands that read captures. */
import { readdirSync } from 'node:fs';

/** How the argument is named and described, and what makes files of what was typed: for `Command.argument`. */
export const CAPTURES_ARGUMENT = [
  '<files...>',
  'captures (pcap, pcapng, snoop, Network Monitor; gzip, zstd) of one recording; - for standard input',
  (given: string, before: readonly string[] = []): string[] => [
    ...before,
    ...filesNamed(given, process.platform),
  ],
] as const;

/**
 * The files that an argument names, which on Windows may be a pattern with `*` and `?` in its last part: shells of Windows leave
 * patterns to the program, and no name there holds these signs. What no file is called like stays as it is: opening it says so.
 */
export function filesNamed(given: string, platform: string): string[] {
  const [, folder = '', pattern = ''] = /^(.*[\\/]|[A-Za-z]:|)(.*)$/s.exec(given) ?? [];
  if (platform !== 'win32' || !/[*?]/.test(pattern)) return [given];
  const isMeant = matcherOf(pattern);
  const names = entriesOf(folder).filter(isMeant).sort();
  return names.length === 0 ? [given] : names.map((name) => folder + name);
}

function matcherOf(pattern: string): (name: string) => boolean {
  const source = pattern
    .replace(/[$()+.[\\\]^{|}]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  const whole = new RegExp(`^${source}$`, 'isu');
  return (name) => whole.test(name);
}

/** Names of what lies in a folder and is none itself. */
function entriesOf(folder: string): string[] {
  try {
    const entries = readdirSync(folder === '' ? '.' : folder, { withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
}
