/** Where a capture program lies: along PATH, then where installers put it. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** A program's file, or why there is none. */
export type ProgramPlace =
  | { readonly path: string }
  | { readonly path: null; readonly why: 'not-found' }
  /** The file is there, but this user may not start it, as dumpcap on Debian for who is not of group wireshark. */
  | { readonly path: null; readonly why: 'not-executable'; readonly file: string };

/** PATH of a user who is not root often leaves out the folders of system programs. */
const MORE_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  win32: ['C:\\Program Files\\Wireshark', 'C:\\Program Files (x86)\\Wireshark'],
  darwin: ['/usr/sbin', '/Applications/Wireshark.app/Contents/MacOS', '/usr/local/bin', '/opt/homebrew/bin'],
};
const MORE_FOLDERS_ELSEWHERE = ['/usr/sbin', '/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin'];

/**
 * Looks for a program by its name.
 * @param path folders to look in, as PATH has them; relative ones are not taken, so that the working folder decides nothing
 */
export function findProgram(
  name: string,
  path = process.env.PATH ?? '',
  more: readonly string[] = MORE_FOLDERS[process.platform] ?? MORE_FOLDERS_ELSEWHERE,
): ProgramPlace {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  let refused: string | null = null;
  for (const folder of [...path.split(delimiter).filter(isAbsolute), ...more]) {
    const candidate = join(folder, file);
    if (!isFile(candidate)) continue;
    if (mayBeStarted(candidate)) return { path: candidate };
    refused ??= candidate;
  }
  return refused === null
    ? { path: null, why: 'not-found' }
    : { path: null, why: 'not-executable', file: refused };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    // Not there, or in a folder that this user may not look into.
    return false;
  }
}

function mayBeStarted(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
