import type { Diagnosis } from '../diagnosis/diagnosis.js';
import {
  ALTEON_VERSIONS_SOURCE,
  FIXED_VERSIONS,
  TESTED_GOOD_VERSIONS,
} from '../rules/knowledge/alteon-versions.js';
import {
  CAPABILITY_ACCESS,
  LOAD_BALANCER_CAPABILITIES,
  METABASE_WARNING,
} from '../rules/knowledge/load-balancer-capabilities.js';
import { POOL_CONDITIONS } from '../rules/knowledge/pool-conditions.js';
import { ownText, type SafeText } from '../view/safe-text.js';
import { type Block, heading, list, paragraph, table } from './document.js';
import { citations } from './rule-blocks.js';

const TEARDOWN_RULES: ReadonlySet<string> = new Set(['fin-answered-by-reset', 'health-check-reset']);
const POOL_RULES: ReadonlySet<string> = new Set(['httpsys-503', 'request-answered-by-reset']);

/** The tables behind the two families of findings, where there is a finding of the family. */
export function knowledgeSection({ findings }: Diagnosis): Block[] {
  const isAny = (rules: ReadonlySet<string>) => findings.some(({ rule }) => rules.has(rule));
  const blocks = [
    ...(isAny(TEARDOWN_RULES) ? alteonBlocks() : []),
    ...(isAny(POOL_RULES) ? [...conditionBlocks(), ...capabilityBlocks()] : []),
  ];
  return blocks.length === 0 ? [] : [heading(2, ownText('Background')), ...blocks];
}

/** Per branch, because a larger number of another branch says nothing. */
function alteonBlocks(): Block[] {
  const fixed = FIXED_VERSIONS.map(({ version, released }) => [
    version,
    released === null ? 'has the fix' : `has the fix, released ${released}`,
  ]);
  const tested = TESTED_GOOD_VERSIONS.map((version) => [
    version,
    'tested: the check works (downgrade target)',
  ]);
  const rows = [...tested, ...fixed]
    .sort(([a = ''], [b = '']) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([version = '', says = '']) =>
      words(`${version.split('.').slice(0, 2).join('.')}.x`, version, says),
    );
  const rest = words('any other', 'any other', 'not stated; the version that failed is not named');
  return [
    heading(3, ownText('Alteon OS versions and the TCP health check of IIS 7.0')),
    ...table(words('Branch', 'Version', 'What the source says'), [...rows, rest]),
    paragraph(
      ownText('Versions compare within their branch only: 24.0.3 is larger than 23.2.9 and lacks the fix.'),
    ),
    citations([ALTEON_VERSIONS_SOURCE]),
  ];
}

function conditionBlocks(): Block[] {
  const rows = POOL_CONDITIONS.map((condition) => [
    ownText(condition.title),
    ownText(condition.autoShutdown ? 'yes' : 'no'),
    ownText(`HTTP ${condition.layer7} error`),
    ownText('IIS resets the TCP connection'),
    ownText(condition.httpErrReason),
  ]);
  const patterns = POOL_CONDITIONS.map((condition) => [
    ownText(condition.title),
    ownText(condition.pattern),
    ownText(condition.recovery),
    ownText(condition.possibleByDefault ? 'yes' : 'no'),
  ]);
  return [
    heading(3, ownText('Table 7.1: the four conditions, which give the same octets on the wire')),
    ...table(words('Condition', 'Auto-shutdown', 'Layer 7', 'Layer 3 and 4', 'HTTPERR reason'), rows),
    ...table(words('Condition', 'How it comes', 'How it goes', 'As installed'), patterns),
    paragraph(
      ownText(
        'The capture alone does not tell them apart; the reason in the HTTPERR log of the server does.',
      ),
    ),
    citations(POOL_CONDITIONS.flatMap(({ sources }) => sources)),
  ];
}

function capabilityBlocks(): Block[] {
  const rows = LOAD_BALANCER_CAPABILITIES.map(({ value, name, response, isDefault, meantFor }) => [
    ownText(`${value} (${name} since IIS 7)`),
    ownText(response === '503' ? 'HTTP 503' : 'TCP reset'),
    ownText(isDefault ? 'yes' : 'no'),
    ownText(meantFor),
  ]);
  const access = CAPABILITY_ACCESS.flatMap(({ versions, view, set, isProbable }) => [
    ownText(`${versions}, to see it${isProbable ? ' (probably)' : ''}: ${view}`),
    ownText(`${versions}, to set value 1${isProbable ? ' (probably)' : ''}: ${set}`),
  ]);
  return [
    heading(3, ownText('LoadBalancerCapabilities: which of the two answers a pool gives')),
    ...table(words('Value', 'Answer', 'Default', 'Meant for'), rows),
    ...list(access),
    paragraph(ownText(`Take care: ${METABASE_WARNING}`)),
    citations([...LOAD_BALANCER_CAPABILITIES, ...CAPABILITY_ACCESS].map(({ source }) => source)),
  ];
}

function words(...texts: readonly string[]): SafeText[] {
  return texts.map(ownText);
}
