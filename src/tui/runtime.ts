/**
 * The running program: holds the state, takes keys and news, carries out what screens ask for, and has frames drawn.
 *
 * Keys count at once; news of the reading at most ten times a second; frames are drawn at most thirty times a second. Of
 * answers to questions of one kind only that to the last one counts.
 */
import { ownText, type SafeText, safeText } from '../view/safe-text.js';
import type { CaptureService, ServiceHost } from './capture-service.js';
import { composeFrame } from './compose.js';
import type { Effect } from './effect.js';
import type { Key } from './key.js';
import type { KeyMap } from './key-map.js';
import type { LiveEnding } from './live-state.js';
import type { Size } from './look.js';
import { type Clock, Pace } from './pace.js';
import { type ProgramEvent, type ProgramState, type Screens, startProgram, stepProgram } from './program.js';
import type { Message, Shared } from './shared.js';
import type { Frame } from './span.js';

const FRAME_INTERVAL_MS = 33;
const NEWS_INTERVAL_MS = 100;

const NOT_SUSPENDED: Message = {
  text: ownText('Windows suspends no programs; Ctrl-C quits.'),
  tone: 'notice',
};

/** What the runtime may do to the terminal and the process. */
export interface Host {
  draw(frame: Frame, size: Size): void;
  /** Draws what is on the screen anew. */
  redraw(): void;
  /** Goes back to the shell until it continues the program; absent where the system cannot do that. */
  suspend?(): void;
  /** @param ending what becomes of a capture that was taken */
  quit(ending?: LiveEnding): void;
  /** A mistake of the program: nothing can go on. */
  fail(error: unknown): void;
}

/** What the program starts with. */
export interface RuntimeOptions {
  readonly screens: Screens;
  readonly keys: KeyMap;
  readonly shared: Shared;
  /** Starts reading the captures. */
  readonly openCaptures: (host: ServiceHost) => CaptureService;
  /** Puts text on the clipboard, and says what came of it. */
  readonly copy: (text: string, what: SafeText) => Message;
  readonly host: Host;
  readonly clock: Clock;
  /** A flow whose ladder is opened as soon as the capture was read. */
  readonly firstFlow?: number | undefined;
}

/** How long a cursor rests before the flow under it is read for a preview. */
const REST_MS = 150;

/** Runs the program. */
export class Runtime {
  private state: ProgramState;
  private readonly options: RuntimeOptions;
  private readonly host: Host;
  private readonly drawing: Pace;
  private readonly telling: Pace;
  private news: Partial<Shared> = {};
  private firstFlow: number | undefined;
  private isEnded = false;
  private service: CaptureService | null = null;
  /** Takes back the close-up that waits for the cursor to rest. */
  private stopResting: () => void = () => {};
  private readonly firstEffects: readonly Effect[];

  constructor(options: RuntimeOptions) {
    const { screens, keys, shared, host, clock, firstFlow } = options;
    this.options = options;
    this.host = host;
    this.firstFlow = firstFlow;
    this.drawing = new Pace(clock, FRAME_INTERVAL_MS, () => this.draw());
    this.telling = new Pace(clock, NEWS_INTERVAL_MS, () => this.takeNews());
    const { state, effects } = startProgram(screens, keys, shared);
    this.state = state;
    this.firstEffects = effects;
  }

  /** What is known now. */
  get shared(): Shared {
    return this.state.shared;
  }

  /** Draws the first frame and begins to read. */
  start(): void {
    this.guard(() => {
      this.drawing.run();
      this.service = this.options.openCaptures({
        emit: (changes) => this.hear(changes),
        shared: () => this.shared,
      });
      this.carryOut(this.firstEffects);
    });
  }

  /** Takes the keys that came at once. */
  keys(keys: readonly Key[]): void {
    this.guard(() => {
      for (const key of keys) this.step({ kind: 'key', key });
    });
  }

  /** The terminal has another size: drawn at once, what stands there is of no use. */
  resize(size: Size): void {
    this.guard(() => {
      this.step({ kind: 'resize', size });
      if (!this.isEnded) this.drawing.run();
    });
  }

  /** Ends drawing and answering, and what is under way. */
  async end(): Promise<void> {
    this.isEnded = true;
    this.drawing.cancel();
    this.telling.cancel();
    this.stopResting();
    await this.service?.close();
  }

  /** How far the reading is can wait; everything else was asked for. */
  private hear(changes: Partial<Shared>): void {
    this.news = { ...this.news, ...changes };
    this.guard(() => (changes.capture?.kind === 'reading' ? this.telling.request() : this.telling.run()));
  }

  private takeNews(): void {
    const { news } = this;
    this.news = {};
    this.guard(() => {
      const wasReady = this.shared.capture.kind === 'ready';
      this.share(news);
      if (!wasReady && news.capture?.kind === 'ready') this.beginReady();
    });
  }

  /** What was wanted from the beginning and needs the whole capture. */
  private beginReady(): void {
    const { filter, order, markedOnly } = this.shared.flows;
    this.carryOut([{ kind: 'view-flows', filter, order, markedOnly }]);
    const { firstFlow } = this;
    if (firstFlow === undefined) return;
    this.firstFlow = undefined;
    if (this.hasFlow(firstFlow)) this.step({ kind: 'open', screen: 'ladder', subject: { flow: firstFlow } });
    else this.share({ message: noSuchFlow(firstFlow) });
  }

  private hasFlow(flow: number): boolean {
    const { capture } = this.shared;
    return (
      capture.kind === 'ready' && flow >= capture.survey.flows.firstKept && flow < capture.survey.flows.length
    );
  }

  private share(changes: Partial<Shared>): void {
    this.step({ kind: 'shared', changes });
  }

  private step(event: ProgramEvent): void {
    if (this.isEnded) return;
    const before = this.shared;
    const { state, effects } = stepProgram(this.state, event);
    this.state = state;
    if (state.shared !== before) this.service?.noticed(before, state.shared);
    this.drawing.request();
    this.carryOut(effects);
  }

  private draw(): void {
    this.guard(() => this.host.draw(composeFrame(this.state), this.state.shared.size));
  }

  private carryOut(effects: readonly Effect[]): void {
    for (const effect of effects) this.carryOutOne(effect);
  }

  private carryOutOne(effect: Effect): void {
    const { host, service } = this;
    switch (effect.kind) {
      case 'view-flows':
        service?.viewFlows(effect);
        break;
      case 'close-up':
        this.readCloseUp(effect);
        break;
      case 'packet':
        service?.readPacket(effect.frame);
        break;
      case 'compare':
        service?.compare(effect.flow);
        break;
      case 'export':
        service?.write(effect.request);
        break;
      case 'copy':
        this.share({ message: this.options.copy(effect.text, effect.what) });
        break;
      case 'stop-reading':
        service?.stopReading();
        break;
      case 'pause':
        service?.pause(effect.isPaused);
        break;
      case 'quit':
        host.quit(effect.ending);
        break;
      case 'redraw':
        host.redraw();
        break;
      case 'suspend':
        if (host.suspend === undefined) this.share({ message: NOT_SUSPENDED });
        else host.suspend();
        break;
    }
  }

  /** A flow for a preview is read when the cursor has rested: on its way it passes many. */
  private readCloseUp({ flow, afterRest }: Extract<Effect, { kind: 'close-up' }>): void {
    this.stopResting();
    if (afterRest !== true) this.service?.readCloseUp(flow);
    else {
      this.stopResting = this.options.clock.after(REST_MS, () =>
        this.guard(() => this.service?.readCloseUp(flow)),
      );
    }
  }

  private guard(call: () => void): void {
    if (this.isEnded) return;
    try {
      call();
    } catch (error) {
      void this.end();
      this.host.fail(error);
    }
  }
}

function noSuchFlow(flow: number): Message {
  return { text: safeText(`There is no flow ${flow}`), tone: 'warning' };
}
