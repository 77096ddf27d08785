/** `tcpdx live` with a screen; when it is left, what `tcpdx live` prints without one. */
import { unlink } from 'node:fs/promises';
import { STANDARD_INPUT } from '../capture/open-source.js';
import type { ReportContext } from '../report/context.js';
import { markdownReport } from '../report/markdown.js';
import { RULES } from '../rules/index.js';
import type { LiveEnding } from '../tui/live-state.js';
import { counted } from '../view/number.js';
import { type SafeText, safeText, say } from '../view/safe-text.js';
import { readConfig } from './config.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { firstShared } from './first-shared.js';
import { CliError, type Io } from './io.js';
import type { LiveThreadOrder } from './live-messages.js';
import { type LiveOutcome, LiveService, startingState } from './live-service.js';
import { LiveTeller } from './live-teller.js';
import { dropPrivileges } from './privileges.js';
import { type LiveOrder, liveExitCode } from './run-live.js';
import { showScreen } from './show-screen.js';
import { onStopSignals } from './stop-signals.js';
import { packageVersion } from './version.js';
import { writeToFile } from './write-output.js';

/** Shows a live capture until the user leaves it, then prints the report. Throws what a mistake of the program threw. */
export async function runLiveScreen({ interfaceName, options }: LiveOrder, io: Io): Promise<ExitCode> {
  const { environment = {}, stdin } = io;
  const config = await readConfig(environment, process.platform);
  const order: LiveThreadOrder = { interfaceName, options, environment };
  let service: LiveService | null = null;
  let exitCode: ExitCode = EXIT.done;
  await showScreen({
    io,
    config,
    look: options,
    takesInput: interfaceName === STANDARD_INPUT,
    leavesBySignal: true,
    firstShared: (look, size) => ({
      ...firstShared([interfaceName], { filter: '', showSecrets: options.showSecrets }, look, size),
      live: startingState(interfaceName, options.filter ?? null),
    }),
    openCaptures: (host) => {
      service = new LiveService(order, host, {
        standardInput: stdin ?? process.stdin,
        dropPrivileges: () => dropPrivileges(environment),
      });
      return service;
    },
    conclude: async (ending) => {
      if (service !== null) exitCode = await new Conclusion(service, order, io).conclude(ending);
    },
  });
  return exitCode;
}

/** What is done and said when the terminal is the user's again. */
class Conclusion {
  private readonly service: LiveService;
  private readonly order: LiveThreadOrder;
  private readonly io: Io;
  private readonly context: ReportContext;

  constructor(service: LiveService, order: LiveThreadOrder, io: Io) {
    this.service = service;
    this.order = order;
    this.io = io;
    const secrets = order.options.showSecrets === true ? 'shown' : 'masked';
    this.context = { version: packageVersion(), secrets, rules: RULES };
  }

  async conclude(ending: LiveEnding | undefined): Promise<ExitCode> {
    const { service } = this;
    // Who does not want to wait presses Ctrl-C again.
    const takeBack = onStopSignals(() => service.stopWaiting());
    try {
      service.stopReading();
      const outcome = await service.outcome;
      const exitCode = await this.tell(outcome, ending);
      await service.idle;
      return exitCode;
    } finally {
      takeBack();
    }
  }

  private async tell(outcome: LiveOutcome, ending: LiveEnding | undefined): Promise<ExitCode> {
    switch (outcome.kind) {
      case 'failed':
        this.note(outcome.message);
        if (outcome.advice !== '') this.io.stderr.write(`${safeText(outcome.advice, 2000)}\n`);
        return outcome.exitCode;
      case 'crashed':
        this.note(`the thread that captured broke down: ${outcome.reason}`);
        for (const path of this.service.recordedPaths) this.note(`recorded: ${path}`);
        return EXIT.damaged;
      case 'done':
        return this.tellEnd(outcome, ending);
    }
  }

  private async tellEnd(
    { diagnosis, message, told }: Extract<LiveOutcome, { kind: 'done' }>,
    ending: LiveEnding | undefined,
  ): Promise<ExitCode> {
    const teller = new LiveTeller(this.io, 'text', this.context, () => {});
    if (message !== null) teller.warn(safeText(message, 2000));
    const isDiscarded = ending?.isDiscarded === true;
    await teller.end({ diagnosis, message, recorded: isDiscarded ? [] : told });
    if (isDiscarded) this.note(await this.discard());
    const wasWritten = ending?.withReport === true ? await this.writeReport(diagnosis) : true;
    return wasWritten ? liveExitCode(message, diagnosis, this.order.options) : EXIT.unreadable;
  }

  private async discard(): Promise<SafeText> {
    const paths = this.service.recordedPaths;
    const left: string[] = [];
    for (const path of paths) await unlink(path).catch(() => left.push(path));
    const deleted = say`the recording was discarded, ${counted(paths.length - left.length, 'file')} deleted`;
    return left.length === 0 ? deleted : say`${deleted}; not deleted: ${safeText(left.join(' '), 2000)}`;
  }

  /** Beside the recording, under its name. */
  private async writeReport(diagnosis: Parameters<typeof markdownReport>[0]): Promise<boolean> {
    const paths = this.service.recordedPaths;
    const path = `${(paths[0] ?? this.order.interfaceName).replace(/\.[^./\\]*$/, '')}.md`;
    try {
      const target = { path, force: false, inputs: paths };
      await writeToFile(target, [markdownReport(diagnosis, this.context)]);
      this.note(`report: ${path}`);
      return true;
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      this.note(error.message);
      return false;
    }
  }

  private note(text: string): void {
    this.io.stderr.write(`tcpdx: ${safeText(text, 2000)}\n`);
  }
}
