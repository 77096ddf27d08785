/** Flows that no capture of the project has: losses, and a transfer that is worth folding. */
import { HANDSHAKE } from '../craft/scenes.js';

/** A retransmission, an octet range that nobody captured, and a client that gives up. */
export const LOSSY: readonly string[] = [
  ...HANDSHAKE,
  '+1ms',
  '> PA "GET /report HTTP/1.1\r\nHost: a.example\r\nAuthorization: Basic c2VjcmV0\r\n\r\n"',
  '+20ms',
  '< PA "HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n0123456789"',
  '< A "abcdefghijklmnopqrst" lost',
  '< A "ABCDEFGHIJ"',
  '> A',
  '+300ms',
  '< PA "HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n0123456789" seq=1',
  '> A',
  '+2ms',
  '> R',
];

/** More segments of data in one direction than a ladder shows one by one. */
export const LONG: readonly string[] = [
  ...HANDSHAKE,
  '> PA "GET /long HTTP/1.1\r\nHost: a.example\r\n\r\n"',
  '< PA "HTTP/1.1 200 OK\r\nContent-Length: 240\r\n\r\n"',
  ...Array.from({ length: 24 }, (_, index) => [
    '+1ms',
    '< A "0123456789"',
    ...(index % 4 === 3 ? ['> A'] : []),
  ]).flat(),
  '> FA',
  '< FA',
  '> A',
];

/** A request whose first line is broken on a screen of 80 columns, a response whose body is on one of 120, both within a word. */
export const WRAPPED: readonly string[] = [
  ...HANDSHAKE,
  `> PA "GET /${'b'.repeat(67)}needle HTTP/1.1\r\nHost: a.example\r\n\r\n"`,
  `< PA "HTTP/1.1 200 OK\r\nContent-Length: 62\r\n\r\n${'c'.repeat(46)}haystack-needle\n"`,
  '> A',
];
