/**
 * The running program: holds the state, takes keys and news, carries out what screens ask for, and has frames drawn.
 *
 * Keys count at once; news of the reading at most ten times a second; frames are drawn at most thirty times a second. Of
 * answers to questions of one kind only that to the last one counts.
 */
import { safeText } from '../view/safe-text.js';
import { composeFrame } from './compose.js';
import type { Effect } from './effect.js';
import type { Key } from './key.js';
import type { KeyMap } from './key-map.js';
import type { Size } from './look.js';
import { type Clock, Pace } from './pace.js';
import { type ProgramEvent, type ProgramState, type Screens, startProgram, stepProgram } from './program.js';
import type { ReadingNews, Services } from './services.js';
import type { Message, Shared } from './shared.js';
import type { Frame } from './span.js';

const FRAME_INTERVAL_MS = 33;
const NEWS_INTERVAL_MS = 100;

/** What the runtime may do to the terminal and the process. */
export interface Host {
  draw(frame: Frame, size: Size): void;
  /** Draws what is on the screen anew. */
  redraw(): void;
  suspend(): void;
  quit(): void;
  /** A mistake of the program: nothing can go on. */
  fail(error: unknown): void;
}

/** What the program starts with. */
export interface RuntimeOptions {
  readonly screens: Screens;
  readonly keys: KeyMap;
  readonly shared: Shared;
  readonly services: Services;
  readonly host: Host;
  readonly clock: Clock;
  /** A flow whose ladder is opened as soon as the capture was read. */
  readonly firstFlow?: number | undefined;
}

/** Runs the program. */
export class Runtime {
  private state: ProgramState;
  private readonly services: Services;
  private readonly host: Host;
  private readonly drawing: Pace;
  private readonly telling: Pace;
  private news: Partial<Shared> = {};
  private firstFlow: number | undefined;
  private isEnded = false;
  /** Number of the last request of each kind. */
  private readonly asked = new Map<Effect['kind'], number>();
  private readonly firstEffects: readonly Effect[];

  constructor({ screens, keys, shared, services, host, clock, firstFlow }: RuntimeOptions) {
    this.services = services;
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
      this.carryOut(this.firstEffects);
      this.await(
        this.services.read((news) => this.hear(news)),
        () => {},
      );
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

  /** Ends drawing and answering. */
  end(): void {
    this.isEnded = true;
    this.drawing.cancel();
    this.telling.cancel();
  }

  private hear({ capture, findingsOf }: ReadingNews): void {
    this.news = { ...this.news, capture, ...(findingsOf === undefined ? {} : { findingsOf }) };
    this.guard(() => (capture.kind === 'reading' ? this.telling.request() : this.telling.run()));
  }

  private takeNews(): void {
    const { news } = this;
    this.news = {};
    this.guard(() => {
      this.share(news);
      if (news.capture?.kind === 'ready') this.beginReady();
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
    const { state, effects } = stepProgram(this.state, event);
    this.state = state;
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
    const { services, host } = this;
    switch (effect.kind) {
      case 'view-flows':
        this.viewFlows(effect);
        break;
      case 'close-up':
        this.share({ closeUp: { kind: 'reading', flow: effect.flow } });
        this.ask(effect.kind, services.readCloseUp(effect.flow), (closeUp) => this.share({ closeUp }));
        break;
      case 'packet':
        this.share({ packet: { kind: 'reading', frame: effect.frame } });
        this.ask(effect.kind, services.readPacket(effect.frame), (packet) => this.share({ packet }));
        break;
      case 'compare':
        this.share({ comparison: { kind: 'reading', flow: effect.flow } });
        this.ask(effect.kind, services.compare(effect.flow), (comparison) => this.share({ comparison }));
        break;
      case 'export':
        this.ask(effect.kind, services.export(effect.request), (message) =>
          this.share({ message, written: { request: effect.request, message } }),
        );
        break;
      case 'copy':
        this.share({ message: services.copy(effect.text, effect.what) });
        break;
      case 'stop-reading':
        services.stopReading();
        break;
      case 'redraw':
      case 'suspend':
      case 'quit':
        host[effect.kind]();
        break;
    }
  }

  private viewFlows({ kind, filter, order, markedOnly }: Extract<Effect, { kind: 'view-flows' }>): void {
    const { flows, marks } = this.shared;
    this.share({ flows: { ...flows, tookMs: null } });
    this.ask(kind, this.services.viewFlows({ filter, order, markedOnly, marks }), (answer) =>
      this.takeView(answer),
    );
  }

  private takeView(answer: Shared['flows'] | Message): void {
    if ('flows' in answer) this.share({ flows: answer });
    // The last list stays, with the filter that made it.
    else
      this.share({ message: answer, flows: { ...this.shared.flows, tookMs: this.shared.flows.tookMs ?? 0 } });
  }

  /** Takes the answer, unless a later request of this kind was made meanwhile. */
  private ask<T>(kind: Effect['kind'], promise: Promise<T>, take: (answer: T) => void): void {
    const number = (this.asked.get(kind) ?? 0) + 1;
    this.asked.set(kind, number);
    this.await(promise, (answer) => {
      if (this.asked.get(kind) === number) take(answer);
    });
  }

  private await<T>(promise: Promise<T>, take: (answer: T) => void): void {
    promise.then(
      (answer) => this.guard(() => take(answer)),
      (error: unknown) =>
        this.guard(() => {
          throw error;
        }),
    );
  }

  private guard(call: () => void): void {
    if (this.isEnded) return;
    try {
      call();
    } catch (error) {
      this.end();
      this.host.fail(error);
    }
  }
}

function noSuchFlow(flow: number): Message {
  return { text: safeText(`There is no flow ${flow}`), tone: 'warning' };
}
