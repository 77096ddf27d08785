/** What the thread that reads a capture and the thread of the screen tell each other. */
import type { CaptureErrorCode } from '../capture/capture-error.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import type { SharedFlowFindings } from '../diagnosis/flow-findings.js';
import type { SharedSurvey } from '../survey/shared-survey.js';
import type { StoredInput } from './read-captures.js';

/** How the thread that reads is started. */
export interface SurveyOrder {
  readonly paths: readonly string[];
  readonly checksums: boolean;
  /** One word of shared memory: not 0 to end the reading where it is. */
  readonly stop: Int32Array;
}

/** Asked of a thread that reads: to end the input that it waits for. `SurveyOrder.stop` ends the reading of others. */
export interface StopRequest {
  readonly kind: 'stop';
}

/** Asked of a thread that has told a diagnosis: that of some flows. */
export interface OnlyRequest {
  readonly kind: 'only';
  readonly id: number;
  readonly expression: string;
  /** Flow numbers in order. */
  readonly flows: Uint32Array;
}

/** What is answered. */
export interface OnlyAnswer {
  readonly kind: 'only';
  readonly id: number;
  readonly diagnosis: Diagnosis;
}

/** Told by the thread that reads. */
export type SurveyMessage =
  | {
      readonly kind: 'progress';
      readonly survey: SharedSurvey;
      /** Files so far, in their order. */
      readonly paths: readonly string[];
      /** Octets of all files so far. */
      readonly bytesRead: number;
    }
  | {
      readonly kind: 'done';
      readonly survey: SharedSurvey;
      readonly diagnosis: Diagnosis;
      readonly flowFindings: SharedFlowFindings;
      readonly inputs: readonly StoredInput[];
      readonly wasStopped: boolean;
    }
  /** The capture cannot be read at all (`CaptureError`). */
  | {
      readonly kind: 'failed';
      readonly code: CaptureErrorCode;
      readonly message: string;
      readonly advice: string;
    };
