/** Renaming, replacing and removing files where another program may have them open. */

/** What Windows says of a file that another program has open, and of one that is read-only. */
const IN_USE: ReadonlySet<string | undefined> = new Set(['EPERM', 'EACCES', 'EBUSY']);

const MOST_TRIES = 10;
const BETWEEN_TRIES_MS = 100;

/** Whether a call failed because a file is in use, or read-only. Nowhere but on Windows does that keep a file from being replaced. */
export function isInUse(error: unknown, platform: string = process.platform): boolean {
  return platform === 'win32' && IN_USE.has((error as NodeJS.ErrnoException).code);
}

/**
 * Calls again, for a second at most, while a file is in use: virus scanners and indexers of Windows open what was just written,
 * and let it go again. Rejects with the error of the last call.
 */
export async function whenFree<T>(call: () => Promise<T>, platform: string = process.platform): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (tries === MOST_TRIES || !isInUse(error, platform)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
  }
}
