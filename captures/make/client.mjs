/**
 * The balancers and the users of one scenario: `node client.mjs <scenario>`, started by record.mjs inside the client
 * namespace. It tells record.mjs which connection played which part, so that the .json can name flows by the numbers
 * tshark gives them without anybody counting by hand.
 */
import { execFileSync } from 'node:child_process';
import http2 from 'node:http2';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';
import { endpoint, endpointText } from './endpoint.mjs';
import { scenario } from './scenarios.mjs';

/**
 * Two things node cannot ask the kernel for. `syn` sends a lone SYN from a raw socket: no socket waits for the
 * SYN, ACK, so the kernel itself answers it with RST, which is a half-open probe. `late-ack` connects without an ACK
 * of its own (TCP_QUICKACK off), so that the close carries it: with linger 0 as HAProxy's check does.
 */
const PYTHON = `
import socket, struct, sys
what, src, sport, dst, dport = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], int(sys.argv[5])
def add(octets):
    total = sum(struct.unpack('!%dH' % (len(octets) // 2), octets))
    total = (total >> 16) + (total & 65535)
    return ~(total + (total >> 16)) & 65535
if what == 'syn':
    def segment(check):
        return struct.pack('!HHIIBBHHHBBH', sport, dport, sport * 99991, 0, 0x60, 2, 64240, check, 0, 2, 4, 1460)
    pseudo = socket.inet_aton(src) + socket.inet_aton(dst) + struct.pack('!HH', 6, 24)
    s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
    s.bind((src, 0))
    s.sendto(segment(add(pseudo + segment(0))), (dst, 0))
else:
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 0)
    if what == 'late-ack-reset':
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    s.bind((src, sport))
    s.connect((dst, dport))
    if what == 'late-ack-fin':
        s.shutdown(socket.SHUT_WR)
        try:
            s.recv(1)
        except ConnectionResetError:
            pass
    s.close()
`;

/** Is a whole final response to a `method` request at the front of `text`? */
function responseEnd(text, method) {
  const headEnd = text.indexOf('\r\n\r\n') + 4;
  if (headEnd < 4) return 0;
  const head = text.slice(0, headEnd);
  if (head.startsWith('HTTP/1.1 1')) {
    const rest = responseEnd(text.slice(headEnd), method);
    return rest && headEnd + rest;
  }
  if (method === 'HEAD') return headEnd;
  if (/^transfer-encoding: *chunked/im.test(head)) {
    const end = text.indexOf('0\r\n\r\n', headEnd);
    return end < 0 ? 0 : end + 5;
  }
  const end = headEnd + Number(/^content-length: *(\d+)/im.exec(head)[1]);
  return text.length < end ? 0 : end;
}

export class Client {
  /** `{ label, client, server }` of every connection, in the order in which they were opened. */
  flows = [];
  sleep = sleep;

  /** Calls `action` `count` times, `everyMs` apart whatever it takes: the period of a health check is stable. */
  async every(everyMs, count, action) {
    const start = performance.now();
    const running = [];
    for (let i = 0; i < count; i++) {
      await sleep(Math.max(0, start + i * everyMs - performance.now()));
      running.push(action(i));
    }
    await Promise.all(running);
  }

  /** Begins the recording in the middle (scenario.capture.later). */
  startCapture() {
    process.send({ ask: 'capture' });
    return new Promise((resolve) => process.once('message', resolve));
  }

  note(label, from, fromPort, to) {
    this.flows.push({ label, client: endpointText(from, fromPort), server: to });
  }

  /** Connects; `gone` resolves when the connection is over, however that happened. */
  async open(label, from, to, { localPort } = {}) {
    const socket = this.#connect(from, to, localPort);
    await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), socket.gone]);
    this.note(label, from, socket.localPort ?? localPort, to);
    return socket;
  }

  #connect(from, to, localPort) {
    const { host, port } = endpoint(to);
    const socket = net.connect({
      host,
      port,
      localAddress: from,
      localPort,
      allowHalfOpen: true,
      noDelay: true,
    });
    socket.received = '';
    socket.gone = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {}); // A reset is an event of the scenario, not a failure.
    socket.on('data', (octets) => {
      socket.received += octets.toString('latin1');
    });
    return socket;
  }

  /** A user of TLS: one connection with the given options of node's TLS, the paths one after the other, then the end. */
  async tlsUser(label, from, to, options, paths) {
    const carrier = await this.open(label, from, to);
    carrier.removeAllListeners('data');
    const socket = tls.connect({ socket: carrier, rejectUnauthorized: false, ...options });
    socket.received = '';
    socket.on('error', () => {}); // An alert is an event of the scenario, not a failure.
    socket.on('data', (octets) => {
      socket.received += octets.toString('latin1');
    });
    const isOpen = await new Promise((resolve) => {
      socket.once('secureConnect', () => resolve(true));
      socket.once('close', () => resolve(false));
    });
    if (isOpen) {
      for (const path of paths) await this.ask(socket, path);
      socket.end();
    }
    await carrier.gone;
  }

  /** A user of HTTP/2 in clear text: one stream per path, one after the other; that for `/cancelled` is cancelled. */
  async http2User(label, from, to, paths) {
    const carrier = await this.open(label, from, to);
    carrier.removeAllListeners('data');
    const session = http2.connect(`http://${to}`, { createConnection: () => carrier });
    session.on('error', () => {}); // GOAWAY is an event of the scenario, not a failure.
    for (const path of paths) {
      const stream = session.request({ ':path': path });
      stream.on('error', () => {});
      stream.resume();
      const closed = new Promise((resolve) => stream.once('close', resolve));
      if (path === '/cancelled') {
        await sleep(10);
        stream.close(http2.constants.NGHTTP2_CANCEL);
      }
      await closed;
    }
    await carrier.gone;
    await sleep(200); // The socket says that it is gone before the last frames are.
  }

  /** A TCP health check: handshake, then FIN (or a reset of its own), and nothing else. */
  async probe(label, from, to, { holdMs = 0, reset = false, keepAliveMs = 0, localPort } = {}) {
    const socket = await this.open(label, from, to, { localPort });
    if (keepAliveMs) socket.setKeepAlive(true, keepAliveMs);
    if (holdMs) await sleep(holdMs);
    if (reset) socket.resetAndDestroy();
    else socket.end();
    await socket.gone;
  }

  /** Tries a port that refuses or does not answer. The port is chosen here: a failed socket no longer tells it. */
  async attempt(label, from, fromPort, to, giveUpMs = 500) {
    this.note(label, from, fromPort, to);
    const socket = this.#connect(from, to, fromPort);
    await Promise.race([socket.gone, sleep(giveUpMs)]);
    socket.destroy();
  }

  /** The probes node cannot make; see PYTHON. */
  raw(what, label, from, fromPort, to) {
    const { host, port } = endpoint(to);
    this.note(label, from, fromPort, to);
    execFileSync('python3', ['-c', PYTHON, what, from, String(fromPort), host, String(port)]);
  }

  /** Sends one request and waits for its whole answer, or for the end of the connection. */
  async ask(
    socket,
    path,
    { method = 'GET', host = 'www.example.com', headers = [], body = '', expect100 } = {},
  ) {
    const lines = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, 'User-Agent: example', ...headers];
    if (body) lines.push(`Content-Length: ${body.length}`);
    const head = `${lines.join('\r\n')}\r\n\r\n`;
    socket.received = '';
    let over = false;
    for (const event of ['end', 'close']) {
      socket.once(event, () => {
        over = true;
      });
    }
    socket.write(expect100 ? head : head + body);
    let waiting = expect100;
    while (!over && !responseEnd(socket.received, method)) {
      if (waiting && socket.received.includes('100 Continue')) {
        waiting = false;
        socket.write(body);
      }
      await sleep(2);
    }
    return socket.received;
  }

  /** A user: one connection, the paths one after the other, then an orderly close. */
  async user(label, from, to, paths, { gapMs = 60, reset = false, localPort, ...request } = {}) {
    const socket = await this.open(label, from, to, { localPort });
    for (const [index, path] of paths.entries()) {
      if (index > 0) await sleep(gapMs);
      await this.ask(socket, path, request);
    }
    if (reset) socket.resetAndDestroy();
    else socket.end();
    await socket.gone;
  }
}

async function main() {
  const client = new Client();
  await scenario(process.argv[2]).run(client);
  process.send({ flows: client.flows });
  process.disconnect();
}

await main();
