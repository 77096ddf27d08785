/**
 * Started through sudo, only the program that captures needs root. Once it runs we become the user who called sudo: octets out of
 * packets are read without a privilege, and what is written belongs to that user.
 */
import { CliError, type Io } from './io.js';

type Environment = NonNullable<Io['environment']>;

/** The highest number of a user or group: the one above means "none" to setuid. Source: POSIX, chown */
const MOST_ID = 0xffff_fffe;

/** The user who called sudo; null where nobody did, or root itself. Throws `CliError` where it is not known who. */
function sudoUser({ SUDO_UID, SUDO_GID }: Environment): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0 || SUDO_UID === undefined) return null;
  if (!isId(SUDO_UID) || !isId(SUDO_GID)) {
    throw new CliError(
      3,
      'Giving up root failed: SUDO_UID and SUDO_GID do not say who called sudo. Set both to numbers, or unset both to stay root',
    );
  }
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
  return text !== undefined && /^\d{1,10}$/.test(text) && Number(text) <= MOST_ID;
}
