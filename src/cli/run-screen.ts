/** Puts the screen together: settings, terminal, services, runtime; and says how it ended. */
import { openSync } from 'node:fs';
import process from 'node:process';
import { ReadStream, type WriteStream } from 'node:tty';
import { STANDARD_INPUT } from '../capture/open-source.js';
import { keyMapOf } from '../tui/key-map.js';
import type { Look } from '../tui/look.js';
import type { Clock } from '../tui/pace.js';
import { Runtime } from '../tui/runtime.js';
import { SCREENS } from '../tui/screens.js';
import type { Shared } from '../tui/shared.js';
import { earlyEndSentence } from '../view/early-end-text.js';
import { safeText } from '../view/safe-text.js';
import { openCaptures } from './capture-service.js';
import { copyToTerminal } from './clipboard.js';
import { type Config, readConfig } from './config.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { CliError, type Io } from './io.js';
import type { OpenOptions } from './open-options.js';
import { painterOn } from './screen-painter.js';
import { lookOf } from './terminal-look.js';
import { TerminalSession } from './terminal-session.js';

/** What the screen is asked for; `filter` is right, and empty for none. */
export interface ScreenOptions extends OpenOptions {
  readonly filter: string;
}

const CLOCK: Clock = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** Shows the screen until the user quits. Throws what a mistake of the program threw, on the normal screen. */
export async function runScreen(files: readonly string[], options: ScreenOptions, io: Io): Promise<ExitCode> {
  const { environment = {} } = io;
  const config = await readConfig(environment, process.platform);
  const wishes = {
    color: options.color,
    ascii: options.ascii === true || config.ascii,
    colours: config.colours,
  };
  const look = lookOf(wishes, environment, process.platform);
  const shared = await show(files, options, { config, look, io });
  return conclude(shared, io);
}

interface Surroundings {
  readonly config: Config;
  readonly look: Look;
  readonly io: Io;
}

/** Resolves with what was known at the end. */
async function show(
  files: readonly string[],
  options: ScreenOptions,
  { config, look, io }: Surroundings,
): Promise<Shared> {
  const isLinear = options.linear === true;
  const output = process.stdout as WriteStream;
  const input = keyboard(files);
  const end = new End();
  const session = new TerminalSession(
    { input, output, descriptor: 1, mouse: (options.mouse === true || config.mouse) && !isLinear, isLinear },
    {
      onKeys: (keys) => runtime.keys(keys),
      onResize: (size) => {
        painter.resize(size);
        runtime.resize(size);
      },
      onSuspend: () => painter.pause(),
      onResume: () => {
        painter.resize(session.size);
        runtime.resize(session.size);
        painter.resume();
      },
      onGone: () => end.resolve(),
      onError: (error) => end.reject(error),
    },
  );
  const painter = await painterOn(output, {
    size: session.size,
    look,
    isLinear,
    onError: (error) => fail(error),
  });
  const fail = (error: unknown) => {
    session.leave();
    end.reject(error);
  };
  const runtime = new Runtime({
    screens: SCREENS,
    keys: keyMapOf(config.keys),
    shared: { ...firstShared(files, options, look, session), ownKeys: config.keys },
    openCaptures: (host) =>
      openCaptures(files, host, { ...(io.stdin === undefined ? {} : { standardInput: io.stdin }) }),
    copy: (text, what) => copyToTerminal(text, what, (octets) => session.write(octets)),
    clock: CLOCK,
    firstFlow: options.flow,
    host: {
      draw: (frame, size) => painter.draw(frame, size),
      redraw: () => painter.redraw(),
      suspend: () => session.suspend(),
      quit: () => end.resolve(),
      fail,
    },
  });
  session.start();
  try {
    runtime.start();
    await end.promise;
    return runtime.shared;
  } finally {
    session.leave();
    await runtime.end();
    painter.close();
    releaseInputs(files, input, io);
  }
}

/** The end of the screen: asked for, or a mistake. */
class End {
  resolve: () => void = () => {};
  reject: (error: unknown) => void = () => {};
  readonly promise = new Promise<void>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

/** Standard input, or the terminal itself where a capture comes from there. */
function keyboard(files: readonly string[]): ReadStream {
  if (!files.includes(STANDARD_INPUT)) return process.stdin as ReadStream;
  try {
    return new ReadStream(openSync('/dev/tty', 'r'));
  } catch (error) {
    throw new CliError(2, 'There is no terminal to read keys from; give --plain for the report', {
      cause: error,
    });
  }
}

/** A pipe that goes on would keep the program alive. */
function releaseInputs(files: readonly string[], input: ReadStream, { stdin }: Io): void {
  if (!files.includes(STANDARD_INPUT)) return;
  input.destroy();
  (stdin ?? process.stdin).destroy();
}

function firstShared(
  paths: readonly string[],
  { filter, showSecrets }: ScreenOptions,
  look: Look,
  { size }: TerminalSession,
): Shared {
  return {
    paths,
    size,
    look,
    capture: {
      kind: 'reading',
      progress: { bytesRead: 0, bytesTotal: null, frames: 0, flows: 0 },
      survey: null,
    },
    findingsOf: () => [],
    flows: {
      filter,
      order: { column: 'flow', isDescending: false },
      markedOnly: false,
      flows: new Uint32Array(0),
      total: 0,
      tookMs: null,
    },
    closeUp: null,
    comparison: null,
    packet: null,
    marks: new Set(),
    notes: new Map(),
    hasUnwrittenNotes: false,
    mutedRules: new Set(),
    timeFormat: 'since-start',
    secrets: showSecrets === true ? 'shown' : 'masked',
    message: null,
  };
}

/** What was on the screen goes away with it: why the exit code is not 0 is said again. */
function conclude({ capture }: Shared, { stderr }: Io): ExitCode {
  if (capture.kind === 'failed') {
    stderr.write(`tcpdx: ${safeText(capture.message, 2000)}\n${safeText(capture.advice, 2000)}\n`);
    return EXIT.unreadable;
  }
  if (capture.kind === 'reading') return EXIT.done;
  let code: ExitCode = EXIT.done;
  for (const { name, endedEarly } of capture.diagnosis.capture.files) {
    if (endedEarly === null) continue;
    stderr.write(`tcpdx: ${safeText(name, 400)}: ${earlyEndSentence(endedEarly)}\n`);
    code = EXIT.damaged;
  }
  return code;
}
