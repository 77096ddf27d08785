/** Scenarios about requests: HTTP.sys, who else sends 503, and resets that are or are not the answer to a request. */
import { BALANCER, FORMS, USERS, WEB } from './cast.mjs';

const shop = (reply) => [{ at: WEB, routes: { '/shop': reply } }];
const SHOP_HOST = { host: 'shop.example.com' };
const FIN_AFTER_503 = /^c:S s:SA c:A c:A\+ (s:A )?(s:FA\+|s:A\+ (c:A )?s:FA) (c:A )?c:FA s:A$/;

/** The second seed: what HTTP.sys does for a pool that is not available. */
const unavailable = [
  {
    name: 'httpsys-503',
    why: 'Layer 7 mode: HTTP.sys answers for an unavailable pool with its own 503 and closes, on fresh and on kept connections, while another pool of the same server answers 200.',
    servers: shop('httpsys-503'),
    async run(c) {
      await c.user('other', USERS[0], WEB, ['/', '/news', '/style.css']);
      await c.user('unavailable', USERS[1], WEB, ['/shop/basket'], SHOP_HOST);
      await c.user('unavailable', USERS[2], WEB, ['/', '/shop/']);
      await c.user('other', USERS[3], WEB, ['/', '/about']);
      for (const user of USERS) await c.user('unavailable', user, WEB, ['/shop/'], SHOP_HOST);
    },
    shapes: { unavailable: FORMS.http, other: FORMS.http },
    find: [{ rule: 'httpsys-503', server: WEB, labels: ['unavailable'] }],
  },
  {
    name: 'httpsys-503-split',
    why: 'The 503 of HTTP.sys over several segments, cut inside the status line, inside the head and inside the body.',
    servers: shop('httpsys-503-split'),
    async run(c) {
      for (const user of USERS.slice(0, 2)) await c.user('unavailable', user, WEB, ['/shop/'], SHOP_HOST);
    },
    shapes: { unavailable: /^c:S s:SA c:A c:A\+ (s:A )?(s:A\+ (c:A )?){5}s:FA (c:A )?c:FA s:A$/ },
    find: [{ rule: 'httpsys-503', server: WEB, labels: ['unavailable'] }],
  },
  {
    name: 'request-reset',
    why: 'Layer 3 and 4 mode: the connection that carried the request is reset without one octet of an answer; requests for another pool of the same server are answered.',
    servers: shop('reset'),
    async run(c) {
      for (const user of USERS) {
        await c.user('other', user, WEB, ['/']);
        await c.user('reset', user, WEB, ['/shop/'], SHOP_HOST);
      }
    },
    shapes: { reset: FORMS.requestReset, other: FORMS.http },
    find: [{ rule: 'request-answered-by-reset', server: WEB, labels: ['reset'] }],
  },
  {
    name: 'request-reset-kept-connection',
    why: 'The same on kept connections: the first requests are answered 200, the request for the unavailable pool is answered by the reset.',
    servers: shop('reset'),
    async run(c) {
      for (const user of USERS.slice(0, 3)) await c.user('reset', user, WEB, ['/', '/shop/']);
    },
    shapes: { reset: /^c:S s:SA c:A c:A\+ (s:A )?s:A\+ (c:A )?c:A\+ (s:A )?s:RA$/ },
    find: [{ rule: 'request-answered-by-reset', server: WEB, labels: ['reset'] }],
  },
  {
    name: 'keep-alive-race',
    why: 'The server closes connections idle for 120 s (the default of IIS); the client sends its next request into the closed connection and gets RST without ACK.',
    how: 'The 120 s are real.',
    servers: [{ at: WEB, idleMs: 120_000 }],
    run: (c) =>
      c.every(2000, 3, async () => {
        const socket = await c.open('race', BALANCER, WEB);
        await c.ask(socket, '/');
        await new Promise((resolve) => socket.once('end', resolve));
        await c.sleep(40);
        socket.write('GET /late HTTP/1.1\r\nHost: www.example.com\r\n\r\n');
        await c.sleep(100);
        socket.destroy();
      }),
    shapes: { race: /^c:S s:SA c:A c:A\+ (s:A )?s:A\+ c:A s:FA (c:A )?c:A\+ s:R$/ },
    find: [{ rule: 'keep-alive-race', server: WEB, labels: ['race'] }],
  },
];

/** Connections that look alike and in which nothing may be found. */
const innocent = [
  {
    name: 'haproxy-503',
    why: 'Innocent neighbour of httpsys-503: HAProxy itself says 503 because it has no server left.',
    servers: shop('haproxy-503'),
    async run(c) {
      for (const user of USERS.slice(0, 3)) await c.user('user', user, WEB, ['/shop/']);
    },
    shapes: { user: FIN_AFTER_503 },
  },
  {
    name: 'iis-503-user-mode',
    why: 'Innocent neighbour of httpsys-503: a 503 made by IIS in user mode (Server: Microsoft-IIS/10.0, connection kept), for which no pool was down.',
    servers: shop('iis-503'),
    async run(c) {
      for (const user of USERS.slice(0, 3)) await c.user('user', user, WEB, ['/shop/', '/', '/shop/']);
    },
    shapes: { user: FORMS.http },
  },
  {
    name: 'httpsys-400',
    why: 'Innocent neighbour of httpsys-503: another error of HTTP.sys, 400 Invalid Verb, whose page has the same length of 326 octets.',
    servers: shop('httpsys-400'),
    async run(c) {
      for (const user of USERS.slice(0, 2)) await c.user('user', user, WEB, ['/shop/'], { method: 'BREW' });
    },
    shapes: { user: FIN_AFTER_503 },
  },
  {
    name: 'quoted-503',
    why: 'Innocent neighbour of httpsys-503: a page answered with 200 whose body quotes the 503 of HTTP.sys, head and all.',
    servers: shop('quoted'),
    run: (c) => c.user('user', USERS[0], WEB, ['/shop/faq', '/']),
    shapes: { user: FORMS.http },
  },
  {
    name: 'reset-after-complete-response',
    why: 'Innocent neighbour of request-reset: the answer was complete and acknowledged before the server reset the connection.',
    servers: shop('answer-then-reset'),
    async run(c) {
      for (const user of USERS.slice(0, 3)) {
        const socket = await c.open('user', user, WEB);
        await c.ask(socket, '/shop/');
        await socket.gone;
      }
    },
    shapes: { user: /^c:S s:SA c:A c:A\+ (s:A )?s:A\+ c:A s:RA$/ },
  },
  {
    name: 'upload-refused-then-reset',
    why: 'Innocent neighbour of request-reset: the server says 413 while the upload still arrives, then aborts. It did answer.',
    servers: shop('refuse-upload'),
    async run(c) {
      const socket = await c.open('user', USERS[0], WEB);
      socket.write('POST /shop/ HTTP/1.1\r\nHost: www.example.com\r\nContent-Length: 100000\r\n\r\n');
      await Promise.race([
        socket.gone,
        c.every(20, 8, async () => socket.writable && socket.write('x'.repeat(900))),
      ]);
    },
    shapes: { user: /^c:S s:SA c:A c:A\+ (c:A\+ |s:A )*s:A\+ (c:A\+? |s:A )*s:RA( c:R)?$/ },
  },
  {
    name: 'request-reset-late',
    why: 'Innocent neighbour of request-reset: the reset comes three seconds after the request. That is a hang or a crash, not the answer of HTTP.sys, which needs no time.',
    servers: shop('reset-late'),
    run: (c) => Promise.all(USERS.slice(0, 2).map((user) => c.user('user', user, WEB, ['/shop/']))),
    shapes: { user: /^c:S s:SA c:A c:A\+ s:A s:RA$/ },
  },
  {
    name: 'incomplete-request-reset',
    why: 'Innocent neighbour of request-reset: the server resets while the head of the request is still incomplete, so no request was carried.',
    servers: [{ at: WEB, accept: 'partial-reset' }],
    async run(c) {
      const socket = await c.open('user', USERS[0], WEB);
      socket.write('GET /shop/ HTTP/1.1\r\nHost: shop.exa');
      await socket.gone;
    },
    shapes: { user: FORMS.requestReset },
  },
  {
    name: 'client-reset-after-response',
    why: 'Innocent: browsers and health checks often reset a connection themselves once they have the whole answer.',
    servers: [{ at: WEB }],
    async run(c) {
      for (const user of USERS.slice(0, 3)) await c.user('user', user, WEB, ['/', '/news'], { reset: true });
    },
    shapes: { user: /^c:S s:SA c:A .*s:A\+ (c:A )?c:RA$/ },
  },
  {
    name: 'client-gone-before-response',
    why: 'Innocent neighbour of keep-alive-race: the client closes before the answer comes; the RST without ACK is its own.',
    servers: shop('slow'),
    async run(c) {
      for (const user of USERS.slice(0, 2)) {
        const socket = await c.open('user', user, WEB);
        socket.write('GET /shop/ HTTP/1.1\r\nHost: www.example.com\r\n\r\n', () =>
          setTimeout(() => socket.destroy(), 30),
        );
        await socket.gone;
      }
      await c.sleep(500);
    },
    shapes: { user: /^c:S s:SA c:A c:A\+ (s:A )?c:FA (s:A )?s:A\+ c:R$/ },
  },
  {
    name: 'server-idle-close',
    why: 'Innocent neighbour of keep-alive-race: the server closes idle connections after 120 s and the client closes too, with nothing on the way.',
    how: 'The 120 s are real.',
    servers: [{ at: WEB, idleMs: 120_000 }],
    run: (c) =>
      c.every(1500, 2, async () => {
        const socket = await c.open('user', USERS[0], WEB);
        await c.ask(socket, '/');
        socket.once('end', () => socket.end());
        await socket.gone;
      }),
    shapes: { user: FORMS.httpClosedByServer },
  },
].map((each) => ({ find: [], ...each }));

export const responses = [...unavailable, ...innocent];
