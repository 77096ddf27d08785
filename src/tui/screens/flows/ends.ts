/** The ends of a flow as text. */
import { addressText } from '../../../diagnosis/address-text.js';
import type { FlowFacts } from '../../../survey/flow-facts.js';
import type { SurveyRows } from '../../../survey/survey-rows.js';
import { endpointText } from '../../../view/endpoint.js';
import type { SafeText } from '../../../view/safe-text.js';

/** Client and server of the flow on which the cursor is: `192.0.2.1:80`, `[2001:db8::1]:80`. */
export function endsOf({ addresses }: SurveyRows, facts: FlowFacts): { client: SafeText; server: SafeText } {
  const { isIpv6, clientAddress, clientPort, serverAddress, serverPort } = facts;
  const text = (address: number, port: number) =>
    endpointText({ address: addressText(addresses, address, isIpv6), port });
  return { client: text(clientAddress, clientPort), server: text(serverAddress, serverPort) };
}
