/** Heads of which a snapshot length, or a hole, left the beginning only. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCutHead } from '../../src/http/cut-head.js';
import { Head } from '../../src/http/head.js';
import { parseHead } from '../../src/http/parse-head.js';
import type { Survey } from '../../src/survey/survey.js';
import { craft } from '../craft/craft.js';
import { exchangeLines, exchangesOf, flowFacts } from '../craft/facts.js';
import { HANDSHAKE, REQUEST, RESPONSE } from '../craft/scenes.js';

/** Octets of Ethernet, IPv4 and TCP in front of crafted payload. */
const HEADERS = 54;

/** What is kept of every segment: so many octets of payload. */
function cutTo(payloadOctets: number, lines: readonly string[]): Survey {
  return craft([...HANDSHAKE, ...lines], { snapLength: HEADERS + payloadOctets }).survey();
}

const octets = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const TEXT = { method: 'GET', target: '/shop?id=7', status: 503, reason: 'Service Unavailable' };
const GET = `${TEXT.method} ${TEXT.target} HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: probe\r\n\r\n`;
const BUSY = `HTTP/1.1 503 ${TEXT.reason}\r\nServer: Microsoft-HTTPAPI/2.0\r\nContent-Length: 4\r\n\r\nbusy`;
const FILLER = 'x'.repeat(300);

describe('A request line that was cut', () => {
  test.each([
    ['GET', null],
    ['GET /shop?id=7', null],
    ['GET /shop?id=7 ', null],
    ['GET /shop?id=7 HTTP/1', null],
    ['GET /shop?id=7 HTTP/1.', 'GET /shop?id=7… → ?'],
    ['GET /shop?id=7 HTTP/1.1', 'GET /shop?id=7… → ?'],
    ['GET /shop?id=7 HTTP/1.1\r', 'GET /shop?id=7… → ?'],
    ['GET /shop?id=7 HTTP/1.1\r\n', 'GET /shop?id=7… → ?'],
    ['GET /a b HTTP/1.', null],
    ['GET  HTTP/1.', null],
    ['GET /shop?id=7 HTTP/2.0', null],
    ['ABC /shop?id=7 HTTP/1.1\r\n', null],
  ])('%j', (start, line) => {
    const survey = cutTo(start.length, [`> PA "${start}${FILLER}"`]);
    expect(exchangeLines(survey)).toEqual(line === null ? [] : [line]);
    expect(survey.httpTotals.requests).toBe(line === null ? 0 : 1);
  });
});

describe('A status line that was cut', () => {
  test.each([
    ['HTTP/1.1', null, null],
    ['HTTP/1.1 ', null, null],
    ['HTTP/1.1 50', null, null],
    ['HTTP/1.1 503', null, null],
    ['HTTP/1.1 503 ', '? → 503…', null],
    ['HTTP/1.1 503\t', '? → 503…', null],
    ['HTTP/1.1 503\r', '? → 503…', null],
    ['HTTP/1.1 503 Service', '? → 503…', null],
    ['HTTP/1.1 503 Service\r\n', '? → 503…', 'Service'],
    ['HTTP/1.1 5034', null, null],
    ['HTTP/1.1 50x ', null, null],
    ['HTTP/1.1 \t503 ', '? → 503…', null],
  ])('%j', (start, line, reason) => {
    const survey = cutTo(start.length, [`< PA "${start}${FILLER}"`]);
    expect(exchangeLines(survey)).toEqual(line === null ? [] : [line]);
    expect(exchangesOf(survey)[0]?.reason ?? null).toBe(reason);
    expect(survey.httpTotals.byStatus[503]).toBe(line === null ? 0 : 1);
  });
});

describe('A head that was cut', () => {
  test('has the fields whose lines are whole, and says that others are unknown', () => {
    const request = exchangesOf(cutTo(55, [`> PA "${GET}"`]))[0];
    expect(request).toMatchObject({ target: '/shop?id=7', host: 'www.example.com', userAgent: null });
    expect([request?.requestHeadCut, request?.responseHeadCut, request?.requestComplete]).toEqual([
      true,
      false,
      false,
    ]);
    const [response] = exchangesOf(cutTo(75, [`< PA "${BUSY}"`]));
    expect(response).toMatchObject({ server: 'Microsoft-HTTPAPI/2.0', contentLength: null, status: 503 });
    expect([response?.requestHeadCut, response?.responseHeadCut, response?.responseComplete]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('does not frame a body: the next message is looked for where the next segment begins', () => {
    const body = '< PA "HTTP is explained in this page"';
    const lines = [`> PA "${GET}"`, `< PA "${BUSY}"`, body, `> PA "${GET}"`, RESPONSE];
    const survey = cutTo(45, lines);
    expect(exchangeLines(survey)).toEqual(['GET /shop?id=7… → 503…', 'GET /shop?id=7… → 200']);
    expect(flowFacts(survey).clientKnownBy).toBe('syn');
  });

  test('of an interim response is one', () => {
    const interim = '< PA "HTTP/1.1 100 Continue\r\nServer: a product with a long name\r\n\r\n"';
    expect(exchangeLines(cutTo(44, [REQUEST, interim, RESPONSE]))).toEqual(['GET / → 100 200']);
  });

  test('of 101 ends HTTP, as does the answer to CONNECT', () => {
    const upgraded = [REQUEST, '< PA "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nX: yyyyyyyy\r\n\r\n"'];
    const survey = cutTo(50, [...upgraded, REQUEST, RESPONSE]);
    expect(exchangeLines(survey)).toEqual(['GET / → 101…']);
    expect([flowFacts(survey).upgradeStatus, flowFacts(survey).upgradeProtocol]).toEqual([101, 'websocket']);
    expect(flowFacts(cutTo(30, upgraded)).upgradeProtocol).toBeNull();
    const connect = [
      '> PA "CONNECT a:443 HTTP/1.1\r\n\r\n"',
      '< PA "HTTP/1.1 200 Connection established\r\nVia: a\r\n\r\n"',
    ];
    expect(exchangeLines(cutTo(40, [...connect, REQUEST, RESPONSE]))).toEqual(['CONNECT a:443 → 200…']);
  });

  test('was cut by the frame that has its last octets, also where a hole is given up', () => {
    const lines = [
      ...HANDSHAKE,
      '> PA "GET / HT"',
      '> PA "TP/1.1\r\nHost: a\r\nX: "',
      '> A len=10 lost',
      '> A len=10',
    ];
    const [exchange] = exchangesOf(craft(lines).survey());
    expect(exchange).toMatchObject({ requestFrame: 5, target: '/', host: 'a', requestHeadCut: true });
  });

  test('says nothing of what was outstanding when the connection was reset', () => {
    const facts = flowFacts(craft([...HANDSHAKE, `> PA "${GET}"`, '< RA'], { snapLength: 96 }).survey());
    expect([facts.requestOutstandingAtRst, facts.requestUnfinishedAtRst]).toEqual([false, false]);
  });

  test('is counted beyond the limit of exchanges, too', () => {
    const limits = { flows: 10, exchanges: 1, textBytes: 1000 };
    const lines = [...HANDSHAKE, `> PA "${GET}"`, `> PA "${GET}"`, `< PA "${BUSY}"`, `< PA "${BUSY}"`];
    const survey = craft(lines, { snapLength: HEADERS + 45 }).survey({ limits });
    expect([survey.httpTotals.requests, survey.httpTotals.responses]).toEqual([2, 2]);
    expect(survey.problems.count('http-exchanges-not-kept')).toBe(2);
  });
});

describe('Laws of heads that are cut', () => {
  const field = fc.constantFrom(
    'Host: a',
    'Server: Microsoft-IIS/10.0',
    'Content-Length: 5',
    'Via: p',
    'X: y',
  );
  const start = fc.constantFrom(
    'GET /a HTTP/1.1',
    'POST /b?c HTTP/1.0',
    'HTTP/1.1 200 OK',
    'HTTP/1.0 503 Service Unavailable',
  );
  const heads = fc
    .tuple(start, fc.array(field, { maxLength: 6 }))
    .map(([line, fields]) => `${[line, ...fields].join('\r\n')}\r\n\r\n`);
  const spans = ['method', 'target', 'host', 'server', 'via', 'reason'] as const;
  const texts = (text: string, head: Head) =>
    spans.map((name) => text.slice(head[name].at, head[name].at + head[name].length));

  test('what is told of a part is what the whole says, or nothing', () => {
    fc.assert(
      fc.property(heads, fc.nat(), (text, cut) => {
        const end = cut % text.length;
        const [whole, part] = [new Head(), new Head()];
        expect(parseHead(octets(text), 0, text.length, whole)).toBe(true);
        if (!parseCutHead(octets(text), 0, end, part)) return;
        expect([part.isRequest, part.status]).toEqual([whole.isRequest, whole.status]);
        const ofWhole = texts(text, whole);
        for (const [index, value] of texts(text, part).entries()) {
          if (value !== '') expect(value).toBe(ofWhole[index]);
        }
        expect([-1, whole.contentLength]).toContain(part.contentLength);
      }),
    );
  });

  test('octets of any kind never lead beyond their end', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('GET ', 'HTTP/1.1 ', ''),
        fc.uint8Array({ maxLength: 40 }),
        (front, rest) => {
          const bytes = Uint8Array.from([...octets(front), ...rest]);
          const head = new Head();
          if (!parseCutHead(bytes, 0, bytes.length, head)) return;
          for (const name of spans)
            expect(head[name].at + head[name].length).toBeLessThanOrEqual(bytes.length);
          expect(head.length).toBeLessThanOrEqual(bytes.length);
        },
      ),
    );
  });
});
