/** Asking for one flow in full. */
import type { CloseUp } from '../../closeup/close-up.js';
import type { Answer } from '../screen.js';
import type { Shared } from '../shared.js';

/** What an answer has to bring about so that the flow is read; nothing when it is, or is on its way. */
export function wantCloseUp(flow: number, { closeUp }: Shared): Pick<Answer<unknown>, 'shared' | 'effects'> {
  if (closeUp?.flow === flow) return {};
  return { shared: { closeUp: { kind: 'reading', flow } }, effects: [{ kind: 'close-up', flow }] };
}

/** The flow when it was read; null while it is on its way, or could not be. */
export function closeUpOf(flow: number, { closeUp }: Shared): CloseUp | null {
  return closeUp?.kind === 'ready' && closeUp.flow === flow ? closeUp.closeUp : null;
}
