/** Scenarios about the file and the frames: link types, lengths, cut and missing frames, and plain good traffic. */
import { BALANCER, FORMS, USERS, WEB } from './cast.mjs';

const CLIENTS = 'src net 198.51.100.0/24 or src net 203.0.113.0/24';
const servers = [{ at: WEB, fin: 'abort', routes: { '/shop': 'httpsys-503' } }];
const found503 = { rule: 'httpsys-503', server: WEB, labels: ['unavailable'] };
const foundTeardown = { rule: 'fin-answered-by-reset', server: WEB, labels: ['probe'] };
const partial = (...labels) => ({ rule: 'partial-capture', server: WEB, labels });
const shapes = { probe: FORMS.teardown, unavailable: FORMS.http, user: FORMS.http };

/** One of each: what the link type and the file format must not change. */
async function oneOfEach(c) {
  await c.probe('probe', BALANCER, WEB);
  await c.user('user', USERS[0], WEB, ['/', '/news']);
  await c.user('unavailable', USERS[1], WEB, ['/shop/']);
}

const whole = [
  {
    name: 'vlan',
    why: 'The teardown behind an 802.1Q tag (VLAN 100), six periodic probes, as on the trunk of a balancer.',
    how: 'The kernel had no 802.1Q, so derive.mjs put the tag into every frame after the recording.',
    servers,
    run: (c) => c.every(500, 6, () => c.probe('probe', BALANCER, WEB)),
    shapes,
    derive: 'tag',
    find: [{ rule: 'health-check-reset', server: WEB, labels: ['probe'] }, foundTeardown],
  },
  {
    name: 'ethernet-padding',
    why: 'Frames padded to the 60 octets of a real Ethernet: six octets behind a bare FIN are not data.',
    how: 'veth does not pad, so derive.mjs filled every frame below 60 octets after the recording: zeros from the server, other octets from the client, as careless drivers send.',
    servers,
    run: oneOfEach,
    derive: 'pad',
    shapes,
    find: [foundTeardown, found503],
  },
  {
    name: 'linux-cooked',
    why: 'Recorded with "-i any": the link type is LINUX_SLL2, without Ethernet.',
    servers,
    run: oneOfEach,
    capture: { any: true },
    shapes,
    find: [foundTeardown, found503],
  },
  {
    name: 'linux-cooked-v1',
    why: 'Recorded with "-i any" as older tools do: the link type is LINUX_SLL.',
    servers,
    run: oneOfEach,
    capture: { any: true, linkType: 'LINUX_SLL' },
    shapes,
    find: [foundTeardown, found503],
  },
  {
    name: 'nanosecond',
    why: 'A pcap with nanosecond time stamps (its own magic number).',
    servers,
    run: oneOfEach,
    capture: { nano: true },
    shapes,
    find: [foundTeardown, found503],
  },
  {
    name: 'pcapng',
    why: 'The same as pcapng, with a comment on its last frame.',
    how: 'Recorded as pcap, then converted and commented with editcap; the name of the machine is not in it.',
    servers,
    run: oneOfEach,
    derive: 'pcapng',
    shapes,
    find: [foundTeardown, found503],
  },
  {
    name: 'clean-http',
    why: 'Good traffic only, with its ARP: kept connections, HEAD, 100 Continue, chunked, a page over several segments, pipelined requests. Nothing may be found.',
    lab: { timestamps: true },
    servers: [{ at: WEB, routes: { '/stream': 'chunked', '/long': 'large' } }],
    async run(c) {
      await c.user('user', USERS[0], WEB, ['/', '/long', '/stream', '/news']);
      await c.user('user', USERS[1], WEB, ['/', '/about'], { method: 'HEAD' });
      const upload = { method: 'POST', headers: ['Expect: 100-continue'], body: 'a=1&b=2', expect100: true };
      await c.user('user', USERS[2], WEB, ['/form'], upload);
      const socket = await c.open('user', USERS[3], WEB);
      socket.write(
        ['/1', '/2', '/3'].map((path) => `GET ${path} HTTP/1.1\r\nHost: www.example.com\r\n\r\n`).join(''),
      );
      await c.ask(socket, '/4', { headers: ['Connection: close'] });
      await c.sleep(50);
      socket.end();
      await socket.gone;
    },
    capture: { filter: '' },
    shapes,
    find: [],
  },
];

const incomplete = [
  {
    name: 'mid-flow-start',
    why: 'The capture begins while two connections are open. What is seen of them is good; only that it is not all may be said. A third is complete.',
    servers,
    capture: { later: true },
    async run(c) {
      const open = [await c.open('begun', USERS[0], WEB), await c.open('begun', USERS[1], WEB)];
      for (const socket of open) await c.ask(socket, '/');
      await c.startCapture();
      for (const socket of open) await c.ask(socket, '/news');
      await c.user('user', USERS[2], WEB, ['/']);
      for (const socket of open) {
        socket.end();
        await socket.gone;
      }
    },
    shapes: { begun: /^c:A\+ (s:A )?s:A\+ (c:A )?c:FA (s:A )?s:FA c:A$/, user: FORMS.http },
    find: [partial('begun')],
  },
  {
    name: 'mid-flow-teardown',
    why: 'The capture begins between handshake and FIN: the FIN is answered by RST, ACK, but nobody can say that no data was sent before, so the teardown may not be claimed.',
    servers,
    capture: { later: true },
    async run(c) {
      const open = [await c.open('begun', BALANCER, WEB), await c.open('begun', BALANCER, WEB)];
      await c.startCapture();
      for (const socket of open) {
        socket.end();
        await socket.gone;
      }
    },
    shapes: { begun: /^c:FA (s:A )?s:RA$/ },
    find: [partial('begun')],
  },
  {
    name: 'snaplen-96',
    why: 'Every frame cut to 96 octets, in the middle of the heads of HTTP: the 503 cannot be laid at the door of HTTP.sys, but the teardown, which has no data, can be seen whole.',
    servers,
    lab: { timestamps: true },
    run: oneOfEach,
    capture: { snaplen: 96 },
    shapes,
    find: [foundTeardown, partial('user', 'unavailable')],
  },
  {
    name: 'one-direction-only',
    why: 'Only what the clients sent was recorded (asymmetric route, one half of a tap): a teardown, good requests and a 503 whose answers are missing.',
    servers,
    run: oneOfEach,
    capture: { filter: `tcp and (${CLIENTS})` },
    shapes: {
      probe: /^c:S c:A c:FA$/,
      user: /^c:S c:A c:A\+ .*c:FA( c:A)?$/,
      unavailable: /^c:S c:A c:A\+ .*c:FA$/,
    },
    find: [partial('probe', 'user', 'unavailable')],
  },
];

export const forms = [...whole, ...incomplete];
