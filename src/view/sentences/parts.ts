import type { FindingTexts, NumberTexts } from '../finding-facts.js';
import { counted } from '../number.js';
import { ownText, type SafeText, say } from '../safe-text.js';

/** A part of a sentence that is there only when its value is. */
export function withPart(value: SafeText | null, part: (value: SafeText) => SafeText): SafeText {
  return value === null ? ownText('') : part(value);
}

/**
 * What the server calls itself, where a response says so. Without that the wire does not tell which product it is: other
 * Windows services tear connections down in the same way.
 */
export function serverNamesItself(finding: NumberTexts): SafeText {
  const name = finding.quotedList('serverHeader');
  if (name === null) {
    return ownText(
      ' No captured response names the product of the server: that it is IIS would have to be confirmed.',
    );
  }
  const isMicrosoft = finding.anyBeginsWith('serverHeader', 'Microsoft-IIS/', 'Microsoft-HTTPAPI/');
  const doubt = isMicrosoft ? ownText('') : ownText(', which is not IIS');
  return say` In its HTTP responses the server names itself ${name}${doubt}.`;
}

/** The proof that the service was up while its checks failed: good answers of the same service in the same time. */
export function serviceWasUp(finding: FindingTexts): SafeText {
  const others = finding.number('successes') ?? 0;
  const toProbe = finding.number('successesToProbe') ?? 0;
  const noun = 'HTTP request';
  if (others > 0) {
    return say` The service was up: in the same time ${finding.server} answered ${counted(others, noun)} of other clients with 2xx or 3xx.`;
  }
  if (toProbe > 0) {
    return say` The service was up: in the same time ${finding.server} answered ${counted(toProbe, noun)} of the same client with 2xx or 3xx.`;
  }
  return ownText(
    ' No good HTTP answer in the same time shows that the service was up; accepted connections do show that something listened.',
  );
}

/** What a typical value is: of one flow it is the value. */
export function median({ finding }: FindingTexts): SafeText {
  return ownText(finding.flowCount > 1 ? ' (median)' : '');
}
