/** A screen on the terminal, from its first frame until it is left: settings, terminal, painter, runtime. */
import { openSync } from 'node:fs';
import { ReadStream, type WriteStream } from 'node:tty';
import type { CaptureService, ServiceHost } from '../tui/capture-service.js';
import { keyMapOf } from '../tui/key-map.js';
import type { LiveEnding } from '../tui/live-state.js';
import type { Look, Size } from '../tui/look.js';
import type { Clock } from '../tui/pace.js';
import { Runtime } from '../tui/runtime.js';
import { SCREENS } from '../tui/screens.js';
import type { Shared } from '../tui/shared.js';
import { copyToTerminal } from './clipboard.js';
import type { Config } from './config.js';
import { CliError, type Io } from './io.js';
import type { LookOptions } from './look-options.js';
import { painterOn } from './screen-painter.js';
import { lookOf } from './terminal-look.js';
import { TerminalSession } from './terminal-session.js';

/** What is shown. */
export interface Showing {
  readonly io: Io;
  readonly config: Config;
  readonly look: LookOptions;
  /** Standard input is a capture: keys come from the terminal itself. */
  readonly takesInput: boolean;
  /** What is shared in front of the first frame. */
  readonly firstShared: (look: Look, size: Size) => Shared;
  readonly openCaptures: (host: ServiceHost) => CaptureService;
  readonly firstFlow?: number | undefined;
  /** Called when the terminal is given back and the capture is still open; absent where there is nothing to do. */
  readonly conclude?: (ending: LiveEnding | undefined) => Promise<void>;
  /** Whether a signal that ends programs is a wish to leave the screen, as Ctrl-C is. */
  readonly leavesBySignal?: boolean;
}

const CLOCK: Clock = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Shows the screen until the user leaves it; resolves with what was known at the end. Throws what a mistake of the program threw, and
 * what `conclude` throws, on the normal screen.
 */
export async function showScreen(showing: Showing): Promise<Shared> {
  const { io, config, look: options, takesInput } = showing;
  const { environment = {} } = io;
  const wishes = {
    color: options.color,
    ascii: options.ascii === true || config.ascii,
    colours: config.colours,
  };
  const look = lookOf(wishes, environment, process.platform);
  const isLinear = options.linear === true;
  const output = process.stdout as WriteStream;
  const input = keyboard(takesInput);
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
      onSignal: () => {
        if (showing.leavesBySignal === true) end.resolve();
        return showing.leavesBySignal === true;
      },
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
    shared: { ...showing.firstShared(look, session.size), ownKeys: config.keys },
    openCaptures: showing.openCaptures,
    copy: (text, what) => copyToTerminal(text, what, (octets) => session.write(octets)),
    clock: CLOCK,
    firstFlow: showing.firstFlow,
    host: {
      draw: (frame, size) => {
        if (!isLeft) painter.draw(frame, size);
      },
      redraw: () => painter.redraw(),
      ...(process.platform === 'win32' ? {} : { suspend: () => session.suspend() }),
      quit: (ending) => end.resolve(ending),
      fail,
    },
  });
  let isLeft = false;
  session.start();
  try {
    runtime.start();
    const ending = await end.promise;
    isLeft = true;
    session.leave();
    await showing.conclude?.(ending);
    return runtime.shared;
  } finally {
    session.leave();
    await runtime.end();
    painter.close();
    releaseInputs(takesInput, input, io);
  }
}

/** The end of the screen: asked for, or a mistake. */
class End {
  resolve: (ending?: LiveEnding) => void = () => {};
  reject: (error: unknown) => void = () => {};
  readonly promise = new Promise<LiveEnding | undefined>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

/** Standard input, or the terminal itself where a capture comes from there. */
function keyboard(takesInput: boolean): ReadStream {
  if (!takesInput) return process.stdin as ReadStream;
  try {
    return new ReadStream(openSync('/dev/tty', 'r'));
  } catch (error) {
    throw new CliError(2, 'There is no terminal to read keys from; give --plain or --no-tui for the report', {
      cause: error,
    });
  }
}

/** A pipe that goes on would keep the program alive. */
function releaseInputs(takesInput: boolean, input: ReadStream, { stdin }: Io): void {
  if (!takesInput) return;
  input.destroy();
  (stdin ?? process.stdin).destroy();
}
