/** Scenarios without a request in question: health checks, teardowns, refused and unanswered SYNs. */
import { BALANCER, BALANCER_2, BALANCER_V6, FORMS, USERS, WEB, WEB_2, WEB_V6 } from './cast.mjs';

const aborting = [{ at: WEB, fin: 'abort' }];
const teardownFound = { rule: 'fin-answered-by-reset', server: WEB, labels: ['probe'] };
const SMB = '192.0.2.80:445';
const CLOSED = '192.0.2.80:8080';

/** IIS 7.0 as the balancer sees it, in every shape the pattern takes. */
const iis7 = [
  {
    name: 'iis7-health-check',
    why: 'The story of the first seed: a balancer checks two servers by TCP; one answers the FIN, ACK with RST, ACK while users get 200 from it, so the service was up; the other closes the same probes gracefully.',
    servers: [{ at: WEB, fin: 'abort' }, { at: WEB_2 }],
    async run(c) {
      const everybody = USERS.slice(0, 3).map(async (user, i) => {
        await c.sleep(700 + 900 * i);
        await c.user('user', user, WEB, ['/', '/style.css', '/news'].slice(0, 3 - (i % 2)), { gapMs: 150 });
      });
      const first = c.every(500, 10, () => c.probe('probe', BALANCER, WEB));
      await c.sleep(120);
      await c.every(500, 10, () => c.probe('baseline', BALANCER, WEB_2));
      await Promise.all([first, ...everybody]);
    },
    shapes: { probe: FORMS.teardown, baseline: FORMS.graceful, user: FORMS.http },
    find: [
      { rule: 'health-check-reset', server: WEB, labels: ['probe'] },
      teardownFound,
      { rule: 'graceful-health-check', server: WEB_2, labels: ['baseline'] },
    ],
  },
  {
    name: 'iis7-single-teardown',
    why: 'The pattern alone: one empty connection whose FIN, ACK is answered by RST, ACK at once. One flow is no health check.',
    servers: aborting,
    run: (c) => c.probe('probe', BALANCER, WEB),
    shapes: { probe: FORMS.teardownAtOnce },
    find: [teardownFound],
  },
  {
    name: 'iis7-teardown-ack-first',
    why: 'The variant real Windows kernel services show: a bare ACK of the FIN first, then RST, ACK.',
    servers: [{ at: WEB, fin: 'abort', finDelayMs: 100 }],
    run: (c) => c.probe('probe', BALANCER, WEB),
    shapes: { probe: FORMS.teardownAckFirst },
    find: [teardownFound],
  },
  {
    name: 'iis7-teardown-merged-ack',
    why: 'The client sends no ACK of its own for the handshake: its FIN, ACK completes it. Still an empty connection answered by RST, ACK.',
    servers: aborting,
    async run(c) {
      for (const port of [40101, 40102]) c.raw('late-ack-fin', 'probe', BALANCER, port, WEB);
      await c.sleep(100);
    },
    shapes: { probe: FORMS.teardownMergedAck },
    find: [teardownFound],
  },
  {
    name: 'iis7-teardown-ipv6',
    why: 'The same teardown over IPv6, with TCP timestamps on.',
    lab: { timestamps: true },
    servers: [{ at: WEB_V6, fin: 'abort' }],
    run: (c) => c.probe('probe', BALANCER_V6, WEB_V6),
    shapes: { probe: FORMS.teardown },
    find: [{ ...teardownFound, server: WEB_V6 }],
  },
  {
    name: 'iis7-teardown-keepalive-probe',
    why: 'TCP keep-alive probes (sequence number one too low, no data) stand between handshake and FIN; they must not count as data.',
    servers: aborting,
    run: (c) => c.probe('probe', BALANCER, WEB, { keepAliveMs: 1000, holdMs: 2500 }),
    shapes: { probe: /^c:S s:SA c:A (c:A s:A ){2}c:FA (s:A )?s:RA$/ },
    find: [teardownFound],
  },
  {
    name: 'iis7-two-balancers',
    why: 'Two balancers check one server, each at its own period; mixed together their probes are not periodic, per source they are.',
    servers: aborting,
    async run(c) {
      const first = c.every(500, 7, () => c.probe('probe', BALANCER, WEB));
      await c.sleep(170);
      await Promise.all([first, c.every(600, 6, () => c.probe('probe', BALANCER_2, WEB))]);
    },
    shapes: { probe: FORMS.teardown },
    find: [{ rule: 'health-check-reset', server: WEB, labels: ['probe'] }, teardownFound],
  },
  {
    name: 'teardown-other-port',
    why: 'The same teardown on port 445: Windows services other than IIS show it too, so it may not be blamed on IIS.',
    servers: [{ at: SMB, fin: 'abort', finDelayMs: 60 }],
    async run(c) {
      for (const wait of [0, 350, 900]) {
        await c.sleep(wait);
        await c.probe('probe', BALANCER, SMB);
      }
    },
    shapes: { probe: FORMS.teardown },
    find: [{ ...teardownFound, server: SMB }],
  },
];

/** Health checks that end in other ways, and how a connection can fail before it begins. */
const otherProbes = [
  {
    name: 'orderly-close',
    why: 'The baseline: a periodic TCP health check that both sides close with FIN.',
    servers: [{ at: WEB }],
    run: (c) => c.every(500, 8, () => c.probe('probe', BALANCER, WEB)),
    shapes: { probe: FORMS.graceful },
    find: [{ rule: 'graceful-health-check', server: WEB, labels: ['probe'] }],
  },
  {
    name: 'half-open-probe',
    why: 'A half-open check: SYN; SYN, ACK; RST from the prober. Nothing is wrong and IIS never sees it.',
    how: 'The SYNs are sent from a raw socket (python3); the RSTs are those of the kernel, which knows no such connection.',
    servers: [{ at: WEB }],
    run: (c) => c.every(500, 7, async (i) => c.raw('syn', 'probe', BALANCER, 40201 + i, WEB)),
    shapes: { probe: /^c:S s:SA c:R$/ },
    find: [{ rule: 'half-open-probe', server: WEB, labels: ['probe'] }],
  },
  {
    name: 'client-abort-probe',
    why: 'A check that completes the handshake and then resets the connection itself (linger 0). The server did nothing wrong.',
    servers: [{ at: WEB }],
    run: (c) => c.every(500, 7, () => c.probe('probe', BALANCER, WEB, { reset: true })),
    shapes: { probe: /^c:S s:SA c:A c:RA$/ },
    find: [{ rule: 'client-abort-probe', server: WEB, labels: ['probe'] }],
  },
  {
    name: 'haproxy-check-abort',
    why: "HAProxy's plain check: SYN; SYN, ACK; RST, ACK without an ACK of the handshake between.",
    how: 'The client is python3 with TCP_QUICKACK off and linger 0, as HAProxy sets them.',
    servers: [{ at: WEB }],
    run: (c) => c.every(500, 6, async (i) => c.raw('late-ack-reset', 'probe', BALANCER, 40301 + i, WEB)),
    shapes: { probe: /^c:S s:SA c:RA$/ },
    find: [{ rule: 'client-abort-probe', server: WEB, labels: ['probe'] }],
  },
  {
    name: 'connection-refused',
    why: 'Nobody listens on the port: every SYN is answered by RST, ACK, while port 80 of the same server works.',
    servers: [{ at: WEB }],
    async run(c) {
      await c.every(400, 5, (i) => c.attempt('refused', BALANCER, 40401 + i, CLOSED));
      await c.user('user', USERS[0], WEB, ['/']);
    },
    shapes: { refused: FORMS.refused, user: FORMS.http },
    find: [{ rule: 'connection-refused', server: CLOSED, labels: ['refused'] }],
  },
  {
    name: 'refused-by-icmp',
    why: 'A rule rejects the SYNs to one port with the ICMP error "communication administratively prohibited", which quotes them; port 80 of the same server works.',
    how: 'A rule of type prohibit in the server namespace rejects port 8080.',
    lab: { prohibitedPort: 8080 },
    capture: { filter: 'tcp or icmp' },
    servers: [{ at: WEB }],
    async run(c) {
      await c.every(300, 4, (i) => c.attempt('refused', BALANCER, 40431 + i, CLOSED));
      await c.user('user', USERS[0], WEB, ['/']);
    },
    shapes: { refused: /^c:S$/, user: FORMS.http },
    find: [{ rule: 'connection-refused', server: CLOSED, labels: ['refused'] }],
  },
  {
    name: 'refused-then-accepted',
    why: 'Innocent neighbour of connection-refused: the port refuses at first and accepts within the same second, so it is not simply closed.',
    servers: [{ at: CLOSED, openAfterMs: 700 }, { at: WEB }],
    async run(c) {
      await c.attempt('refused', USERS[0], 40501, CLOSED);
      await c.sleep(800);
      for (const user of USERS) await c.user('user', user, CLOSED, ['/']);
    },
    shapes: { refused: FORMS.refused, user: FORMS.http },
    find: [],
  },
  {
    name: 'syn-unanswered',
    why: 'The SYNs to one port are swallowed and repeated by the client; the host answers on port 80, so it is up and the capture shows both directions.',
    how: 'A blackhole rule in the server namespace swallows port 8080.',
    lab: { blackholePort: 8080 },
    servers: [{ at: WEB }],
    async run(c) {
      const lost = [40601, 40602].map((port) => c.attempt('lost', BALANCER, port, CLOSED, 4500));
      await c.user('user', USERS[0], WEB, ['/', '/news']);
      await Promise.all(lost);
    },
    shapes: { lost: /^c:S( c:S){2,}$/, user: FORMS.http },
    find: [{ rule: 'syn-unanswered', server: CLOSED, labels: ['lost'] }],
  },
  {
    name: 'syn-given-up',
    why: 'A check that gives up after one SYN: no connection shows anything by itself, six in a row to a port of a host that answers on port 80 do.',
    how: 'A blackhole rule in the server namespace swallows port 8080; the check waits for half a second.',
    lab: { blackholePort: 8080 },
    servers: [{ at: WEB }],
    async run(c) {
      await c.user('user', USERS[0], WEB, ['/', '/news']);
      await c.every(900, 6, (i) => c.attempt('lost', BALANCER, 40641 + i, CLOSED, 500));
    },
    shapes: { lost: /^c:S$/, user: FORMS.http },
    find: [{ rule: 'syn-unanswered', server: CLOSED, labels: ['lost'] }],
  },
  {
    name: 'reset-after-accept',
    why: 'Innocent neighbour of the teardown: the server resets an empty connection before the client sent any FIN.',
    servers: [{ at: WEB, accept: 'reset' }],
    async run(c) {
      for (const localPort of [40801, 40802]) await c.probe('cut', USERS[0], WEB, { localPort, holdMs: 60 });
    },
    shapes: { cut: /^c:S s:SA c:A s:RA$/ },
    find: [],
  },
  {
    name: 'few-graceful-connects',
    why: 'Innocent neighbour of the graceful check: three empty connections at odd times are not a periodic probe.',
    servers: [{ at: WEB }],
    async run(c) {
      for (const wait of [0, 250, 1300]) {
        await c.sleep(wait);
        await c.probe('connect', USERS[0], WEB);
      }
    },
    shapes: { connect: FORMS.graceful },
    find: [],
  },
  {
    name: 'port-reuse',
    why: 'The same addresses and ports four times, once right after a reset: each is a flow of its own.',
    servers: aborting,
    async run(c) {
      const again = { localPort: 40701, headers: ['Connection: close'] };
      for (let round = 0; round < 2; round++) {
        await c.user('user', BALANCER, WEB, ['/'], again);
        await c.sleep(50);
        await c.probe('probe', BALANCER, WEB, again);
        await c.sleep(50);
      }
    },
    shapes: { user: FORMS.httpClosedByServer, probe: FORMS.teardown },
    find: [teardownFound],
  },
];

export const teardowns = [...iis7, ...otherProbes];
