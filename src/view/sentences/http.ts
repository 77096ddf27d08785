import type { FindingTexts } from '../finding-facts.js';
import { counted } from '../number.js';
import { ownText, type SafeText, say } from '../safe-text.js';
import type { RuleSentences } from '../sentences.js';
import { median, serverNamesItself, withPart } from './parts.js';

const WHICH_CONDITION = ownText(
  ' Which of the four conditions of Table 7.1 made the pool unavailable cannot be read from the wire.',
);

/** The 503 that HTTP.sys makes itself. */
export const httpsys503: RuleSentences<'httpsys-503'> = {
  title: 'HTTP.sys answered 503: an application pool does not serve (Layer 7 behaviour of IIS)',
  statements: {
    page: (it) =>
      say`${answers(it)} with 503, "Connection: close" and the page of HTTP.sys: the request never reached a worker process.${namesItself(it)}${goodAnswers(it)}${WHICH_CONDITION}`,
    'page-no-server-header': (it) =>
      say`${answers(it)} with 503 and the page of HTTP.sys, without a Server header (DisableServerHeader removes it): the request never reached a worker process.${goodAnswers(it)}${WHICH_CONDITION}`,
    'iis-6': (it) =>
      say`${answers(it)} with 503 and the short page that IIS 6 is known for.${namesItself(it)}${goodAnswers(it)}${WHICH_CONDITION}`,
    'page-passed-on': (it) =>
      say`${answers(it)} with 503, and with the Server header and the page of HTTP.sys, but without the "Connection: close" that HTTP.sys sends with it: probably a proxy or balancer passed on the response of a server behind it, whose HTTPERR log then has the address of that device as the client.${namesItself(it)}${goodAnswers(it)}${WHICH_CONDITION}`,
    'body-missing': (it) =>
      say`${answers(it)} with 503 and the header fields of HTTP.sys; the page itself is not in the capture (a response to HEAD has none), so another sender is possible.${namesItself(it)}${goodAnswers(it)}${WHICH_CONDITION}`,
  },
  ask: 'Administrator of the server: the HTTPERR log lines with these client addresses and ports (times in UTC), the System events of source WAS, and the state of the application pool. They settle which condition it is.',
};

/** Layer 3/4 behaviour. */
export const requestAnsweredByReset: RuleSentences<'request-answered-by-reset'> = {
  title: 'Complete requests answered by RST and nothing else (Layer 3/4 behaviour of IIS, or a crash)',
  statements: {
    'at-once': (it) =>
      say`${resets(it)}${delay(it)}. That is how HTTP.sys answers for an unavailable pool with LoadBalancerCapabilities = 1 (TcpLevel); services on the HTTP Server API do so by default, and a crashed program looks the same.${serverNamesItself(it)}`,
    slow: (it) =>
      say`${resets(it)}${delay(it)}. It took so long that a crash or a timeout of the server is as likely as an unavailable pool.${serverNamesItself(it)}`,
  },
  ask: 'Administrator of the server: the HTTPERR log lines with these client addresses and ports (times in UTC), the System events of source WAS, the state of the pool and its loadBalancerCapabilities.',
};

function answers(finding: FindingTexts): SafeText {
  const requests = finding.count('requests') ?? finding.count('exchanges');
  const asked = requests === null ? ownText('') : say` ${requests} requests on`;
  return say`${finding.server} answered${asked} ${finding.flows} of ${finding.client}`;
}

function resets(finding: FindingTexts): SafeText {
  return say`${finding.server} was sent a complete request on ${finding.flows} of ${finding.client}, sent no octet of a response to it and reset the connection`;
}

function delay(finding: FindingTexts): SafeText {
  return withPart(
    finding.us('medianPayloadToRstUs'),
    (it) => say` ${it} after the request${median(finding)}`,
  );
}

function namesItself(finding: FindingTexts): SafeText {
  return withPart(
    finding.quotedList('serverHeader'),
    (it) => say` In its responses the service names itself ${it}.`,
  );
}

/** Good answers beside the 503: another pool works, or a queue is full. */
function goodAnswers(finding: FindingTexts): SafeText {
  const successes = finding.number('successes') ?? 0;
  if (successes === 0) return ownText(' In the same time it gave no good answer.');
  return say` In the same time it gave ${counted(successes, 'good answer')} (2xx or 3xx), so the server as a whole is up.`;
}
