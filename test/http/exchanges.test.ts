import { describe, expect, test } from 'vitest';
import { ExchangeFlag } from '../../src/http/exchange-row.js';
import type { Survey } from '../../src/survey/survey.js';
import { craft } from '../craft/craft.js';
import { exchangeLines, exchangesOf, flowFacts } from '../craft/facts.js';
import { HANDSHAKE, REQUEST, RESPONSE } from '../craft/scenes.js';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';

/** What is sent, `>` by the client and `<` by the server, one segment each. */
type Talk = readonly string[];

function surveyOf(talk: Talk, ...ending: string[]): Survey {
  const lines = talk.map((text) => `${text.slice(0, 1)} PA "${text.slice(1)}"`);
  return craft([...HANDSHAKE, ...lines, ...ending]).survey();
}

/** The same octets, one per segment. */
function octetByOctet(talk: Talk, ...ending: string[]): Survey {
  return surveyOf(
    talk.flatMap((text) => Array.from(text.slice(1), (octet) => text.slice(0, 1) + octet)),
    ...ending,
  );
}

const response = (head: string, body = '') => `<HTTP/1.1 ${head}\r\n\r\n${body}`;

const TABLE: readonly (readonly [string, Talk, readonly string[]])[] = [
  ['a request and its response', [`>${GET}`, `<${OK}`], ['GET / → 200']],
  ['a request that is not answered', [`>${GET}`], ['GET / → ?']],
  ['a response whose request was not captured', [`<${OK}`], ['? → 200']],
  [
    'three requests in one segment, three responses in one',
    [`>${GET}${GET.replace('/', '/b')}${GET.replace('/', '/c')}`, `<${OK}${OK}${OK}`],
    ['GET / → 200', 'GET /b → 200', 'GET /c → 200'],
  ],
  [
    'HEAD, whose response has a length but no body',
    [`>HEAD / HTTP/1.1\r\n\r\n${GET}`, response('200 OK\r\nContent-Length: 999'), `<${OK}`],
    ['HEAD / → 200', 'GET / → 200'],
  ],
  [
    '204 and 304, which have no body whatever their length says',
    [
      `>${GET}${GET}${GET}`,
      `${response('204 No Content\r\nContent-Length: 5')}`,
      response('304 Not Modified\r\nContent-Length: 5'),
      `<${OK}`,
    ],
    ['GET / → 204', 'GET / → 304', 'GET / → 200'],
  ],
  [
    '100 Continue in front of the response',
    [
      '>POST / HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n',
      response('100 Continue'),
      '>abc',
      `<${OK}`,
    ],
    ['POST / → 100 200'],
  ],
  [
    'several interim responses, of which the last four are kept',
    [
      `>${GET}`,
      ...Array(3).fill(response('102 Processing')),
      ...Array(3).fill(response('103 Early Hints')),
      `<${OK}`,
    ],
    ['GET / → 102 103 103 103 200'],
  ],
  [
    'chunks with extensions and trailers',
    [
      `>${GET}${GET}`,
      response(
        '200 OK\r\nTransfer-Encoding: chunked',
        '5;name="a b"\r\nhello\r\n00A ; x\r\n0123456789\r\n0\r\nExpires: 0\r\nX: y\r\n\r\n',
      ),
      `<${OK}`,
    ],
    ['GET / → 200', 'GET / → 200'],
  ],
  [
    'a request in chunks',
    [
      '>POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
      `<${OK}`,
      `>${GET}`,
      `<${OK}`,
    ],
    ['POST / → 200', 'GET / → 200'],
  ],
  [
    'a message in chunks counts as such even with a length',
    [
      `>${GET}${GET}`,
      response('200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked', '1\r\na\r\n0\r\n\r\n'),
      `<${OK}`,
    ],
    ['GET / → 200', 'GET / → 200'],
  ],
  [
    'a response inside the body of another is no response',
    [
      `>${GET}${GET}`,
      response('200 OK\r\nContent-Length: 30', 'HTTP/1.1 503 No\r\nA: b\r\n\r\nabcdefg'),
      `<${OK}`,
    ],
    ['GET / → 200', 'GET / → 200'],
  ],
  [
    'nor is one that begins a segment of the body',
    [
      `>${GET}${GET}`,
      response('200 OK\r\nContent-Length: 25'),
      '<HTTP/1.1 503 No\r\nA: b\r\n\r\nab',
      `<${OK}`,
    ],
    ['GET / → 200', 'GET / → 200'],
  ],
  [
    'nor in a chunk',
    [
      `>${GET}`,
      response('200 OK\r\nTransfer-Encoding: chunked', '13\r\nHTTP/1.1 503 No\r\n\r\n\r\n0\r\n\r\n'),
    ],
    ['GET / → 200'],
  ],
  [
    '101, after which nothing is HTTP',
    [`>${GET}`, response('101 Switching Protocols'), `<${OK}`, `>${GET}`],
    ['GET / → 101'],
  ],
  [
    'CONNECT, after which nothing is HTTP',
    ['>CONNECT a:443 HTTP/1.1\r\n\r\n', response('200 Connection established'), `>${GET}`, `<${OK}`],
    ['CONNECT a:443 → 200'],
  ],
  [
    'CONNECT refused, after which HTTP goes on',
    ['>CONNECT a:443 HTTP/1.1\r\n\r\n', response('403 Forbidden\r\nContent-Length: 0'), `>${GET}`, `<${OK}`],
    ['CONNECT a:443 → 403', 'GET / → 200'],
  ],
  ['a status below 100', [`>${GET}`, response('099 Odd\r\nContent-Length: 0')], ['GET / → 99']],
  ['the status 999', [`>${GET}`, response('999 Odd\r\nContent-Length: 0')], ['GET / → 999']],
  ['a status that is no number', [`>${GET}`, response('abc\r\nContent-Length: 0')], ['GET / → 0']],
  ['NUL in a header field', [`>GET / HTTP/1.1\r\nHost: a\0b\r\nX\0: y\r\n\r\n`, `<${OK}`], ['GET / → 200']],
  [
    'lines that end in LF alone',
    ['>GET / HTTP/1.1\nHost: a\n\n', '<HTTP/1.1 200 OK\nContent-Length: 1\n\nx'],
    ['GET / → 200'],
  ],
  [
    'empty lines between messages',
    [`>\r\n${GET}\r\n\r\n${GET}`, `<${OK}${OK}`],
    ['GET / → 200', 'GET / → 200'],
  ],
  ['a target with spaces', ['>GET /a b HTTP/1.1\r\n\r\n', `<${OK}`], ['GET /a → 200']],
  [
    'a target as long as it may be',
    [`>GET /${'x'.repeat(5000)} HTTP/1.1\r\n\r\n`, `<${OK}`],
    [`GET /${'x'.repeat(4095)} → 200`],
  ],
  [
    'a tab in front of the status',
    [`>${GET}`, '<HTTP/1.1 \t200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['GET / → 200'],
  ],
  [
    'a request whose body is not whole',
    ['>POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc'],
    ['POST /… → ?'],
  ],
  [
    'a response whose body is not whole',
    [`>${GET}`, response('200 OK\r\nContent-Length: 9', 'abc')],
    ['GET / → 200…'],
  ],
  ['text that is no HTTP', ['>HELO a\r\n', '<250 hello\r\n'], []],
  [
    'HTTP/2',
    [
      '>PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      '<\0\0\0\x04\0\0\0\0\0',
      `<\0\0${String.fromCharCode(OK.length)}\0\0\0\0\0\x01${OK}`,
    ],
    [],
  ],
  [
    'HTTP/2 that a server of HTTP/1 refuses',
    ['>PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', response('505 No\r\nContent-Length: 0')],
    ['? → 505'],
  ],
];

describe('HTTP exchanges', () => {
  test.each(TABLE)('%s', (_, talk, lines) => {
    expect(exchangeLines(surveyOf(talk))).toEqual(lines);
  });

  test.each(TABLE)('%s, one octet in a segment', (_, talk, lines) => {
    expect(exchangeLines(octetByOctet(talk))).toEqual(lines);
  });

  test('a body that reaches to the end of the connection is whole when the server closes it', () => {
    const talk = [`>${GET}`, response('503 Service Unavailable', 'busy')];
    expect(exchangeLines(surveyOf(talk))).toEqual(['GET / → 503…']);
    expect(exchangeLines(surveyOf(talk, '> FA'))).toEqual(['GET / → 503…']);
    expect(exchangeLines(surveyOf(talk, '< RA'))).toEqual(['GET / → 503…']);
    expect(exchangeLines(surveyOf(talk, '< FA'))).toEqual(['GET / → 503']);
    expect(exchangeLines(octetByOctet(talk, '< FA'))).toEqual(['GET / → 503']);
    expect(exchangeLines(surveyOf([`>${GET}`], '< FA "HTTP/1.1 503 Busy\r\n\r\nbusy"'))).toEqual([
      'GET / → 503',
    ]);
  });

  test('HTTP/0.9 is a GET without a version', () => {
    const survey = surveyOf(['>GET /\r\n', '<hello']);
    expect(exchangeLines(survey)).toEqual(['GET / → ?']);
    expect(survey.exchanges.has(0, ExchangeFlag.Simple)).toBe(true);
    expect(exchangeLines(surveyOf(['>GET x\r\n']))).toEqual([]);
    expect(exchangeLines(surveyOf(['>POST /\r\n']))).toEqual([]);
  });

  test('HTTP/0.9 is found when the request line is split', () => {
    expect(exchangeLines(surveyOf(['>GE', '>T /\r\n', '<hello']))).toEqual(['GET / → ?']);
  });

  test('a SYN that is sent again with a request has all of the request', () => {
    const survey = craft(['> S', '> S "GET / HTTP/1.1\r\n\r\n" seq=0', '< SA', '> A']).survey();
    expect(exchangeLines(survey)).toEqual(['GET / → ?']);
  });

  test('a SYN may carry a request', () => {
    const survey = craft(['> S "GET / HTTP/1.1\r\n"', '< SA', '> A "\r\n"', RESPONSE]).survey();
    expect(exchangeLines(survey)).toEqual(['GET / → 200']);
  });

  test('a body that reaches to the end of the connection is whole when its FIN came out of order', () => {
    const lines = [
      ...HANDSHAKE,
      REQUEST,
      '< PA "HTTP/1.1 200 OK\r\n\r\nab"',
      '< FA "ef" seq=24',
      '< A "cd" seq=22',
    ];
    expect(exchangeLines(craft(lines).survey())).toEqual(['GET / → 200']);
  });

  test('octets of a conversation that began before the capture are passed over', () => {
    const survey = craft(['< PA "end of a body"', RESPONSE, REQUEST, RESPONSE]).survey();
    expect(exchangeLines(survey)).toEqual(['? → 200', 'GET / → 200']);
  });
});

describe('What is kept of an exchange', () => {
  test('is what its heads say', () => {
    const survey = surveyOf([
      '>GET /x HTTP/1.1\r\nHOST:  a.example \r\nuser-agent:\tprobe/1.0\r\nUpgrade: h2c\r\n\r\n',
      '<HTTP/1.1 503 Service  Unavailable\r\nServer: Microsoft-HTTPAPI/2.0\r\nContent-Type: text/html\r\nVia: 1.1 p\r\n' +
        'Connection: keep-alive, Close\r\nContent-Length: 4\r\n\r\nbusy',
    ]);
    const [exchange] = exchangesOf(survey);
    expect(exchange).toMatchObject({
      method: 'GET',
      target: '/x',
      host: 'a.example',
      userAgent: 'probe/1.0',
      status: 503,
      reason: 'Service  Unavailable',
      server: 'Microsoft-HTTPAPI/2.0',
      contentType: 'text/html',
      via: '1.1 p',
      connectionClose: true,
      contentLength: 4,
      body: 'busy',
      requestFrame: 4,
      responseFrame: 5,
      thinkTimeUs: 10,
    });
  });

  test.each([
    ['close', true],
    ['Keep-Alive,CLOSE', true],
    ['close , x', true],
    ['\tclose', true],
    ['closed', false],
    ['x-close', false],
    ['not close-notify', false],
    ['a=close', false],
    ['', false],
  ])('is that a field "Connection: %s" announces the end of the connection: %s', (value, isClose) => {
    const survey = surveyOf([`>${GET}`, response(`200 OK\r\nConnection: ${value}\r\nContent-Length: 0`)]);
    expect(exchangesOf(survey)[0]?.connectionClose).toBe(isClose);
  });

  test.each([
    ['gzip, chunked', true],
    ['gzip,Chunked', true],
    ['unchunked', false],
    ['chunked-not', false],
    ['x;y=chunked', false],
  ])('is that a body with "Transfer-Encoding: %s" comes in chunks: %s', (value, isChunked) => {
    const chunked = response(`200 OK\r\nTransfer-Encoding: ${value}`, '1\r\na\r\n0\r\n\r\n');
    const survey = surveyOf([`>${GET}`, chunked]);
    expect(survey.exchanges.has(0, ExchangeFlag.Chunked)).toBe(isChunked);
    expect(exchangeLines(survey)).toEqual([isChunked ? 'GET / → 200' : 'GET / → 200…']);
  });

  test('is the first 512 octets of the body of an error, and of no other', () => {
    const error = (status: number) => response(`${status} X\r\nContent-Length: 600`, 'e'.repeat(600));
    for (const make of [surveyOf, octetByOctet]) {
      const [bad, good] = exchangesOf(make([`>${GET}${GET}`, error(400), error(399)]));
      expect(bad?.body).toBe('e'.repeat(512));
      expect(good?.body).toBeNull();
    }
  });

  test('is the first of two lengths that differ, with a mark', () => {
    const talk = [
      `>${GET}${GET}`,
      response('200 OK\r\nContent-Length: 2\r\nContent-Length: 3', 'hi'),
      `<${OK}`,
    ];
    const survey = surveyOf(talk);
    expect(exchangeLines(survey)).toEqual(['GET / → 200', 'GET / → 200']);
    expect([0, 1].map((exchange) => survey.exchanges.has(exchange, ExchangeFlag.ConflictingLengths))).toEqual(
      [true, false],
    );
    expect(exchangesOf(survey).map(({ contentLength }) => contentLength)).toEqual([2, 2]);
  });

  test('is the frame and time of the first and last octet of a split 503', () => {
    const survey = craft([
      ...HANDSHAKE,
      REQUEST,
      '+5ms',
      '< PA "HTTP/1.1 5"',
      '+5ms',
      '< PA "03 Busy\r\nContent-Length: 4\r\n\r"',
      '+5ms',
      '< PA "\nbu"',
      '+5ms',
      '< PA "sy"',
    ]).survey();
    const [exchange] = exchangesOf(survey);
    expect(exchange).toMatchObject({ status: 503, responseFrame: 7, responseEndFrame: 8, body: 'busy' });
    expect(exchange?.thinkTimeUs).toBe(5010);
  });

  test('is counted by status', () => {
    const { httpTotals } = surveyOf([`>${GET}${GET}`, `<${OK}`, response('503 X\r\nContent-Length: 0')]);
    expect([httpTotals.requests, httpTotals.responses]).toEqual([2, 2]);
    expect([httpTotals.byStatus[200], httpTotals.byStatus[503]]).toEqual([1, 1]);
  });
});

describe('Limits of HTTP', () => {
  test('a head that never ends is given up at 64 KiB, counted once, and HTTP is found again', () => {
    const lines = [`> PA "GET / HTTP/1.1\r\n"`, ...Array(80).fill(`> PA "X: ${'y'.repeat(1000)}\r\n"`)];
    const survey = craft([...HANDSHAKE, ...lines, REQUEST, RESPONSE]).survey();
    expect(survey.problems.count('http-head-too-long')).toBe(1);
    expect(exchangeLines(survey)).toEqual(['GET / → 200']);
  });

  test('a head of almost 64 KiB is read', () => {
    const lines = ['> PA "GET / HTTP/1.1\r\n"', ...Array(60).fill(`> PA "X: ${'y'.repeat(1000)}\r\n"`)];
    const survey = craft([...HANDSHAKE, ...lines, '> PA "Host: last\r\n\r\n"']).survey();
    expect(exchangesOf(survey)[0]?.host).toBe('last');
    expect(survey.problems.list()).toEqual([]);
  });

  test.each([
    'FFFFFFFFFFFFFFFF',
    '8000000000000000',
    '1FFFFFFFFFFFFF',
    `${'0'.repeat(9)}${'f'.repeat(99)}`,
  ])('a chunk of %s octets is no chunk, and what follows is found again', (size) => {
    const talk = [
      `>${GET}`,
      response('200 OK\r\nTransfer-Encoding: chunked', `${size}\r\nabc`),
      `>${GET}`,
      `<${OK}`,
    ];
    expect(exchangeLines(surveyOf(talk))).toEqual(['GET / → 200…', 'GET / → 200']);
  });

  test.each([
    ['an empty line', '\r\n'],
    ['a word', 'xyz\r\n'],
    ['an extension', ';a=b\r\n'],
    ['a size behind a blank', ' 3\r\nabc\r\n'],
  ])('%s in place of the size of a chunk does not end the body', (_, line) => {
    const chunked = response('200 OK\r\nTransfer-Encoding: chunked', `3\r\nabc\r\n${line}\r\n`);
    const talk = [`>${GET}`, chunked, `>${GET}`, `<${OK}`];
    for (const make of [surveyOf, octetByOctet]) {
      expect(exchangeLines(make(talk))).toEqual(['GET / → 200…', 'GET / → 200']);
    }
  });

  test('a length beyond 2^53 is none: the body reaches to the end of the connection', () => {
    const talk = [`>${GET}`, response('200 OK\r\nContent-Length: 18446744073709551615', 'abc')];
    expect(exchangeLines(surveyOf(talk, '< FA'))).toEqual(['GET / → 200']);
    expect(exchangesOf(surveyOf(talk))[0]?.contentLength).toBeNull();
  });

  test('exchanges beyond the limit are counted and not kept', () => {
    const limits = { flows: 10, exchanges: 2, textBytes: 1000 };
    const lines = [...HANDSHAKE, ...Array(4).fill([REQUEST, RESPONSE]).flat()];
    const survey = craft(lines).survey({ limits });
    expect(exchangeLines(survey)).toEqual(['GET / → 200', 'GET / → 200']);
    expect([survey.httpTotals.requests, survey.httpTotals.responses]).toEqual([4, 4]);
    expect(survey.problems.count('http-exchanges-not-kept')).toBeGreaterThan(0);
  });

  test('texts beyond the limit are not kept, and that is counted', () => {
    const limits = { flows: 10, exchanges: 20, textBytes: 30 };
    const requests = Array.from({ length: 9 }, (_, i) => `> PA "GET /${i}${'x'.repeat(9)} HTTP/1.1\r\n\r\n"`);
    const survey = craft([...HANDSHAKE, ...requests]).survey({ limits });
    expect(exchangesOf(survey)).toHaveLength(9);
    expect(exchangesOf(survey).at(-1)?.target).toBeNull();
    expect(survey.problems.count('text-not-kept')).toBeGreaterThan(0);
  });
});

describe('Octets that were not captured', () => {
  const LONG = '< PA "HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n"';

  test('in a body are flagged, and the messages behind it are found', () => {
    const lines = [
      ...HANDSHAKE,
      REQUEST,
      LONG,
      '< A len=100',
      '< A len=100 lost',
      '< A len=100',
      REQUEST,
      RESPONSE,
    ];
    const survey = craft(lines).survey();
    expect(exchangeLines(survey)).toEqual(['GET / → 200', 'GET / → 200']);
    expect(exchangesOf(survey).map((exchange) => exchange.responseOctetsMissing)).toEqual([true, false]);
  });

  test.each([
    ['a lost segment', '< A len=100 lost', {}, 'x'.repeat(100)],
    ['the snapshot length', '< A len=100', { snapLength: 14 + 40 + 60 }, 'x'.repeat(60)],
  ])('in the body of an error end what is kept of it: %s', (_, second, options, expected) => {
    const head = '< PA "HTTP/1.1 503 X\r\nContent-Length: 300\r\n\r\n"';
    const lines = [...HANDSHAKE, REQUEST, head, '< A len=100', second, '< A len=100', '> A'];
    const [exchange] = exchangesOf(craft(lines, options).survey());
    expect(exchange).toMatchObject({ status: 503, responseComplete: true, responseOctetsMissing: true });
    expect(exchange?.body).toBe(expected);
  });

  test('at the end of a body leave the message whole, at the next frame of its own flow', () => {
    const lines = [
      ...HANDSHAKE,
      REQUEST,
      LONG,
      '< A len=200',
      '< A len=100 lost',
      '2> PA "x"',
      REQUEST,
      RESPONSE,
    ];
    const survey = craft(lines).survey();
    const [first, second] = exchangesOf(survey);
    expect(exchangeLines(survey)).toEqual(['GET / → 200', 'GET / → 200']);
    expect([first?.responseOctetsMissing, second?.responseOctetsMissing]).toEqual([true, false]);
    expect(first?.responseEndFrame).toBe(9);
  });

  test('over the end of a body lose the message, and the next one is found', () => {
    const lines = [...HANDSHAKE, REQUEST, LONG, '< A len=300 lost', `${RESPONSE} lost`, REQUEST, RESPONSE];
    const survey = craft(lines).survey();
    expect(exchangeLines(survey)).toEqual(['GET / → 200…', 'GET / → 200']);
  });

  test('in a head leave what is in front of them', () => {
    const lines = [
      ...HANDSHAKE,
      REQUEST,
      '< PA "HTTP/1.1 200 OK\r\n"',
      '< A len=10 lost',
      '< PA "x\r\n\r\n"',
      REQUEST,
      RESPONSE,
    ];
    const survey = craft(lines).survey();
    expect(exchangeLines(survey)).toEqual(['GET / → 200…', 'GET / → 200']);
    expect(exchangesOf(survey).map((exchange) => exchange.responseHeadCut)).toEqual([true, false]);
    expect(exchangesOf(survey).map((exchange) => exchange.responseFrame)).toEqual([5, 8]);
  });

  test('behind a head that was not cut make no message of it: the rest may come', () => {
    expect(exchangeLines(craft([...HANDSHAKE, '> PA "GET / HTTP/1.1\r\nHost: a\r\n"']).survey())).toEqual([]);
  });

  test('at the beginning make no response of the version of a request line', () => {
    const survey = craft([...HANDSHAKE, '> A "GET / " lost', '> A "HTTP/1.1\r\nHost: a\r\n\r\n"']).survey();
    expect(survey.httpTotals.responses).toBe(0);
  });

  test('cut by a snapshot length are flagged in a body', () => {
    const lines = [...HANDSHAKE, REQUEST, LONG, '< A len=300', REQUEST, RESPONSE];
    const survey = craft(lines, { snapLength: 120 }).survey();
    expect(survey.problems.count('payload-cut-by-snaplen')).toBe(1);
    expect(flowFacts(survey).cutBySnaplen).toBe(true);
    expect(exchangeLines(survey)).toEqual(['GET / → 200', 'GET / → 200']);
    expect(exchangesOf(survey).map((exchange) => exchange.responseOctetsMissing)).toEqual([true, false]);
  });

  test('cut by a snapshot length are counted', () => {
    const survey = craft([...HANDSHAKE, REQUEST, RESPONSE], { snapLength: 68 }).survey();
    expect(survey.problems.count('payload-cut-by-snaplen')).toBe(2);
  });
});

describe('When the RST came', () => {
  const KNOWN = [
    'requestOutstandingAtRst',
    'requestUnfinishedAtRst',
    'responseUnfinishedAtRst',
    'responseCompleteAtRst',
  ] as const;

  test.each<[string, Talk, readonly string[]]>([
    ['nothing was sent', [], []],
    ['a request was whole', [`>${GET}`], ['requestOutstandingAtRst']],
    ['a head had begun', ['>GET / HT'], ['requestUnfinishedAtRst']],
    ['a body had begun', ['>POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nab'], ['requestUnfinishedAtRst']],
    ['a response head had begun', [`>${GET}`, '<HTTP/1.'], ['responseUnfinishedAtRst']],
    [
      'a response body had begun',
      [`>${GET}`, response('200 OK\r\nContent-Length: 9', 'ab')],
      ['responseUnfinishedAtRst'],
    ],
    ['a response was whole', [`>${GET}`, `<${OK}`], ['responseCompleteAtRst']],
    ['only an interim response had come', [`>${GET}`, response('100 Continue')], ['requestOutstandingAtRst']],
    ['the second of two requests was open', [`>${GET}${GET}`, `<${OK}`], ['requestOutstandingAtRst']],
  ])('%s', (_, talk, expected) => {
    for (const side of ['<', '>']) {
      const facts = flowFacts(surveyOf(talk, `${side} RA`));
      expect(KNOWN.filter((name) => facts[name])).toEqual(expected);
    }
  });
});

test('TLS is told from HTTP by its first record', () => {
  const facts = flowFacts(surveyOf(['>\x16\x03\x01\x02\x00\x01', `>${GET}`]));
  expect([facts.isTls, facts.isHttp]).toEqual([true, false]);
});

describe('Time', () => {
  /** Seconds of CPU for a head of `size` octets, one per segment. */
  function secondsFor(size: number): number {
    const head = `GET / HTTP/1.1\r\nX: ${'y'.repeat(size - 22)}\r\n\r\n`;
    const scene = craft([...HANDSHAKE, ...Array.from(head, (octet) => `> A "${octet}"`)]);
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 3; run++) {
      const before = process.cpuUsage().user;
      expect(exchangeLines(scene.survey())).toEqual(['GET / → ?']);
      best = Math.min(best, (process.cpuUsage().user - before) / 1e6);
    }
    return best;
  }

  test('grows no faster than the octets of a head that comes octet by octet', () => {
    const half = secondsFor(30_000);
    // 2 for twice the octets; the rest, and the constant, are for a busy machine.
    expect(secondsFor(60_000)).toBeLessThan(3 * half + 0.05);
  });
});
