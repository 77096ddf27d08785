/** Where recordings of live captures are kept, and what they are called. Nothing here looks at a disk. */
import { posix, win32 } from 'node:path';

/** What decides about the folder. */
export interface UserPlace {
  /** As `process.platform` has it. */
  readonly platform: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
}

const LONGEST_NAME = 64;
const NUMBER_DIGITS = 3;

/**
 * The folder in which recordings are kept when none is named: `$XDG_STATE_HOME/tcpdx/captures` or
 * `~/.local/state/tcpdx/captures`, on Windows `%LOCALAPPDATA%\tcpdx\captures`.
 * Source: XDG Base Directory Specification 0.8, after which a relative path counts as none.
 */
export function capturesFolder({ platform, environment, home }: UserPlace): string {
  if (platform === 'win32') {
    const local = absolute(environment.LOCALAPPDATA, win32) ?? win32.join(home, 'AppData', 'Local');
    return win32.join(local, 'tcpdx', 'captures');
  }
  const state = absolute(environment.XDG_STATE_HOME, posix) ?? posix.join(home, '.local', 'state');
  return posix.join(state, 'tcpdx', 'captures');
}

/** `IFACE-YYYYMMDD-HHMMSS`, in UTC: what recordings of an interface are called, without number and extension. */
export function recordingStem(interfaceName: string, startMs: number): string {
  const [date = '', time = ''] = new Date(startMs).toISOString().split('T');
  const stamp = `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
  return `${safeName(interfaceName)}-${stamp}`;
}

/** `STEM.pcapng` for number 0, else `STEM-NNN.pcapng`. */
export function numberedName(stem: string, extension: string, number: number): string {
  return number === 0
    ? `${stem}${extension}`
    : `${stem}-${String(number).padStart(NUMBER_DIGITS, '0')}${extension}`;
}

/** Letters, digits, `.`, `_` and `-` of a name, not beginning with a mark: `\Device\NPF_{1A2B}` becomes `Device_NPF_1A2B`. */
function safeName(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9.-]+/g, '_').replace(/^[._-]+|[._-]+$/g, '');
  return safe === '' ? 'capture' : safe.slice(0, LONGEST_NAME);
}

function absolute(path: string | undefined, on: typeof posix): string | null {
  return path !== undefined && on.isAbsolute(path) ? path : null;
}
