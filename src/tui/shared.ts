/**
 * What all screens share: the capture, the list of flows as it is filtered, marks and notes, and how things are shown.
 * Plain data but for the survey, which is read and never written.
 */
import type { CloseUp } from '../closeup/close-up.js';
import type { TreeNode } from '../closeup/tree/node.js';
import type { Diagnosis, Finding } from '../diagnosis/diagnosis.js';
import type { SurveyRows } from '../survey/survey-rows.js';
import type { SafeText } from '../view/safe-text.js';
import type { ExportRequest } from './effect.js';
import type { SortOrder } from './flow-order.js';
import type { OwnKeys } from './key-map.js';
import type { LiveState } from './live-state.js';
import type { Look, Size } from './look.js';

/** What is known of the capture so far. */
export type CaptureState =
  | { readonly kind: 'reading'; readonly progress: Progress; readonly survey: SurveyRows | null }
  | {
      readonly kind: 'ready';
      readonly survey: SurveyRows;
      readonly diagnosis: Diagnosis;
      readonly wasStopped: boolean;
    }
  /** It cannot be read at all; exit code 3 when the program ends. */
  | { readonly kind: 'failed'; readonly message: string; readonly advice: string };

/** How far the reading is. */
export interface Progress {
  readonly bytesRead: number;
  /** Null for a pipe. */
  readonly bytesTotal: number | null;
  readonly frames: number;
  readonly flows: number;
}

/** The list of flows as filter and order make it. */
export interface FlowView {
  /** The expression that is in force; empty for all flows. */
  readonly filter: string;
  readonly order: SortOrder;
  readonly markedOnly: boolean;
  /** Flow numbers in order. */
  readonly flows: Uint32Array;
  /** Flows among which was looked. */
  readonly total: number;
  /** Milliseconds that it took, null while it is being made. */
  readonly tookMs: number | null;
}

/** What the list of flows keeps while other screens are shown. */
export interface KeptFlowList {
  /** The flow that the cursor is on; null before there is any. */
  readonly chosen: number | null;
  readonly preview: 'by-size' | 'shown' | 'hidden';
  /** The cursor stays on the last row while the list grows. */
  readonly follows?: boolean;
  /** The filter that was turned off; empty for none. */
  readonly filterOff: string;
  /** Filters that were typed, the oldest first. */
  readonly history: readonly string[];
}

/** One flow read in full, or on its way. */
export type CloseUpState =
  | { readonly kind: 'reading'; readonly flow: number }
  | { readonly kind: 'ready'; readonly flow: number; readonly closeUp: CloseUp }
  | { readonly kind: 'failed'; readonly flow: number; readonly message: string };

/** One frame as a tree, or on its way. */
export type PacketState =
  | { readonly kind: 'reading'; readonly frame: number }
  | {
      readonly kind: 'ready';
      readonly frame: number;
      readonly tree: readonly TreeNode[];
      readonly octets: Uint8Array;
      /** Octets that it had on the wire. */
      readonly originalLength: number;
      /** Nanoseconds since the epoch of the capture; NaN for a frame without a time. */
      readonly timeNs: number;
      /** The flow whose segment it carries; null for none. */
      readonly flow: number | null;
    }
  | { readonly kind: 'failed'; readonly frame: number; readonly message: string };

/** How times are shown in lists and ladders. */
export const TIME_FORMATS = ['since-start', 'in-flow', 'delta', 'utc'] as const;
export type TimeFormat = (typeof TIME_FORMATS)[number];

/** A line for the user, until the next key. */
export interface Message {
  readonly text: SafeText;
  readonly tone: 'notice' | 'warning' | 'error';
  /** Of an export: a file is in the way, and the same request with `force` would replace it. */
  readonly canReplace?: true;
}

/** What became of an export. A message that is no notice says why nothing was written. */
export interface Written {
  readonly request: ExportRequest;
  readonly message: Message;
}

/** What all screens share. */
export interface Shared {
  /** Names of the captures, as the user gave them. */
  readonly paths: readonly string[];
  readonly size: Size;
  readonly look: Look;
  readonly capture: CaptureState;
  /** Of a capture that is being taken, or was; absent for files. */
  readonly live?: LiveState;
  /** The findings to which a flow belongs, worst first; empty while the capture is being read. */
  readonly findingsOf: (flow: number) => readonly Finding[];
  readonly flows: FlowView;
  /** Absent until the list of flows was shown. */
  readonly flowList?: KeptFlowList;
  readonly closeUp: CloseUpState | null;
  readonly comparison: CloseUpState | null;
  readonly packet: PacketState | null;
  readonly marks: ReadonlySet<number>;
  /** Notes by flow number. */
  readonly notes: ReadonlyMap<number, string>;
  /** Notes were changed and not written. */
  readonly hasUnwrittenNotes: boolean;
  /** Rules whose findings are left out. */
  readonly mutedRules: ReadonlySet<string>;
  readonly timeFormat: TimeFormat;
  /** Absent where all commands have their usual keys. */
  readonly ownKeys?: OwnKeys;
  readonly secrets: 'masked' | 'shown';
  readonly message: Message | null;
  /** Absent until something was exported. */
  readonly written?: Written;
}
