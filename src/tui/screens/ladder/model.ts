/** A flow as the ladder screen shows it: its rows and what is said beside them. Made once a close-up, not once a key. */
import type { CloseUp } from '../../../closeup/close-up.js';
import { FlowFacts } from '../../../survey/flow-facts.js';
import { messagesByFrame } from '../../../view/close-up-messages.js';
import { frameRoles } from '../../../view/frame-roles.js';
import { type LadderRow, ladderRows, type NumberedEvidence } from '../../../view/ladder-rows.js';
import { type LadderEnd, ladderEnd } from '../../../view/ladder-words.js';
import type { SafeText } from '../../../view/safe-text.js';
import { evidenceOfFlow } from '../../close-up/findings.js';
import type { Shared } from '../../shared.js';

/** A row of the list. */
export type LadderItem =
  | LadderRow
  /** Segments beyond the limit of a close-up. */
  | { readonly kind: 'not-listed'; readonly segments: number }
  | { readonly kind: 'end'; readonly end: LadderEnd };

/** A flow, ready to be drawn. */
export interface LadderModel {
  readonly closeUp: CloseUp;
  /** What it was made with: another value makes another model. */
  readonly secrets: Shared['secrets'];
  readonly mutedRules: Shared['mutedRules'];
  /** Once all was read there are findings of the whole capture. */
  readonly captureKind: Shared['capture']['kind'];
  readonly unfolded: ReadonlySet<number>;
  readonly evidence: readonly NumberedEvidence[];
  readonly messages: ReadonlyMap<number, readonly SafeText[]>;
  readonly roles: ReadonlyMap<number, SafeText>;
  readonly items: readonly LadderItem[];
  /** Longest time between two segments, for the width of its column. */
  readonly largestDeltaNs: number;
}

/** The model of a flow. */
export function ladderModel(closeUp: CloseUp, shared: Shared, unfolded: ReadonlySet<number>): LadderModel {
  const { secrets, mutedRules, capture } = shared;
  const facts = new FlowFacts(closeUp.survey).at(0);
  const evidence = evidenceOfFlow(closeUp, shared);
  const messages = messagesByFrame(closeUp, secrets);
  const items: LadderItem[] = ladderRows(closeUp, { evidence, told: messages.keys(), unfolded });
  if (closeUp.segmentsNotKept > 0) items.push({ kind: 'not-listed', segments: closeUp.segmentsNotKept });
  items.push({ kind: 'end', end: ladderEnd(facts) });
  const roles = frameRoles(facts);
  const largestDeltaNs = closeUp.segments.reduce((most, { deltaNs }) => Math.max(most, Math.abs(deltaNs)), 0);
  return {
    closeUp,
    secrets,
    mutedRules,
    captureKind: capture.kind,
    unfolded,
    evidence,
    messages,
    roles,
    items,
    largestDeltaNs,
  };
}

/** Whether a model says what the shared state says. */
export function isCurrent(model: LadderModel | null, closeUp: CloseUp, shared: Shared): boolean {
  return (
    model?.closeUp === closeUp &&
    model.secrets === shared.secrets &&
    model.mutedRules === shared.mutedRules &&
    model.captureKind === shared.capture.kind
  );
}

/** Row of a frame, or of the fold that hides it; null for a frame of another flow. */
export function itemOfFrame({ items }: LadderModel, frame: number): number | null {
  const index = items.findIndex((item) => {
    if (item.kind === 'segment') return item.segment.frameNumber === frame;
    return item.kind === 'fold' && item.firstFrame <= frame && frame <= item.lastFrame;
  });
  return index < 0 ? null : index;
}
