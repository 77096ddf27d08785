/** The two ends of a flow in words. */
import type { CloseUp } from '../../closeup/close-up.js';
import { endpointText } from '../../view/endpoint.js';
import { ownText, type SafeText, say } from '../../view/safe-text.js';

/** Client and server. */
export function endTexts({ ends, clientSide }: CloseUp): readonly [client: SafeText, server: SafeText] {
  return [endpointText(ends[clientSide]), endpointText(ends[clientSide === 0 ? 1 : 0])];
}

/** `198.51.100.10:37285 -> 192.0.2.80:80`. */
export function tupleText(closeUp: CloseUp, arrow = '->'): SafeText {
  const [client, server] = endTexts(closeUp);
  return say`${client} ${ownText(arrow)} ${server}`;
}
