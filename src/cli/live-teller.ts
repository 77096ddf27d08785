/** What `tcpdx live` prints as it happens: lines of text, or one JSON object a line. */
import type { CaptureFacts, Diagnosis, LiveFacts } from '../diagnosis/diagnosis.js';
import type { ReportContext } from '../report/context.js';
import { endEvent, findingEvent, reportEvent, startEvent, warningEvent } from '../report/live-events.js';
import { textReport } from '../report/text.js';
import { grownFindingLine, newFindingLine, withdrawnFindingLine } from '../view/live-lines.js';
import { accountingText, liveEndText, liveSourceText } from '../view/live-text.js';
import { join, type SafeText, safeText, say } from '../view/safe-text.js';
import type { FindingChange } from './finding-log.js';
import type { Io } from './io.js';
import { writeToStream } from './write-output.js';

/** Characters that may wait for a slow reader; beyond it, growth of findings is not told: the next line tells it. */
const MOST_WAITING = 4 * 1024 * 1024;

/** The end of a capture, to be told. */
export interface ToldEnd {
  readonly diagnosis: Diagnosis;
  /** What happened; null where it ended as it was asked to. */
  readonly message: string | null;
  readonly recorded: readonly SafeText[];
}

/** Tells what happens. */
export class LiveTeller {
  private readonly io: Io;
  private readonly isJson: boolean;
  private readonly context: ReportContext;
  private readonly onClosed: (error: unknown) => void;
  private written: Promise<void> = Promise.resolve();
  /** Characters given to `write` that the reader has not taken. The stream knows only of the line it was given last. */
  private waiting = 0;

  /** @param onClosed told when nobody reads any more, or writing fails */
  constructor(io: Io, format: 'text' | 'json', context: ReportContext, onClosed: (error: unknown) => void) {
    this.io = io;
    this.isJson = format === 'json';
    this.context = context;
    this.onClosed = onClosed;
  }

  /** The capture began. */
  start(live: LiveFacts, notes: readonly SafeText[]): void {
    if (this.isJson) this.write(startEvent(live));
    else this.note(say`capturing on ${liveSourceText(live)}; Ctrl-C ends it and prints the report`);
    for (const note of notes) this.note(note);
  }

  /** Findings changed. */
  changes(changes: readonly FindingChange[], capture: CaptureFacts): void {
    for (const change of changes) {
      if (change.kind === 'grown' && this.waiting > MOST_WAITING) continue;
      this.write(this.isJson ? this.event(change, capture) : `${this.line(change, capture)}\n`);
    }
  }

  /** Something is wrong beside the capture. */
  warn(message: SafeText): void {
    if (this.isJson) this.write(warningEvent(message));
    this.note(message);
  }

  /** The capture is over: the account, then the report. Settled when all of it is written. Throws what writing threw. */
  async end({ diagnosis, message, recorded }: ToldEnd): Promise<void> {
    const { live } = diagnosis.capture;
    if (this.isJson) {
      this.write(endEvent(diagnosis, message, recorded));
      this.write(reportEvent(diagnosis, this.context));
    } else {
      if (live !== undefined) {
        this.note(say`the capture ended because ${liveEndText(live.endedBy)}; ${accountingText(live)}`);
      }
      this.write(`\n${textReport(diagnosis, this.context)}`);
    }
    try {
      await this.written;
    } finally {
      // Behind the report: what one looks for first, and all there is to find where nobody reads the report.
      if (recorded.length > 0) this.note(say`recorded: ${join(recorded, ' ')}`);
    }
  }

  private event({ kind, finding }: FindingChange, capture: CaptureFacts): string {
    return findingEvent(kind, finding, capture, this.context);
  }

  private line({ kind, finding }: FindingChange, { epochSeconds }: CaptureFacts): SafeText {
    if (kind === 'new') return newFindingLine(finding, epochSeconds, this.context.secrets);
    return kind === 'grown'
      ? grownFindingLine(finding, epochSeconds)
      : withdrawnFindingLine(finding, epochSeconds);
  }

  private note(text: SafeText): void {
    this.io.stderr.write(`tcpdx: ${safeText(text, 4000)}\n`);
  }

  private write(text: string): void {
    this.waiting += text.length;
    this.written = this.written.then(async () => {
      await writeToStream(this.io.stdout, [text]);
      this.waiting -= text.length;
    });
    // Heard again by who awaits `end`.
    this.written.catch(this.onClosed);
  }
}
