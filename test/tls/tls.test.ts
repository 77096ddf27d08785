import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TlsFacts } from '../../src/survey/tls-facts.js';
import { alertName, laterVersion, tlsVersionName } from '../../src/tls/protocol.js';
import { craft } from '../craft/craft.js';
import { exchangeLines, flowFacts, gettersOf } from '../craft/facts.js';
import { HANDSHAKE } from '../craft/scenes.js';
import {
  alert,
  clientHello,
  message,
  octets,
  RECORD,
  RETRY_RANDOM,
  record,
  serverHello,
  sslv2Hello,
} from '../craft/tls.js';

const { cipherChange, data, handshake, heartbeat } = RECORD;

const CLIENT_HELLO = record(
  handshake,
  clientHello({ name: 'a.example', protocols: ['h2', 'http/1.1'] }),
  0x0301,
);
const SERVER_HELLO = record(handshake, serverHello({ protocols: ['h2'] }));
const CERTIFICATE = record(handshake, message(11, 'x'.repeat(3000)) + message(14, ''));
const CIPHER_CHANGE = record(cipherChange, '\x01');
const FINISHED = record(handshake, 'e'.repeat(40));
const ENCRYPTED_ALERT = record(RECORD.alert, 'e'.repeat(26));
const DATA = record(data, 'd'.repeat(5000));
const HELLO_13 = record(
  handshake,
  clientHello({ name: 'b.example', versions: [0x7a7a, 0x0304, 0x0303] }),
  0x0301,
);
const SERVER_HELLO_13 = record(handshake, serverHello({ versions: [0x0304], cipher: 0x1301 }));
const RETRY = record(handshake, serverHello({ versions: [0x0304], cipher: 0x1301, random: RETRY_RANDOM }));

/** What is sent, `>` by the client and `<` by the server, one segment each; frames begin at 4. */
type Talk = readonly string[];

function surveyOf(talk: Talk, ...ending: string[]) {
  const lines = talk.map((text) => `${text.slice(0, 1)} PA "${text.slice(1)}"`);
  return craft([...HANDSHAKE, ...lines, ...ending]).survey();
}

/** The facts of the first flow that differ from those of a connection of which nothing is known. */
function told(talk: Talk, ...ending: string[]): Partial<Record<keyof TlsFacts, unknown>> | null {
  const tls = flowFacts(surveyOf(talk, ...ending)).tls();
  if (tls === null) return null;
  const empty: unknown[] = [0, null, -1];
  const facts = Object.entries(gettersOf(tls)).filter(
    ([, value]) => !empty.includes(value) && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(facts);
}

const CLIENT_FACTS = {
  clientHelloFrame: 4,
  sni: 'a.example',
  alpnOffered: ['h2', 'http/1.1'],
  clientLegacyVersion: 0x0303,
  offeredVersion: 0x0303,
};
const SERVER_FACTS = {
  serverHelloFrame: 5,
  serverLegacyVersion: 0x0303,
  version: 0x0303,
  cipher: 0xc02f,
  alpn: 'h2',
};
const HELLO_13_FACTS = {
  clientHelloFrame: 4,
  sni: 'b.example',
  clientLegacyVersion: 0x0303,
  offeredVersion: 0x0304,
};
const SERVER_13_FACTS = { serverLegacyVersion: 0x0303, version: 0x0304, cipher: 0x1301 };
const fatal = (frame: number, from: string, code: number) => ({
  frame,
  from,
  level: 'fatal',
  description: alertName(code),
  code,
});
const encrypted = (frame: number, from: string) => ({
  frame,
  from,
  level: null,
  description: null,
  code: -1,
});

describe('Of TLS is known', () => {
  test.each<[string, Talk, object | null]>([
    ['nothing of octets that are none', ['>hello', '<\x16\x03'], null],
    [
      'nothing of a handshake record without a message',
      ['>\x16\x03\x01\x00\x05zzzzz\x99\x99\x99\x99\x99'],
      null,
    ],
    ['nothing of a record beyond the largest length', ['>\x16\x03\x01\x60\x00\x01'], null],
    ['what a ClientHello offers', [`>${CLIENT_HELLO}`], CLIENT_FACTS],
    [
      'what a ServerHello chooses',
      [`>${CLIENT_HELLO}`, `<${SERVER_HELLO}`],
      { ...CLIENT_FACTS, ...SERVER_FACTS },
    ],
    [
      'the frame of the first ChangeCipherSpec up to TLS 1.2, and alerts behind it as encrypted',
      [
        `>${CLIENT_HELLO}`,
        `<${SERVER_HELLO}${CERTIFICATE}`,
        `>${record(handshake, message(16, 'key'))}${CIPHER_CHANGE}${FINISHED}`,
        `<${CIPHER_CHANGE}${FINISHED}`,
        `>${DATA}`,
        `<${DATA}${ENCRYPTED_ALERT}`,
        `>${ENCRYPTED_ALERT}`,
      ],
      {
        ...CLIENT_FACTS,
        ...SERVER_FACTS,
        encryptedFromFrame: 6,
        clientAlertCount: 1,
        serverAlertCount: 1,
        alerts: [encrypted(9, 'server'), encrypted(10, 'client')],
      },
    ],
    [
      'the frame of the first application data of TLS 1.3, whose ChangeCipherSpec means nothing',
      [`>${HELLO_13}`, `<${SERVER_HELLO_13}${CIPHER_CHANGE}`, `<${DATA}`, `>${CIPHER_CHANGE}${DATA}`],
      { ...HELLO_13_FACTS, ...SERVER_13_FACTS, serverHelloFrame: 5, encryptedFromFrame: 6 },
    ],
    [
      'both hellos behind a HelloRetryRequest',
      [
        `>${HELLO_13}`,
        `<${RETRY}${CIPHER_CHANGE}`,
        `>${CIPHER_CHANGE}${HELLO_13}`,
        `<${SERVER_HELLO_13}${DATA}`,
      ],
      {
        ...HELLO_13_FACTS,
        ...SERVER_13_FACTS,
        helloRetryFrame: 5,
        serverHelloFrame: 7,
        encryptedFromFrame: 7,
      },
    ],
    [
      'a fatal alert instead of a ServerHello',
      [`>${CLIENT_HELLO}`, `<${alert(2, 40)}`],
      { ...CLIENT_FACTS, serverAlertCount: 1, alerts: [fatal(5, 'server', 40)] },
    ],
    [
      'the first and the last of many alerts, and close_notify',
      [`>${CLIENT_HELLO}`, `<${alert(1, 112)}`, `<${alert(1, 90)}`, `<${alert(1, 0)}${alert(1, 0)}`],
      {
        ...CLIENT_FACTS,
        serverAlertCount: 4,
        serverCloseNotifyFrame: 7,
        alerts: [
          { frame: 5, from: 'server', level: 'warning', description: 'unrecognized_name', code: 112 },
          { frame: 7, from: 'server', level: 'warning', description: 'close_notify', code: 0 },
        ],
      },
    ],
    [
      'an alert whose level does not exist as one that cannot be read',
      [`>${CLIENT_HELLO}`, `<${alert(7, 40)}`],
      { ...CLIENT_FACTS, serverAlertCount: 1, alerts: [encrypted(5, 'server')] },
    ],
    [
      'a hello of SSL 2.0 that asks for TLS, and the answer in records',
      [`>${sslv2Hello(0x0301)}`, `<${SERVER_HELLO}`],
      { clientHelloFrame: 4, clientLegacyVersion: 0x0301, offeredVersion: 0x0301, ...SERVER_FACTS },
    ],
    [
      'a connection whose beginning was not captured, from its records',
      [`>${DATA}`, `<${record(data, 'd'.repeat(20000).slice(0, 16000))}`],
      { encryptedFromFrame: 4 },
    ],
    [
      'nothing of a hello behind a ChangeCipherSpec: encrypted octets may look like one',
      [`>${CIPHER_CHANGE}${record(handshake, clientHello({ name: 'false.example' }))}`],
      { encryptedFromFrame: 4 },
    ],
    [
      'the first name that is a host name',
      [`>${record(handshake, clientHello({ name: 'a.example', otherName: 'other' }))}`],
      { clientHelloFrame: 4, sni: 'a.example' },
    ],
    [
      'TLS that begins behind something else (STARTTLS)',
      ['<220 ready\r\n', '>STARTTLS\r\n', '<220 go\r\n', `>${CLIENT_HELLO}`, `<${alert(2, 70)}`],
      { ...CLIENT_FACTS, clientHelloFrame: 7, serverAlertCount: 1, alerts: [fatal(8, 'server', 70)] },
    ],
    [
      'a tunnel that CONNECT opened',
      ['>CONNECT a:443 HTTP/1.1\r\n\r\n', '<HTTP/1.1 200 OK\r\n\r\n', `>${CLIENT_HELLO}`, `<${SERVER_HELLO}`],
      { ...CLIENT_FACTS, ...SERVER_FACTS, clientHelloFrame: 6, serverHelloFrame: 7 },
    ],
    [
      'a hello in many records with other records between, in one segment with what follows',
      [
        `>${[...clientHello({ name: 'a.example', protocols: ['h2', 'http/1.1'] })]
          .map((octet) => record(handshake, octet))
          .join('')}${record(heartbeat, 'beat')}${alert(2, 80)}`,
      ],
      { ...CLIENT_FACTS, clientAlertCount: 1, alerts: [fatal(4, 'client', 80)] },
    ],
    [
      'the version of a hello that is longer than what is kept, not the name behind that',
      [`>${inRecords(clientHello({ name: 'late.example', padding: 20_000 }))}${alert(2, 80)}`],
      { clientHelloFrame: 4, offeredVersion: 0x0303, clientAlertCount: 1 },
    ],
  ])('%s', (_, talk, facts) => {
    const known = told(talk);
    expect(known).toEqual(facts === null ? null : expect.objectContaining(facts));
    if (facts !== null && !('sni' in facts)) expect(known).not.toHaveProperty('sni');
  });

  test('nothing more than that', () => {
    expect(told([`>${CLIENT_HELLO}`])).toEqual(CLIENT_FACTS);
    expect(told([`>${CLIENT_HELLO}`, `<${SERVER_HELLO}`])).toEqual({ ...CLIENT_FACTS, ...SERVER_FACTS });
  });
});

/** A message over records of a thousand octets. */
function inRecords(text: string): string {
  return (text.match(/[\s\S]{1,1000}/g) ?? []).map((part) => record(handshake, part)).join('');
}

test('HTTP with which a server answers TLS is read', () => {
  const survey = surveyOf([`>${CLIENT_HELLO}`, '<HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n']);
  expect(exchangeLines(survey)).toEqual(['? → 400']);
  expect(flowFacts(survey).isTls).toBe(true);
});

describe('Octets that are missing', () => {
  const lost = (at: number, text: string) => `> A "${text}" seq=${at}`;

  test('inside a record that is not read change nothing', () => {
    const hole = craft([
      ...HANDSHAKE,
      `> A "${CLIENT_HELLO}"`,
      `> A "${DATA.slice(0, 100)}"`,
      `> A "${DATA.slice(100)}" lost`,
      `> A "${alert(2, 40)}"`,
    ]).survey();
    expect(flowFacts(hole).tlsAlerts).toEqual([fatal(6, 'client', 40)]);
    expect(hole.problems.count('tls-stream-lost')).toBe(0);
  });

  test('end what can be known until a segment begins with a record, and are counted', () => {
    const hole = craft([
      ...HANDSHAKE,
      `> A "${CLIENT_HELLO}"`,
      `> A "${DATA}" lost`,
      `> A "${'middle of a record'.repeat(3)}"`,
      `> A "${ENCRYPTED_ALERT}"`,
    ]).survey();
    expect(flowFacts(hole).tlsAlerts).toEqual([encrypted(6, 'client')]);
    expect(hole.problems.count('tls-stream-lost')).toBe(1);
  });

  test('are counted when a segment begins with a record at once', () => {
    const lines = [`> A "${CLIENT_HELLO}"`, `> A "${DATA}" lost`, `> A "${ENCRYPTED_ALERT}"`];
    const hole = craft([...HANDSHAKE, ...lines]).survey();
    expect(flowFacts(hole).tlsAlerts).toEqual([encrypted(5, 'client')]);
    expect(hole.problems.count('tls-stream-lost')).toBe(1);
  });

  test('inside a hello do not hide the next record', () => {
    const [first, second, third] = [
      CLIENT_HELLO.slice(0, 50),
      CLIENT_HELLO.slice(50, 60),
      CLIENT_HELLO.slice(60),
    ];
    const lines = [`> A "${first}"`, `> A "${second}" lost`, `> A "${third}"`, `> A "${alert(2, 80)}"`];
    const hole = craft([...HANDSHAKE, ...lines]).survey();
    expect(flowFacts(hole).tlsAlerts).toEqual([fatal(6, 'client', 80)]);
    expect(flowFacts(hole).tls()?.offeredVersion).toBe(0x0303);
    expect(hole.problems.count('tls-stream-lost')).toBe(0);
  });

  test('of a hello leave what stands in front of them', () => {
    const half = CLIENT_HELLO.indexOf('a.example') + 'a.example'.length;
    const cut = craft([...HANDSHAKE, `> A "${CLIENT_HELLO}"`], { snapLength: 54 + half }).survey();
    expect(flowFacts(cut).sni).toBe('a.example');
    expect(flowFacts(cut).tls()?.alpnOffered).toEqual([]);
    const hole = craft([...HANDSHAKE, lost(1, CLIENT_HELLO.slice(0, half)), lost(half + 5, 'x')]).survey();
    expect(flowFacts(hole).sni).toBe('a.example');
  });
});

/** Names and numbers of the facts, without the frames: those follow the segments. */
function withoutFrames(survey: ReturnType<typeof surveyOf>): unknown {
  const flow = flowFacts(survey);
  const tls = flow.tls();
  const facts = tls === null ? [] : Object.entries(gettersOf(tls));
  const kept = facts
    .filter(([name]) => !/Frame$/.test(name))
    .map(([name, value]) => {
      if (name !== 'alerts') return [name, value];
      const alerts = tls?.alerts.map(({ from, level, description }) => `${from} ${level} ${description}`);
      return [name, alerts?.sort()];
    });
  const seen = facts.filter(([name]) => /Frame$/.test(name)).map(([name, value]) => [name, value !== 0]);
  return { isTls: flow.isTls, isHttp2: flow.isHttp2, tls: [kept, seen], problems: survey.problems.list() };
}

const TALKS: readonly (readonly [client: string, server: string])[] = [
  [CLIENT_HELLO, SERVER_HELLO + CERTIFICATE + alert(2, 48)],
  [
    CLIENT_HELLO + CIPHER_CHANGE + FINISHED + DATA + ENCRYPTED_ALERT,
    SERVER_HELLO + CIPHER_CHANGE + FINISHED + DATA + ENCRYPTED_ALERT,
  ],
  [HELLO_13 + CIPHER_CHANGE + HELLO_13 + DATA, RETRY + CIPHER_CHANGE + SERVER_HELLO_13 + DATA + DATA],
  [sslv2Hello(0x0303) + CIPHER_CHANGE + DATA, SERVER_HELLO + alert(1, 0)],
];

describe('The same octets give the same facts', () => {
  test('in any segments, order and repetition', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TALKS), fc.gen(), ([client, server], gen) => {
        const whole = surveyOf([`>${client}`, `<${server}`]);
        const lines = [...segments(gen, '>', client), ...segments(gen, '<', server)];
        const split = craft([...HANDSHAKE, ...lines]).survey();
        expect(withoutFrames(split)).toEqual(withoutFrames(whole));
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });

  test('one octet in a segment', () => {
    for (const [client, server] of TALKS) {
      const single = [...[...client].map((octet) => `>${octet}`), ...[...server].map((octet) => `<${octet}`)];
      expect(withoutFrames(surveyOf(single))).toEqual(withoutFrames(surveyOf([`>${client}`, `<${server}`])));
    }
  });
});

/** Segments that cover a text at least once, in any order. */
function segments(gen: fc.GeneratorValue, side: string, text: string): string[] {
  const cuts = gen(fc.array, fc.integer({ min: 1, max: text.length - 1 }), { maxLength: 10 });
  const bounds = [...new Set([0, 1, ...cuts, text.length])].toSorted((a, b) => a - b);
  const ranges = bounds.slice(1).map((end, index) => [bounds[index] ?? 0, end] as const);
  const repeats = gen(fc.subarray, ranges);
  const all = [...ranges, ...repeats];
  const order = gen(fc.shuffledSubarray, all, { minLength: all.length, maxLength: all.length });
  return order.map(([from, end]) => `${side} A "${text.slice(from, end)}" seq=${from + 1}`);
}

describe('Hostile octets', () => {
  test('of any kind neither throw nor fill a table', () => {
    const mutation = fc.tuple(fc.nat(), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...TALKS),
        fc.array(mutation, { minLength: 1, maxLength: 12 }),
        fc.nat({ max: 400 }),
        ([client, server], mutations, cut) => {
          const mutated = (text: string, seed: number) => {
            const letters = [...text];
            // The headers and hellos are at the front.
            for (const [at, octet] of mutations)
              letters[(at + seed) % Math.min(letters.length, 300)] = String.fromCharCode(octet);
            return letters.join('');
          };
          const [a, b] = [mutated(client, 0), mutated(server, 7)];
          const survey = surveyOf(
            [`>${a.slice(0, cut)}`, `<${b}`, `>${a.slice(cut)}`],
            '> FA',
            '< FA',
            '> A',
          );
          const flow = flowFacts(survey);
          expect(flow.tlsAlerts.length).toBeLessThanOrEqual(4);
          expect(flow.tls()?.alpnOffered.length ?? 0).toBeLessThanOrEqual(8);
          expect(survey.protocols.tlsRows.length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each<[string, string]>([
    ['a server name longer than its list', clientHello({ name: 'x' }).replace('\0\x01x', '\xff\xffx')],
    ['a session longer than the hello', clientHello().replace('\x07session', '\xffsession')],
    ['a hello of no octets', message(1, '')],
    ['a hello as long as can be said', `\x01\xff\xff\xff${'x'.repeat(100)}`],
    [
      'extensions longer than the hello',
      clientHello({ name: 'x' }).replace(/\0\x01\0\0[\s\S]*/, '\0\x01\0\xff\xff'),
    ],
  ])('%s is read as far as it goes', (_, hello) => {
    const survey = surveyOf([`>${record(handshake, hello)}${alert(2, 50)}`]);
    expect(flowFacts(survey).isTls).toBe(true);
    expect(survey.problems.count('tls-stream-lost')).toBe(0);
  });

  test('records that are none are counted once and do not stop the search for HTTP', () => {
    const survey = surveyOf([`>${CLIENT_HELLO}junk, not a record`, '>GET / HTTP/1.1\r\n\r\n']);
    expect(survey.problems.count('tls-stream-lost')).toBe(1);
    expect(exchangeLines(survey)).toEqual(['GET / → ?']);
  });

  test('more connections than the table holds are known to be TLS, and counted', () => {
    const lines = ['> S', '< SA', '> A', `> A "${CLIENT_HELLO}"`, '> A "x"'];
    const scene = craft([...lines, ...lines.map((line) => `1${line}`)]);
    const survey = scene.survey({ limits: { flows: 1, exchanges: 10, textBytes: 1000 } });
    expect(survey.problems.count('protocols-not-kept')).toBe(1);
  });
});

describe('Names', () => {
  test('of versions', () => {
    const names = [0x0002, 0x0300, 0x0301, 0x0303, 0x0304, 0x7f17, 0x0305].map(tlsVersionName);
    expect(names).toEqual([
      'SSL 2.0',
      'SSL 3.0',
      'TLS 1.0',
      'TLS 1.2',
      'TLS 1.3',
      'TLS 1.3 draft 23',
      '0x0305',
    ]);
  });

  test('of alerts, known and unknown', () => {
    expect([alertName(40), alertName(200)]).toEqual(['handshake_failure', 'alert_200']);
  });

  test('put drafts between TLS 1.2 and 1.3, and GREASE last', () => {
    expect(laterVersion(0x0303, 0x7f1c)).toBe(0x7f1c);
    expect(laterVersion(0x0304, 0x7f1c)).toBe(0x0304);
    expect(laterVersion(0x7f1c, 0x7f12)).toBe(0x7f1c);
    expect(laterVersion(0x0301, 0xdada)).toBe(0x0301);
  });
});

test('octets of numbers are what they should be', () => {
  expect(octets(0x0102, 3)).toBe('\0\x01\x02');
});
