import type { Lookalikes, RuleOutcome } from '../diagnosis/diagnosis.js';
import type { Rule, RuleMeaning } from '../rules/rule.js';
import { count, counted } from './number.js';
import { listed, ownText, packetText, type SafeText, type Secrets, safeText, say } from './safe-text.js';
import { unjudgedReason } from './unjudged-text.js';

/** What a rule of each scope judges: singular and plural. */
const JUDGED: Readonly<Record<Rule['scope'], readonly [string, string]>> = {
  flow: ['flow', 'flows'],
  exchange: ['HTTP exchange', 'HTTP exchanges'],
  series: ['series of flows of one client to one service', 'series of flows of one client to one service'],
};

/** `1,204 flows`: what a rule judged. */
function judgedText(scope: Rule['scope'], judged: number): SafeText {
  const [singular, plural] = JUDGED[scope];
  return counted(judged, singular, plural);
}

/** `3 because the capture began after the connection had, 2 because ...`; nothing where all could be judged. */
function unjudgedText(unjudged: RuleOutcome['unjudged']): SafeText {
  return listed(unjudged.map((it) => say`${count(it.count)} because ${unjudgedReason(it.reason)}`));
}

/** What exchanges that resemble the pattern of a rule are, and why they are something else. */
const LOOKALIKES: Readonly<Record<string, (many: SafeText, isOne: boolean) => SafeText>> = {
  'httpsys-503': (many, isOne) =>
    say`${many} with status 503 ${ownText(isOne ? 'was' : 'were')} not made by HTTP.sys: page or header fields differ`,
};

/** ` 3 responses with status 503 were not made by HTTP.sys: ... (no Server header).`; empty without any. */
function lookalikesText({ rule, lookalikes }: RuleOutcome, secrets: Secrets): SafeText {
  const sentence = LOOKALIKES[rule];
  if (lookalikes === undefined || sentence === undefined) return ownText('');
  const many = counted(lookalikes.count, 'response');
  return say` ${sentence(many, lookalikes.count === 1)} (${sendersText(lookalikes, secrets)}).`;
}

function sendersText({ count: all, senders }: Lookalikes, secrets: Secrets): SafeText {
  const [first] = senders;
  if (first !== undefined && first.count === all) return senderText(first.server, secrets);
  const told = senders.map((it) => say`${count(it.count)} with ${senderText(it.server, secrets)}`);
  const rest = senders.reduce((left, it) => left - it.count, all);
  return listed(rest === 0 ? told : [...told, say`${count(rest)} with others`]);
}

function senderText(server: string | null, secrets: Secrets): SafeText {
  return server === null ? ownText('no Server header') : say`Server "${packetText(server, secrets)}"`;
}

/** The sentence on what became of a rule: always with its scope, and with how far it looked. */
export function outcomeSentence(
  outcome: RuleOutcome,
  { scope, limit }: Pick<Rule, 'scope'> & Pick<RuleMeaning, 'limit'>,
  secrets: Secrets,
): SafeText {
  const judged = judgedText(scope, outcome.judged);
  const unjudged =
    outcome.unjudged.length === 0 ? ownText('') : say` Not judged: ${unjudgedText(outcome.unjudged)}.`;
  const rest = say`${lookalikesText(outcome, secrets)}${unjudged}`;
  switch (outcome.outcome) {
    case 'found':
      return say`Found; ${judged} judged.${rest}`;
    case 'clear':
      if (outcome.judged === 0)
        return say`We looked and it is not there: nothing like it was captured.${rest}`;
      return say`We looked and it is not there${limit === undefined ? ownText('') : say` ${ownText(limit)}`}: ${judged} judged.${rest}`;
    case 'not-applicable':
      return couldNotLook(outcome);
    case 'error':
      return say`The rule failed, so nothing can be said (a fault of this program): ${safeText(outcome.error ?? '')}`;
  }
}

function couldNotLook({ unjudged }: RuleOutcome): SafeText {
  if (unjudged.length === 0) return ownText('There was nothing to look at.');
  const [first] = unjudged;
  const only = unjudged.length === 1 && first !== undefined;
  if (only && first.count === 0) return say`We could not look: ${unjudgedReason(first.reason)}.`;
  if (only)
    return say`We could not look: ${unjudgedReason(first.reason)} (${count(first.count)} not judged).`;
  return say`We could not look: ${unjudgedText(unjudged)}.`;
}
