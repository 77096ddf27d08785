/** What two sides say, damaged and cut into segments of any size and order: HTTP, TLS, HTTP/2, upgrades. */
import { describe, expect, test } from 'vitest';
import { craft, latin1 } from '../craft/craft.js';
import { HANDSHAKE } from '../craft/scenes.js';
import {
  alert,
  clientHello,
  frame,
  message,
  octets,
  PREFACE,
  RECORD,
  record,
  serverHello,
  sslv2Hello,
} from '../craft/tls.js';
import { mutated, shuffled } from './mutate.js';
import type { Random } from './random.js';
import { tryAll } from './try.js';

const { handshake, cipherChange, data } = RECORD;

/** What the client says and what the server says, message by message. */
type Talk = readonly [client: readonly string[], server: readonly string[]];

const TALKS: ReadonlyMap<string, Talk> = new Map([
  [
    'HTTP/1',
    [
      [
        'GET /?a=b HTTP/1.1\r\nHost: a.example\r\nConnection: keep-alive\r\n\r\n',
        'POST /form HTTP/1.1\r\nHost: a.example\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello',
        'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nffffffffffffffff\r\nx\r\n0\r\n\r\n',
        'HEAD / HTTP/1.0\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      ],
      [
        'HTTP/1.1 200 OK\r\nServer: Microsoft-IIS/10.0\r\nContent-Length: 3\r\n\r\nabc',
        'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 Service Unavailable\r\nServer: Microsoft-HTTPAPI/2.0\r\n' +
          'Connection: close\r\nContent-Length: 326\r\n\r\n<h2>Service Unavailable</h2>',
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nTrailer: 1\r\n\r\n',
        'HTTP/1.1 099 X\r\n\r\nHTTP/1.1 999 X\r\nContent-Length: 99999999999999999999\r\n\r\n',
      ],
    ],
  ],
  [
    'TLS',
    [
      [
        record(
          handshake,
          clientHello({ name: 'a.example', protocols: ['h2', 'http/1.1'], versions: [0x0304, 0x0303] }),
        ),
        record(cipherChange, '\x01'),
        record(handshake, 'e'.repeat(40)),
        record(data, 'd'.repeat(300)),
        alert(1, 0),
      ],
      [
        record(handshake, serverHello({ protocols: ['h2'], versions: [0x0304], cipher: 0x1301 })),
        record(handshake, message(11, 'x'.repeat(300)) + message(14, '')),
        alert(2, 40),
        record(data, 'd'.repeat(300)),
      ],
    ],
  ],
  ['SSL 2.0', [[sslv2Hello(0x0301)], [record(handshake, serverHello())]]],
  [
    'HTTP/2',
    [
      [PREFACE, frame(4, 0, octets(3, 2) + octets(100, 4)), frame(1, 1, 'head'), frame(3, 1, octets(8, 4))],
      [
        frame(4, 0, ''),
        frame(0, 1, 'd'.repeat(300)),
        frame(3, 1, octets(2, 4)),
        frame(7, 0, octets(1, 4) + octets(11, 4)),
      ],
    ],
  ],
  [
    'upgrades',
    [
      [
        'GET / HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n\r\n',
        'CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n',
        record(handshake, clientHello({ name: 'b.example' })),
        PREFACE,
      ],
      [
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
        frame(4, 0, ''),
        'HTTP/1.1 200 Connection established\r\n\r\n',
        record(handshake, serverHello()),
      ],
    ],
  ],
]);

/** A side's octets: its messages shuffled and mutated. */
function streamOf(messages: readonly string[], random: Random): Uint8Array {
  return Uint8Array.from(Buffer.concat(shuffled(messages.map(latin1), random)));
}

/** Segments of a stream, most of them in order; some are lost, repeated, overlap or have other octets. */
function segmentsOf(sign: '>' | '<', stream: Uint8Array, random: Random): string[] {
  const lines: string[] = [];
  const most = random.pick([1, 5, 100, 1460]);
  for (let at = 0; at < stream.length && lines.length < 60; ) {
    const piece = stream.subarray(at, at + 1 + random.below(most));
    const octets = random.below(30) === 0 ? mutated(piece, random) : piece;
    lines.push(`${sign} PA "${Buffer.from(octets).toString('latin1')}" seq=${1 + at}`);
    at += random.below(10) === 0 ? Math.max(1, piece.length - 3) : piece.length;
  }
  for (let swaps = random.below(5); swaps > 0 && lines.length > 1; swaps--) {
    const at = random.below(lines.length - 1);
    const how = random.below(3);
    if (how === 0) lines.splice(at, 2, lines[at + 1] ?? '', lines[at] ?? '');
    else if (how === 1) lines.splice(at, 1);
    else lines.splice(at, 0, lines[at] ?? '');
  }
  return lines;
}

/** The segments of both sides, each in its own order. */
function interleaved(client: string[], server: string[], random: Random): string[] {
  const lines: string[] = [];
  while (client.length + server.length > 0) {
    const side = client.length > 0 && (server.length === 0 || random.below(2) === 0) ? client : server;
    lines.push(side.shift() ?? '');
  }
  return lines;
}

describe.each([...TALKS])('%s', (_, [client, server]) => {
  test('any damage is read', async () => {
    const outcomes = await tryAll(30, (random) => {
      const said = interleaved(
        segmentsOf('>', streamOf(client, random), random),
        segmentsOf('<', streamOf(server, random), random),
        random,
      );
      const begin = random.below(5) === 0 ? [] : HANDSHAKE;
      const end = random.pick([['> FA', '< FA'], ['< RA'], ['> R'], []]);
      const snapLength = random.pick([54, 68, 96, 65_535, 65_535, 65_535]);
      return { octets: craft([...begin, ...said, ...end], { snapLength }).pcap() };
    });
    expect([...outcomes]).toEqual(['read']);
  });
});
