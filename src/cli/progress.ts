import { durationText } from '../view/time.js';
import type { Io } from './io.js';

const FIRST_SHOWN_MS = 1000;
const BETWEEN_MS = 100;
const BAR_WIDTH = 30;
const MIB = 1024 * 1024;

/** A line on standard error that says how far the reading is: only on a terminal, and only when it takes a while. */
export class Progress {
  private readonly io: Pick<Io, 'stderr' | 'stderrIsTerminal'>;
  private readonly now: () => number;
  private readonly startedMs: number;
  private shownMs = Number.NEGATIVE_INFINITY;
  private isShown = false;

  constructor(io: Pick<Io, 'stderr' | 'stderrIsTerminal'>, now: () => number = () => performance.now()) {
    this.io = io;
    this.now = now;
    this.startedMs = now();
  }

  /** Octets read so far and in all, null where not known. */
  show(bytesRead: number, bytesTotal: number | null): void {
    if (!this.io.stderrIsTerminal) return;
    const nowMs = this.now();
    if (nowMs - this.startedMs < FIRST_SHOWN_MS || nowMs - this.shownMs < BETWEEN_MS) return;
    this.shownMs = nowMs;
    this.isShown = true;
    this.io.stderr.write(`\r${progressText(bytesRead, bytesTotal, nowMs - this.startedMs)}\x1b[K`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.isShown) this.io.stderr.write('\r\x1b[K');
    this.isShown = false;
  }
}

function progressText(bytesRead: number, bytesTotal: number | null, elapsedMs: number): string {
  const megabytes = (bytesRead / MIB).toFixed(0);
  const elapsed = durationText(elapsedMs * 1e6);
  if (bytesTotal === null || bytesTotal <= 0) return `reading: ${megabytes} MiB, ${elapsed}`;
  const share = Math.min(1, bytesRead / bytesTotal);
  const bar = '#'.repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH, '.');
  return `reading [${bar}] ${Math.floor(share * 100)} %, ${megabytes} of ${(bytesTotal / MIB).toFixed(0)} MiB, ${elapsed}`;
}
