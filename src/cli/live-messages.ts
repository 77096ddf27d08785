/** What the thread of a live capture and the thread of the screen tell each other. */
import type { RecordedFile } from '../capture/live/frame-sink.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import type { SharedFlowFindings } from '../diagnosis/flow-findings.js';
import type { ProbeStrip } from '../diagnosis/probe-strips.js';
import type { SharedSurvey } from '../survey/shared-survey.js';
import type { LiveGauges } from '../tui/live-state.js';
import type { SafeText } from '../view/safe-text.js';
import type { ExitCode } from './exit-code.js';
import type { LiveOptions } from './live-options.js';
import type { OnlyRequest } from './survey-messages.js';

/** How the thread is started. */
export interface LiveThreadOrder {
  /** As the user named it; `-` for standard input. */
  readonly interfaceName: string;
  readonly options: LiveOptions;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Told to the thread. */
export type LiveRequest =
  /** Privileges are given up: frames may be read now. */
  | { readonly kind: 'go' }
  /** End the capture; a second time, wait for nothing more. */
  | { readonly kind: 'stop' }
  | OnlyRequest;

/** What lies on the disk. */
export interface RecordedNow {
  /** Frames that were in files which are deleted: in front of all others. */
  readonly framesDeleted: number;
  /** The files that are there, in order. */
  readonly files: readonly RecordedFile[];
  /** Frames in the files are numbered as in the capture: nothing was left out between them. */
  readonly hasAllFrames: boolean;
  /** Only what is around connections that ended badly is kept (`--keep failed`). */
  readonly isFailedOnly: boolean;
  /** Nothing more will be written. */
  readonly isOver: boolean;
}

/** How far the capture is. */
export interface LiveProgress {
  readonly survey: SharedSurvey;
  readonly gauges: LiveGauges;
  /** Null where nothing is recorded. */
  readonly recorded: RecordedNow | null;
}

/** What was found, so far or at the end. */
export interface LiveFound extends LiveProgress {
  readonly diagnosis: Diagnosis;
  readonly flowFindings: SharedFlowFindings;
  readonly probes: readonly ProbeStrip[];
}

/** Told by the thread. */
export type LiveMessage =
  /** The capture program runs, and nothing was read yet: answered by `go`. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'started'; readonly notes: readonly SafeText[] }
  | ({ readonly kind: 'progress' } & LiveProgress)
  | ({ readonly kind: 'look' } & LiveFound)
  | { readonly kind: 'warning'; readonly text: SafeText }
  | ({
      readonly kind: 'done';
      /** What happened; null where the capture ended as it was asked to. */
      readonly message: string | null;
      /** The files that are there, and what is not in them. */
      readonly told: readonly SafeText[];
    } & LiveFound)
  /** A mistake of the program: nothing more is judged. */
  | { readonly kind: 'broken'; readonly reason: string }
  /** After `done`: programs of `--on-finding` have ended as well. */
  | { readonly kind: 'idle' }
  /** Nothing can be captured at all (`CaptureError`, `CliError`). */
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly advice: string;
      readonly exitCode: ExitCode;
    };
