/**
 * What the screens ask the program to do. Screens are pure: they return effects, `runtime.ts` carries them out and answers
 * with events.
 */
import type { SafeText } from '../view/safe-text.js';
import type { SortOrder } from './flow-order.js';
import type { LiveEnding } from './live-state.js';

/** One request. */
export type Effect =
  /** Filter and sort the flows; answered by `flow-view`. Later requests replace earlier ones. */
  | {
      readonly kind: 'view-flows';
      readonly filter: string;
      readonly order: SortOrder;
      readonly markedOnly: boolean;
    }
  /**
   * Read one flow in full; answered by `close-up`. With `afterRest` it waits until the cursor has rested a moment: a later
   * request takes its place.
   */
  | { readonly kind: 'close-up'; readonly flow: number; readonly afterRest?: true }
  /** Read one frame as a tree; answered by `packet`. */
  | { readonly kind: 'packet'; readonly frame: number }
  /** Look for the nearest healthy flow to the same server and read it; answered by `comparison`. */
  | { readonly kind: 'compare'; readonly flow: number }
  /** Put text on the terminal's clipboard (OSC 52) and into a file, as the settings say. */
  | { readonly kind: 'copy'; readonly text: string; readonly what: SafeText }
  /** Write what the export dialog says; answered by `written`. */
  | { readonly kind: 'export'; readonly request: ExportRequest }
  /** End reading the capture early, or taking it. */
  | { readonly kind: 'stop-reading' }
  /** Let the lists of a capture that is being taken stand still, or go on. */
  | { readonly kind: 'pause'; readonly isPaused: boolean }
  | { readonly kind: 'redraw' }
  | { readonly kind: 'suspend' }
  /** Leave the screen. @property ending what becomes of a capture that was taken; kept where absent */
  | { readonly kind: 'quit'; readonly ending?: LiveEnding };

/** What to write, and where. */
export interface ExportRequest {
  readonly path: string;
  readonly content: 'report-text' | 'report-markdown' | 'report-json' | 'flows-json' | 'capture';
  /** Null for all flows. */
  readonly flows: readonly number[] | null;
  /** Whether an existing file may be replaced. */
  readonly force: boolean;
}
