/**
 * Started through sudo, only the program that captures needs root. Once it runs we become the user who called sudo: octets out of
 * packets are read without a privilege, and what is written belongs to that user.
 */
import process from 'node:process';
import { CliError, type Io } from './io.js';

type Environment = NonNullable<Io['environment']>;

/** The user who called sudo; null where nobody did, or root itself. */
function sudoUser({ SUDO_UID, SUDO_GID }: Environment): { uid: number; gid: number } | null {
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

function isId(text: string | undefined): boolean {
  return text !== undefined && /^\d{1,9}$/.test(text);
}
