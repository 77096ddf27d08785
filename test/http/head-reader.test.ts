/** Heads read with the help of lines that came before are read as if they were the first. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExchangeText } from '../../src/http/exchange-row.js';
import { Head, type HeadSpan } from '../../src/http/head.js';
import { HeadReader } from '../../src/http/head-reader.js';
import { HeaderTexts } from '../../src/http/header-texts.js';
import { KnownLines } from '../../src/http/known-lines.js';
import { Likeness, likenessOf } from '../../src/http/likeness.js';
import { parseHead } from '../../src/http/parse-head.js';
import { TextPool } from '../../src/http/text-pool.js';

const BROWSER =
  'User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const LINES = [
  'GET /shop?id=7 HTTP/1.1',
  'POST /shop/orders?view=12 HTTP/1.0',
  'HTTP/1.1 200 OK and so on',
  'HTTP/1.1 503 Service Unavailable',
  'HTTP/1.1  99',
  'GET /without-a-version',
  'Host: www.example.com',
  'host:\twww.example.net  ',
  'Host:',
  `${BROWSER} Chrome/120.0.0.0 Safari/537.36`,
  `${BROWSER} Chrome/121.0.0.0 Safari/537.36`,
  `User-Agent: ${'x'.repeat(300)}`,
  'Server: Microsoft-IIS/10.0',
  'Via: 1.1 balancer',
  'Content-Type: text/html; charset=utf-8',
  'Content-Type: text/html; charset=utf-9',
  'Content-Length: 1245',
  'Content-Length: 12450000000000000000000',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip',
  'Connection: close',
  'Connection: keep-alive',
  'Accept-Language: en-US,en;q=0.5',
  'X: \0\0\0\0\0\0\0\0\u0080\u0080\u0080\u0080',
  'x',
  '\0'.repeat(40),
];

const line = fc.tuple(fc.constantFrom(...LINES), fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r', ''));
const change = fc.record({ at: fc.nat(700), octet: fc.constantFrom(0, 0x0a, 0x0d, 0x20, 0x41, 0x80, 0xff) });
const head = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 9 }),
  body: fc.constantFrom('', '\r\nbody', '\r\n', '\n'.repeat(30), '\r\n'.padEnd(120, 'body')),
  change: fc.option(change, { freq: 3 }),
  cutBy: fc.constantFrom(0, 0, 0, 1, 7, 30),
  copies: fc.constantFrom(1, 3),
});

type Sample = typeof head extends fc.Arbitrary<infer T> ? T : never;

function octetsOf({ lines, body, change, cutBy }: Sample): Uint8Array {
  const text = lines.map(([text, end]) => text + end).join('') + body;
  const octets = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  if (change !== null && change.at < octets.length) octets[change.at] = change.octet;
  return octets.slice(0, Math.max(1, octets.length - cutBy));
}

function textOf(bytes: Uint8Array, { at, length }: HeadSpan): string {
  return length === 0 ? '' : Buffer.from(bytes.subarray(at, at + length)).toString('latin1');
}

/** All that a head says. */
function told(bytes: Uint8Array, head: Head): unknown {
  const { method, target, reason, host, userAgent, server, contentType, via } = head;
  const spans = [method, target, reason, host, userAgent, server, contentType, via];
  const { isRequest, length, status, isSimple, contentLength } = head;
  const { isChunked, hasConnectionClose, hasConflictingLengths } = head;
  return {
    texts: spans.map((span) => textOf(bytes, span)),
    ...{ isRequest, length, status, isSimple, contentLength },
    ...{ isChunked, hasConnectionClose, hasConflictingLengths },
  };
}

function readPlainly(bytes: Uint8Array, at: number, end: number): { likeness: number; told: unknown } {
  const head = new Head();
  const likeness = likenessOf(bytes, at, end);
  if (likeness === Likeness.No) return { likeness, told: null };
  if (likeness === Likeness.TooShort || !parseHead(bytes, at, end, head))
    return { likeness: Likeness.TooShort, told: null };
  return { likeness, told: told(bytes, head) };
}

test('a head says the same whatever heads came before it', () => {
  fc.assert(
    fc.property(fc.array(head, { minLength: 5, maxLength: 30 }), fc.nat(3), (samples, at) => {
      const lines = new KnownLines();
      const reader = new HeadReader(lines);
      const pool = new TextPool(1, 1 << 20);
      const texts = new HeaderTexts(pool, lines);
      const head = new Head();
      // One window for all, as when a file is read, and now and then another.
      const window = new Uint8Array(4096);
      for (const sample of samples.flatMap((sample) => Array<Sample>(sample.copies).fill(sample))) {
        const octets = octetsOf(sample);
        const bytes = sample.cutBy === 1 ? new Uint8Array(at + octets.length) : window;
        bytes.set(octets, at);
        const end = at + octets.length;
        const likeness = reader.read(bytes, at, end, head);
        const isWhole = likeness === Likeness.Request || likeness === Likeness.Response;
        expect({ likeness, told: isWhole ? told(bytes, head) : null }).toEqual(readPlainly(bytes, at, end));
        if (!isWhole) continue;
        for (const [which, span] of [
          [ExchangeText.Method, head.method],
          [ExchangeText.Reason, head.reason],
          [ExchangeText.Host, head.host],
          [ExchangeText.UserAgent, head.userAgent],
          [ExchangeText.ContentType, head.contentType],
        ] as const) {
          expect(pool.latin1(texts.idOf(which, bytes, span)) ?? '').toBe(textOf(bytes, span));
        }
      }
    }),
    { numRuns: 400 },
  );
});

test('a line is known from the third time on, unless it is long or has odd octets', () => {
  const bytes = Buffer.from(
    `GET /shop?id=7 HTTP/1.1\r\nHost: www.example.com\r\nServer: caf\u00e9 of the world\r\n` +
      `Via: ${'x'.repeat(300)}\r\n${BROWSER}\r\nAccept-Language: en-US,en;q=0.5\r\n\r\n`,
    'latin1',
  );
  const reader = new HeadReader(new KnownLines());
  const head = new Head();
  const knownLines = [1, 2, 3].map(() => {
    reader.read(bytes, 0, bytes.length, head);
    const { method, host, userAgent, server, via } = head;
    return [method, host, userAgent, server, via].map(({ line }) => line !== 0);
  });
  const none = [false, false, false, false, false];
  expect(knownLines).toEqual([none, none, [true, true, true, false, false]]);
});
