/**
 * Started through sudo, only the program that captures needs root. Once it runs we become the user who called sudo: octets out of
 * packets are read without a privilege, and what is written belongs to that user.
 */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { CliError, type Io } from './io.js';

type Environment = NonNullable<Io['environment']>;

/** The user who called sudo; null where nobody did, or root itself. */
export function sudoUser({ SUDO_UID, SUDO_GID }: Environment): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0 || !isId(SUDO_UID) || !isId(SUDO_GID)) return null;
  return Number(SUDO_UID) === 0 ? null : { uid: Number(SUDO_UID), gid: Number(SUDO_GID) };
}

/** Becomes the user who called sudo, for good. Only the main thread can. Throws `CliError` when that fails: never goes on as root. */
export function dropPrivileges(environment: Environment): void {
  const user = sudoUser(environment);
  if (user === null) return;
  try {
    process.setgroups?.([user.gid]);
    process.setgid?.(user.gid);
    process.setuid?.(user.uid);
  } catch (error) {
    throw new CliError(3, `Giving up root failed: ${error instanceof Error ? error.message : error}`);
  }
  if (process.getuid?.() !== user.uid || process.geteuid?.() !== user.uid) {
    throw new CliError(3, 'Giving up root failed: the user is still root');
  }
}

/** Waits for a line or the end of its input, asks the process to end, and ends it by force when it does not. */
const ENDER =
  'read -r _; kill -INT "$1"; for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 1; kill -0 "$1" || exit; done; kill -KILL "$1"';

/**
 * A process of root can be ended by root only: what ends it is started while we still are. Returns the call that does it; it is
 * also done when we are gone.
 */
export function enderOf(pid: number): () => void {
  const ender = spawn('/bin/sh', ['-c', ENDER, 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  ender.on('error', () => {});
  ender.stdin.on('error', () => {});
  ender.unref();
  return () => {
    ender.stdin.end('\n');
  };
}

function isId(text: string | undefined): boolean {
  return text !== undefined && /^\d{1,9}$/.test(text);
}
