/** Captures of files on the screen; and how the program says that it ended. */
import { STANDARD_INPUT } from '../capture/open-source.js';
import type { Shared } from '../tui/shared.js';
import { safeText } from '../view/safe-text.js';
import { openCaptures } from './capture-service.js';
import type { Config } from './config.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { firstShared } from './first-shared.js';
import type { Io } from './io.js';
import type { OpenOptions } from './open-options.js';
import { showScreen } from './show-screen.js';
import type { SurveyThread } from './survey-thread.js';
import { tellDamage } from './tell-damage.js';

/** What the screen is asked for; `filter` is right, and empty for none. */
export interface ScreenOptions extends OpenOptions {
  readonly filter: string;
}

/** What there is before the screen. */
export interface ScreenParts {
  readonly io: Io;
  readonly config: Config;
  /** Reads the captures already. Ended with the screen. */
  readonly thread: SurveyThread;
}

/** Shows the screen until the user quits. Throws what a mistake of the program threw, on the normal screen. */
export async function runScreen(
  files: readonly string[],
  options: ScreenOptions,
  { io, config, thread }: ScreenParts,
): Promise<ExitCode> {
  const shared = await showScreen({
    io,
    config,
    look: options,
    takesInput: files.includes(STANDARD_INPUT),
    firstShared: (look, size) => firstShared(files, options, look, size),
    openCaptures: (host) => openCaptures(files, host, { thread }),
    firstFlow: options.flow,
  });
  return conclude(shared, io);
}

/** What was on the screen goes away with it: why the exit code is not 0 is said again. */
function conclude({ capture }: Shared, io: Io): ExitCode {
  if (capture.kind === 'failed') {
    io.stderr.write(`tcpdx: ${safeText(capture.message, 2000)}\n${safeText(capture.advice, 2000)}\n`);
    return EXIT.unreadable;
  }
  if (capture.kind === 'reading') return EXIT.done;
  return tellDamage(capture.diagnosis.capture.files, io) ? EXIT.damaged : EXIT.done;
}
