import type { FlowFacts } from '../../survey/flow-facts.js';
import type { Unjudged } from '../rule.js';

/** Why the requests of a flow cannot be seen though they may be there; null when they can. */
export function whyNoHttp(flow: Pick<FlowFacts, 'isTls' | 'isHttp2'>): Unjudged | null {
  if (flow.isTls) return 'tls';
  return flow.isHttp2 ? 'http2' : null;
}
