/** Shortest time between two looks: a finding is told within a second of its RST, whatever the way to us took. */
const SHORTEST_MS = 150;
/** Looking may take this share of the time: a look costs more the more flows there are. */
const MOST_SHARE = 0.2;

/** Milliseconds to wait after a look that took so long. */
export function waitAfterLook(tookMs: number): number {
  return Math.max(SHORTEST_MS, (tookMs * (1 - MOST_SHARE)) / MOST_SHARE);
}
