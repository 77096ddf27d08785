/**
 * In: the choices of one exchange. Out: its two messages, as IIS, HTTP.sys and common clients write them.
 */
import { EPOCH_SECONDS, FILLER } from './pcap-writer.mjs';

/** @typedef {import('./pcap-writer.mjs').Message} Message */
/** @typedef {import('./random.mjs').Random} Random */

const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15',
  'OrderService/4.2 (.NET Framework 4.8)',
];
const TYPES = ['text/html; charset=utf-8', 'text/plain', 'application/octet-stream'];
const ERROR_BODY_OCTETS = 1245;
const NO_BODY = Buffer.alloc(0);

const UNAVAILABLE_BODY = [
  '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN""http://www.w3.org/TR/html4/strict.dtd">',
  '<HTML><HEAD><TITLE>Service Unavailable</TITLE>',
  '<META HTTP-EQUIV="Content-Type" Content="text/html; charset=us-ascii"></HEAD>',
  '<BODY><h2>Service Unavailable</h2>',
  '<hr><p>HTTP Error 503. The service is unavailable.</p>',
  '</BODY></HTML>',
  '',
].join('\r\n');
if (UNAVAILABLE_BODY.length !== 326)
  throw new Error(`the HTTP.sys body has ${UNAVAILABLE_BODY.length} octets`);

/**
 * @typedef {object} Choice
 * @property {'GET' | 'HEAD' | 'POST'} method
 * @property {number} status
 */

/**
 * @param {Random} random
 * @returns {Choice}
 */
export function chooseExchange(random) {
  const roll = random.fraction();
  if (roll < 0.02) return { method: 'HEAD', status: 200 };
  const method = roll < 0.12 ? 'POST' : 'GET';
  const answer = random.fraction();
  if (answer < 0.9) return { method, status: 200 };
  if (answer < 0.94) return { method, status: method === 'GET' ? 304 : 204 };
  if (answer < 0.97) return { method, status: 404 };
  if (answer < 0.99) return { method, status: 302 };
  return { method, status: 500 };
}

/**
 * @param {Random} random
 * @param {Choice['method']} method
 * @param {number} number makes the target unlike any other
 * @returns {Message}
 */
export function request(random, method, number) {
  const bodyOctets = method === 'POST' ? random.between(40, 2400) : 0;
  const lines = [
    `${method} /shop/orders/${number}?view=${random.between(1, 99)} HTTP/1.1`,
    'Host: shop.example.com',
    `User-Agent: ${random.pick(AGENTS)}`,
    'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'Accept-Language: en-US,en;q=0.5',
    `Cookie: ASP.NET_SessionId=${random.uint32().toString(36)}${random.uint32().toString(36)}`,
    'Connection: keep-alive',
  ];
  if (method === 'POST') {
    lines.push('Content-Type: application/octet-stream', `Content-Length: ${bodyOctets}`);
  }
  return message(lines, random, bodyOctets);
}

/**
 * @param {Random} random
 * @param {Choice} choice
 * @param {number} timeUs of the answer
 * @param {number} bodyOctets of a 200
 * @returns {Message}
 */
export function response(random, { method, status }, timeUs, bodyOctets) {
  const common = ['Server: Microsoft-IIS/10.0', 'X-Powered-By: ASP.NET', `Date: ${httpDate(timeUs)}`];
  switch (status) {
    case 200:
      return okResponse(random, method, common, bodyOctets);
    case 204:
    case 304:
      return message(
        [`HTTP/1.1 ${status} ${status === 204 ? 'No Content' : 'Not Modified'}`, ...common],
        random,
        0,
      );
    case 302:
      return message(['HTTP/1.1 302 Found', 'Location: /shop/', ...common, 'Content-Length: 0'], random, 0);
    default: {
      const reason = status === 404 ? 'Not Found' : 'Internal Server Error';
      const lines = [`HTTP/1.1 ${status} ${reason}`, 'Content-Type: text/html', ...common];
      return message([...lines, `Content-Length: ${ERROR_BODY_OCTETS}`], random, ERROR_BODY_OCTETS);
    }
  }
}

/**
 * The 503 that HTTP.sys sends for a pool that is not there: head and body to the octet.
 * @param {number} timeUs
 * @param {boolean} withBody false in the answer to HEAD
 * @returns {Message}
 */
export function unavailable(timeUs, withBody) {
  const lines = [
    'HTTP/1.1 503 Service Unavailable',
    'Content-Type: text/html; charset=us-ascii',
    'Server: Microsoft-HTTPAPI/2.0',
    `Date: ${httpDate(timeUs)}`,
    'Connection: close',
    `Content-Length: ${UNAVAILABLE_BODY.length}`,
  ];
  const text = `${lines.join('\r\n')}\r\n\r\n${withBody ? UNAVAILABLE_BODY : ''}`;
  return { head: Buffer.from(text, 'latin1'), bodyAt: 0, bodyOctets: 0 };
}

/**
 * @param {Random} random
 * @param {Choice['method']} method
 * @param {string[]} common
 * @param {number} bodyOctets
 * @returns {Message}
 */
function okResponse(random, method, common, bodyOctets) {
  const lines = [
    'HTTP/1.1 200 OK',
    'Cache-Control: private',
    `Content-Type: ${random.pick(TYPES)}`,
    ...common,
  ];
  if (method !== 'HEAD' && random.chance(0.08)) {
    const head = message([...lines, 'Transfer-Encoding: chunked'], random, 0).head;
    return { head: Buffer.concat([head, ...chunks(random, bodyOctets)]), bodyAt: 0, bodyOctets: 0 };
  }
  return message([...lines, `Content-Length: ${bodyOctets}`], random, method === 'HEAD' ? 0 : bodyOctets);
}

/**
 * @param {Random} random
 * @param {number} bodyOctets
 * @returns {Buffer[]}
 */
function chunks(random, bodyOctets) {
  const parts = [];
  for (let left = bodyOctets; left > 0; ) {
    const size = Math.min(left, random.between(200, 4096));
    const at = random.between(0, FILLER.length - size);
    parts.push(Buffer.from(`${size.toString(16)}\r\n`), FILLER.subarray(at, at + size), Buffer.from('\r\n'));
    left -= size;
  }
  parts.push(Buffer.from('0\r\n\r\n'));
  return parts;
}

/**
 * @param {string[]} lines
 * @param {Random} random
 * @param {number} bodyOctets
 * @returns {Message}
 */
function message(lines, random, bodyOctets) {
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  if (bodyOctets === 0) return { head, bodyAt: 0, bodyOctets: 0 };
  return { head, bodyAt: random.between(0, FILLER.length - 1 - 1460 - bodyOctets), bodyOctets };
}

let dateSecond = -1;
let dateText = '';

/**
 * @param {number} timeUs
 * @returns {string}
 */
function httpDate(timeUs) {
  const second = EPOCH_SECONDS + Math.floor(timeUs / 1e6);
  if (second !== dateSecond) {
    dateSecond = second;
    dateText = new Date(second * 1000).toUTCString();
  }
  return dateText;
}

/** A message of a head only, or a head and `bodyOctets` of filler. @type {(text: string, bodyOctets: number) => Message} */
export const plainMessage = (text, bodyOctets) => ({
  head: text === '' ? NO_BODY : Buffer.from(text, 'latin1'),
  bodyAt: 0,
  bodyOctets,
});
