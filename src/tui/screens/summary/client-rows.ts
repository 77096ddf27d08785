/** Who asked: health checks first, for they explain many flows, then the clients with most flows. */
import type { Diagnosis, Finding } from '../../../diagnosis/diagnosis.js';
import { RULES } from '../../../rules/index.js';
import { NumberTexts } from '../../../view/finding-facts.js';
import { clientText, serverText } from '../../../view/finding-place.js';
import { counted } from '../../../view/number.js';
import { join, ownText, type SafeText, safeText, say } from '../../../view/safe-text.js';
import { heading, prose } from '../../prose.js';
import type { Line, Span } from '../../span.js';
import type { Overview } from './overview.js';

const MOST_PROBERS = 4;
const MOST_CLIENTS = 3;

const SERIES_RULES: ReadonlySet<string> = new Set(
  RULES.filter(({ scope }) => scope === 'series').map(({ id }) => id),
);

/** The rows on clients. */
export function clientRows({ findings }: Diagnosis, overview: Overview, width: number): Line[] {
  if (overview.clientCount === 0) return [];
  const probes = findings.filter(({ rule }) => SERIES_RULES.has(rule));
  const unshown = probes.length - MOST_PROBERS;
  return [
    ...heading(ownText('CLIENTS')),
    ...probes.slice(0, MOST_PROBERS).flatMap((finding) => proberRows(finding, width)),
    ...(unshown > 0 ? prose(say`${counted(unshown, 'more health check')}: see 2.`, { width }) : []),
    ...prose(countText(overview), { width }),
  ];
}

function proberRows(finding: Finding, width: number): Line[] {
  const interval = new NumberTexts(finding.numbers, 'masked').ms('intervalMs');
  const every = interval === null ? ownText('') : say` every ${interval}`;
  const lead: Span[] = [{ text: say`${clientText(finding)}  `, tone: 'client' }];
  const text = say`checks ${serverText(finding)}${every}: ${counted(finding.flowCount, 'flow')}, a load balancer or a monitor`;
  return prose(text, { width, lead });
}

function countText({ clients, clientCount, hasMoreClients }: Overview): SafeText {
  const all = counted(clientCount, 'client address', 'client addresses');
  const most = clients
    .slice(0, MOST_CLIENTS)
    .map(({ address, flows }) => say`${safeText(address, 64)} (${counted(flows, 'flow')})`);
  const which = clientCount > MOST_CLIENTS ? ownText(' Most flows: ') : ownText(' ');
  const least = hasMoreClients ? ownText('At least ') : ownText('');
  return say`${least}${all}.${which}${join(most, ', ')}.`;
}
