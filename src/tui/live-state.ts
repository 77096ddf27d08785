/** What the screens know of a capture that is being taken. Plain data. */
import type { LiveFacts } from '../diagnosis/diagnosis.js';
import type { ProbeStrip } from '../diagnosis/probe-strips.js';
import type { SafeText } from '../view/safe-text.js';

/** How the recording on the disk stands. */
export interface RecordingGauges {
  /** Files that are there, in the order of writing. */
  readonly paths: readonly string[];
  /** Octets in them. */
  readonly octets: number;
  /** Octets that the ring of files may grow to; null without a ring. */
  readonly mostOctets: number | null;
  /** Octets free on the disk; null where not known. */
  readonly freeOctets: number | null;
  /** Frames that were recorded and deleted again to make room. */
  readonly deletedFrames: number;
  /** Only what is around connections that ended badly is kept. */
  readonly isFailedOnly: boolean;
  /** Why nothing more is written; null while all is well. */
  readonly fault: 'disk-full' | 'write-failed' | null;
}

/** Numbers that change all the time. */
export interface LiveGauges {
  /** Since the capture began. */
  readonly elapsedMs: number;
  readonly framesPerSecond: number;
  /** The time of day, relative to the epoch of the survey; null in front of the first frame. */
  readonly nowNs: number | null;
  readonly facts: LiveFacts;
  /** Null where nothing is recorded. */
  readonly recording: RecordingGauges | null;
  /** How the link is now: capture programs go on without a word when it goes down. */
  readonly link: 'up' | 'down' | 'gone' | 'unknown';
}

/** A capture that is being taken, or was until a moment ago. */
export interface LiveState {
  readonly phase: 'starting' | 'running' | 'stopping' | 'ended';
  /** As the user named it. */
  readonly interfaceName: string;
  readonly filter: string | null;
  /** Null while the capture program is being started. */
  readonly gauges: LiveGauges | null;
  readonly probes: readonly ProbeStrip[];
  /** The lists stand still; the capture goes on. */
  readonly isPaused: boolean;
  /** What is wrong beside the capture, the latest: stays until the next. */
  readonly warning: SafeText | null;
  /** Why the capture ended, where that was not asked for. */
  readonly fault: SafeText | null;
}

/** Whether frames still come: the keys for that count. */
export function isCapturing(live: LiveState | undefined): boolean {
  return live !== undefined && live.phase !== 'ended';
}

/** What becomes of a capture when the program is quit. */
export interface LiveEnding {
  readonly isDiscarded: boolean;
  /** Whether the report is written beside the recording. */
  readonly withReport: boolean;
}
