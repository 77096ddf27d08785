/** Where and when a finding was seen, and how sure it is. */
import type { CaptureFacts, Finding } from '../diagnosis/diagnosis.js';
import { endpointText } from './endpoint.js';
import { counted, percent } from './number.js';
import { listed, ownText, type SafeText, say } from './safe-text.js';
import { confidenceWord } from './severity.js';
import { durationText, utcText } from './time.js';
import { unjudgedReason } from './unjudged-text.js';

/** The service, or that there were many. */
export function serverText({ server }: Finding): SafeText {
  return server === null ? ownText('many') : endpointText(server);
}

/** When its first flow began, and for several flows when the last did. */
export function whenText(
  { firstTimeNs, lastTimeNs, flowCount }: Finding,
  { epochSeconds }: CaptureFacts,
): SafeText {
  const first = utcText(epochSeconds, firstTimeNs);
  if (flowCount === 1) return first;
  return say`${first} to ${utcText(epochSeconds, lastTimeNs)} (${durationText(lastTimeNs - firstTimeNs)})`;
}

/** The one client, or how many there were. */
export function clientText({ server, client, clientCount }: Finding): SafeText {
  if (server === null) return ownText('many');
  return client === null ? counted(clientCount, 'client') : endpointText(client);
}

/** How sure the finding is, and what made it less sure. */
export function confidenceText({ confidence, loweredBy }: Finding): SafeText {
  const word = say`${confidenceWord(confidence)} (${percent(confidence)})`;
  if (loweredBy.length === 0) return word;
  return say`${word}; lowered, because ${listed(loweredBy.map(unjudgedReason))}`;
}
