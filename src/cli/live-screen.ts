import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import type { LiveOrder } from './run-live.js';

/** Shows a live capture on the screen, and returns the exit code. Null: there is no such screen, and lines are printed. */
export const runLiveScreen: ((order: LiveOrder, io: Io) => Promise<ExitCode>) | null = null;
