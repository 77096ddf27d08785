/** Timers of any length: those of the system end at 24 days, and fire at once when they are asked for more. */

/** Source: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const LONGEST_MS = 2 ** 31 - 1;

/** Calls back after so many milliseconds, however many they are. Returns what takes that back. */
export function callAfter(ms: number, call: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (leftMs: number) => {
    const now = Math.min(leftMs, LONGEST_MS);
    timer = setTimeout(() => (leftMs > now ? wait(leftMs - now) : call()), now);
  };
  wait(ms);
  return () => clearTimeout(timer);
}
