/**
 * Other explanations of a reset that the frames of the flow speak against, and those that they leave open.
 */
import type { FlowFacts } from '../survey/flow-facts.js';
import { count, counted, plain } from './number.js';
import { ownText, type SafeText, say } from './safe-text.js';

/** One other explanation. */
export interface OtherCause {
  readonly isRuledOut: boolean;
  readonly text: SafeText;
}

/** What else could have made the first reset of a flow; empty for a flow without one. */
export function otherCauses(facts: FlowFacts): OtherCause[] {
  if (facts.rstBy === null) return [];
  return [hopLimit(facts), sequence(facts), unreadOctets(facts), missingOctets(facts)].filter(
    (cause) => cause !== null,
  );
}

/** A device in between sends from another distance than the host behind it, and most choose a start of their own. */
function hopLimit({ rstHopLimit, rstSenderHopLimit }: FlowFacts): OtherCause | null {
  if (rstSenderHopLimit === 0) return null;
  if (rstHopLimit === rstSenderHopLimit) {
    return {
      isRuledOut: true,
      text: say`a device at another distance: hop limit ${plain(rstHopLimit)}, as in the sender's other segments`,
    };
  }
  return {
    isRuledOut: false,
    text: say`a device in between: hop limit ${plain(rstHopLimit)}, ${plain(rstSenderHopLimit)} in the sender's other segments`,
  };
}

function sequence({ rstSequenceExpected }: FlowFacts): OtherCause {
  return rstSequenceExpected
    ? { isRuledOut: true, text: ownText('a forged RST by guess: its sequence number is the expected one') }
    : { isRuledOut: false, text: ownText('a stray RST: its sequence number is not the expected one') };
}

/** A host that closes while octets are unread sends RST. Source: RFC 1122 section 4.2.2.13, RFC 2525 section 2.17. */
function unreadOctets(facts: FlowFacts): OtherCause {
  const isServer = facts.rstBy === 'server';
  const octets = isServer ? facts.clientPayloadBytes : facts.serverPayloadBytes;
  const peer = ownText(isServer ? 'client' : 'server');
  if (octets === 0)
    return { isRuledOut: true, text: say`octets left unread: the ${peer} sent ${count(octets)} octets` };
  return {
    isRuledOut: false,
    text: say`closed with octets unread: the ${peer} sent ${counted(octets, 'octet')}`,
  };
}

function missingOctets(facts: FlowFacts): OtherCause {
  const isComplete = !facts.clientOctetsMissing && !facts.serverOctetsMissing && !facts.cutBySnaplen;
  return isComplete
    ? { isRuledOut: true, text: ownText('something not captured: no octet is missing') }
    : { isRuledOut: false, text: ownText('something not captured: octets are missing') };
}
