import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { http2ErrorName } from '../../src/http/http2-tracker.js';
import { craft } from '../craft/craft.js';
import { exchangeLines, flowFacts } from '../craft/facts.js';
import { HANDSHAKE } from '../craft/scenes.js';
import { frame, octets, PREFACE } from '../craft/tls.js';

const [DATA, HEADERS, RESET, SETTINGS, GOAWAY] = [0, 1, 3, 4, 7];
const settings = frame(SETTINGS, 0, octets(3, 2) + octets(100, 4));
const reset = (error: number) => frame(RESET, 1, octets(error, 4));
const goaway = (stream: number, error: number, text = '') =>
  frame(GOAWAY, 0, octets(stream, 4) + octets(error, 4) + text);
const data = frame(DATA, 1, 'd'.repeat(5000));

/** What is sent, `>` by the client and `<` by the server, one segment each; frames begin at 4. */
function surveyOf(talk: readonly string[]) {
  const lines = talk.map((text) => `${text.slice(0, 1)} PA "${text.slice(1)}"`);
  return craft([...HANDSHAKE, ...lines]).survey();
}

function told(survey: ReturnType<typeof surveyOf>) {
  const http2 = flowFacts(survey).http2();
  return http2 === null
    ? null
    : {
        preface: http2.prefaceFrame,
        goaways: http2.goaways.map((it) => `${it.frame} ${it.from} ${it.lastStream} ${it.error} ${it.count}`),
        resets: http2.resets.map(
          (it) =>
            `${it.from} ${it.count}: ${it.firstFrame} ${it.firstError}, ${it.lastFrame} ${it.lastError}`,
        ),
      };
}

describe('Of HTTP/2 is known', () => {
  test('how streams and the connection were given up', () => {
    const talk = [
      `>${PREFACE}${settings}${frame(HEADERS, 1, 'head')}`,
      `<${settings}${data}${reset(2)}`,
      `<${data}${goaway(2 ** 31 - 1, 0)}`,
      `>${reset(8)}${reset(7)}${goaway(0, 0)}`,
      `<${reset(11)}${goaway(5, 11, 'too many')}${data}`,
    ];
    expect(told(surveyOf(talk))).toEqual({
      preface: 4,
      goaways: ['7 client 0 NO_ERROR 1', '8 server 5 ENHANCE_YOUR_CALM 2'],
      resets: ['client 2: 7 CANCEL, 7 REFUSED_STREAM', 'server 2: 5 INTERNAL_ERROR, 8 ENHANCE_YOUR_CALM'],
    });
  });

  test.each<[string, string[], number | null]>([
    ['a server that speaks first', [`<${settings}`, `>${PREFACE}${settings}`], 5],
    [
      'a connection that was HTTP/1 before',
      [
        '>GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n',
        `<HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nupgrade:  h2c \r\n\r\n${settings}`,
        `>${PREFACE}${settings}`,
      ],
      6,
    ],
    ['nothing of a preface that is none', [`>${PREFACE.slice(0, 20)}....`], null],
    ['nothing of a preface that is not whole', [`>${PREFACE.slice(0, 20)}`], null],
  ])('%s', (_, talk, preface) => {
    expect(told(surveyOf(talk))?.preface ?? null).toBe(preface);
  });

  test('the same, whatever the segments', () => {
    const client = PREFACE + settings + reset(8) + data + goaway(3, 2, 'x'.repeat(300));
    const server = settings + data + reset(1) + goaway(1, 0);
    const kept = (survey: ReturnType<typeof surveyOf>) =>
      JSON.stringify(told(survey)).replace(/\d+ (client|server|CANCEL|PROTOCOL_ERROR)/g, '$1');
    const whole = kept(surveyOf([`>${client}`, `<${server}`])).replace(/"preface":\d+/, '');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 20 }), (sizes) => {
        const split = [...pieces('>', client, sizes), ...pieces('<', server, sizes)];
        expect(kept(surveyOf(split)).replace(/"preface":\d+/, '')).toBe(whole);
      }),
      { numRuns: 50 },
    );
  });

  test('as much as there is before frames that are none, or octets that are missing', () => {
    const wrong = surveyOf([`>${PREFACE}${settings}${frame(RESET, 1, 'too long')}`]);
    expect(wrong.problems.count('http2-stream-lost')).toBe(1);
    const first = surveyOf([`>${PREFACE}${reset(8)}`]);
    expect(told(first)?.resets).toEqual([]);
    const lines = [`> A "${PREFACE}${settings}"`, `> A "${settings}" lost`, `> A "${settings}${reset(8)}"`];
    const hole = craft([...HANDSHAKE, ...lines]).survey();
    expect([told(hole)?.resets, hole.problems.count('http2-stream-lost')]).toEqual([[], 1]);
  });
});

/** A text in segments whose sizes come again and again. */
function pieces(side: string, text: string, sizes: readonly number[]): string[] {
  const parts: string[] = [];
  for (let at = 0, i = 0; at < text.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    parts.push(side + text.slice(at, at + size));
    at += size;
  }
  return parts;
}

describe('An upgrade', () => {
  const request = '>GET /chat HTTP/1.1\r\n\r\n';
  test.each<[string, string[], [number, number, string | null]]>([
    [
      'to WebSocket',
      [request, '<HTTP/1.1 101 Switching\r\nUPGRADE: websocket\r\n\r\n\x81\x05Hello'],
      [5, 101, 'websocket'],
    ],
    ['without a name', [request, '<HTTP/1.1 101 Switching\r\nX-Upgrade: no\r\n\r\n'], [5, 101, null]],
    [
      'by CONNECT',
      ['>CONNECT a:1 HTTP/1.1\r\n\r\n', '<HTTP/1.1 200 OK\r\nUpgrade: no\r\n\r\n'],
      [5, 200, null],
    ],
    [
      'that is refused',
      [request, '<HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nContent-Length: 0\r\n\r\n'],
      [0, 0, null],
    ],
  ])('%s', (_, talk, expected) => {
    const flow = flowFacts(surveyOf(talk));
    expect([flow.upgradeFrame, flow.upgradeStatus, flow.upgradeProtocol]).toEqual(expected);
  });

  test('ends HTTP/1: what follows is no message', () => {
    const talk = [
      request,
      '<HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n',
      request,
      '<HTTP/1.1 503 No\r\n\r\n',
    ];
    expect(exchangeLines(surveyOf(talk))).toEqual(['GET /chat → 101']);
  });
});

test('Error codes have names', () => {
  expect([0, 13, 14].map(http2ErrorName)).toEqual(['NO_ERROR', 'HTTP_1_1_REQUIRED', '0xe']);
});
