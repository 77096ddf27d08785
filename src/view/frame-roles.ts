/** What single frames of a flow are in its story, in a few words: who closes, who resets, how long after what. */
import type { FlowFacts } from '../survey/flow-facts.js';
import { counted } from './number.js';
import { ownText, type SafeText, say } from './safe-text.js';
import { durationText } from './time.js';

/** Words by frame number, of the flow that the cursor is on. */
export function frameRoles(facts: FlowFacts): ReadonlyMap<number, SafeText> {
  const roles = new Map<number, SafeText>();
  const add = (frame: number, text: SafeText) => {
    if (frame > 0) roles.set(frame, text);
  };
  add(facts.handshakeAckFrame, ownText('handshake complete'));
  add(facts.clientFinFrame, say`client closes, sent ${counted(facts.clientPayloadBytes, 'octet')}`);
  add(facts.serverFinFrame, say`server closes, sent ${counted(facts.serverPayloadBytes, 'octet')}`);
  add(facts.rstFrame, resetRole(facts));
  return roles;
}

function resetRole({ rstBy, finToRstUs, payloadToRstUs }: FlowFacts): SafeText {
  const who = ownText(rstBy ?? '');
  if (!Number.isNaN(finToRstUs)) return say`${who} resets ${durationText(finToRstUs * 1e3)} after FIN`;
  if (payloadToRstUs > 0) return say`${who} resets ${durationText(payloadToRstUs * 1e3)} after data`;
  return say`${who} resets`;
}
