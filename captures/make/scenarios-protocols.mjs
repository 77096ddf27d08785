/** Scenarios about what is spoken instead of HTTP/1, or after it: TLS, HTTP/2 in clear text, WebSocket. */
import { FORMS, USERS, WEB, WEB_TLS, WEB_TLS_OLD } from './cast.mjs';

const NAME = { servername: 'www.example.com' };

/** The key of RFC 6455 section 1.3: the reply 'websocket' answers this one. */
const WEBSOCKET_REQUEST = [
  'GET /chat HTTP/1.1',
  'Host: www.example.com',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  '\r\n',
].join('\r\n');

/** `Hello` and a close frame with status 1000, masked. Source: RFC 6455 section 5.7. */
const WEBSOCKET_HELLO = Buffer.from('818537fa213d7f9f4d5158', 'hex');
const WEBSOCKET_CLOSE = Buffer.from('888237fa213d3412', 'hex');

export const protocols = [
  {
    name: 'tls-1-3',
    why: 'TLS 1.3: a request, and one behind a HelloRetryRequest. Name and offers can be read, alerts and close_notify cannot.',
    how: 'The certificate was made for the recording.',
    servers: [
      { at: WEB_TLS, tls: { minVersion: 'TLSv1.3', ecdhCurve: 'P-384', ALPNProtocols: ['http/1.1'] } },
    ],
    async run(c) {
      const offers = { ...NAME, ALPNProtocols: ['h2', 'http/1.1'] };
      await c.tlsUser('user', USERS[0], WEB_TLS, { ...offers, ecdhCurve: 'P-384' }, ['/', '/news']);
      await c.tlsUser('retried', USERS[1], WEB_TLS, { ...offers, ecdhCurve: 'X25519:P-384' }, ['/']);
    },
    shapes: { user: FORMS.tls, retried: FORMS.tls },
    find: [],
  },
  {
    name: 'tls-1-2-alerts',
    why: 'TLS 1.2: a handshake and its encrypted end, and handshakes that the server ends with a fatal alert: a client of TLS 1.1, and one that speaks another protocol.',
    how: 'The certificate was made for the recording.',
    servers: [{ at: WEB_TLS_OLD, tls: { maxVersion: 'TLSv1.2', ALPNProtocols: ['http/1.1'] } }],
    async run(c) {
      const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
      await c.tlsUser('user', USERS[0], WEB_TLS_OLD, { ...NAME, ALPNProtocols: ['http/1.1'] }, ['/']);
      await c.tlsUser('refused', USERS[1], WEB_TLS_OLD, { ...NAME, ...old }, []);
      await c.tlsUser('refused', USERS[2], WEB_TLS_OLD, { ...NAME, ALPNProtocols: ['h2'] }, []);
    },
    shapes: { user: FORMS.tls, refused: FORMS.tlsRefused },
    find: [],
  },
  {
    name: 'websocket',
    why: 'A WebSocket: HTTP/1 ends with 101 Switching Protocols, and what follows is none, though a frame stands in the segment of the response.',
    servers: [{ at: WEB, routes: { '/chat': 'websocket' } }],
    async run(c) {
      const socket = await c.open('chat', USERS[0], WEB);
      socket.write(WEBSOCKET_REQUEST);
      while (!socket.received.includes('Hello')) await c.sleep(5);
      socket.write(WEBSOCKET_HELLO);
      await c.sleep(20);
      socket.write(WEBSOCKET_CLOSE);
      await c.sleep(20);
      socket.end();
      await socket.gone;
    },
    shapes: { chat: FORMS.http },
    find: [],
  },
  {
    name: 'http2-clear-text',
    why: 'HTTP/2 without TLS: a stream that the client cancels, and a server that gives the connection up with GOAWAY.',
    servers: [{ at: WEB, http2: { goawayOn: '/last' } }],
    run: (c) => c.http2User('http2', USERS[0], WEB, ['/', '/cancelled', '/last']),
    shapes: { http2: FORMS.http2 },
    find: [],
  },
];
