/**
 * The imitated servers of one scenario: `node server.mjs <scenario>`, started by record.mjs inside the server
 * namespace. Not IIS: a real TCP stack whose program closes, aborts and answers as IIS and HTTP.sys are known to.
 *
 * Options of a listener (scenario.servers):
 *   at          'address:port'
 *   fin         'close' (default) answers a client's FIN with a FIN; 'abort' resets a connection on which nothing was
 *               sent, as IIS 7.0 does. `allowHalfOpen` keeps node from answering by itself.
 *   finDelayMs  waits before the abort, so that the kernel's bare ACK of the FIN stands between
 *   accept      'reset' aborts right after accepting; 'partial-reset' on the first octet of a request
 *   idleMs      closes a connection that was idle this long, completely: late octets then meet a closed socket
 *   routes      { '/path prefix': reply of replies.mjs }; everything else gets 'ok'
 *   openAfterMs the port is closed until then
 *   http2       { goawayOn }: HTTP/2 in clear text, given up with GOAWAY (ENHANCE_YOUR_CALM) at a request for that path
 *   tls         options of node's TLS: the same inside TLS, with a certificate made for this recording alone
 */
import { execFileSync } from 'node:child_process';
import http2 from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';
import { endpoint } from './endpoint.mjs';
import { replies } from './replies.mjs';
import { scenario } from './scenarios.mjs';

/** Takes one whole request (head and counted body) from the front of `text`, or returns undefined. */
function takeRequest(text) {
  const headEnd = text.indexOf('\r\n\r\n') + 4;
  if (headEnd < 4) return undefined;
  const head = text.slice(0, headEnd);
  const [method, path] = head.split(' ', 2);
  const bodyBytes = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  const request = { method, path, close: /^connection: *close/im.test(head) };
  return { request, bytes: headEnd + bodyBytes, expects: /^expect: *100-continue/im.test(head) };
}

function serve(listener, socket) {
  const { fin = 'close', finDelayMs = 0, accept, idleMs, routes = {} } = listener;
  let pending = '';
  let silent = true;
  let invited = false;
  let refused = false;
  socket.on('error', () => {}); // A client's reset is an event of the scenario, not a failure.
  if (accept === 'reset') return socket.resetAndDestroy();
  if (idleMs) socket.setTimeout(idleMs, () => socket.destroySoon());

  const replyTo = ({ path }) => routes[Object.keys(routes).find((prefix) => path.startsWith(prefix))] ?? 'ok';
  const answer = (request) => replies[replyTo(request)](socket, request);
  socket.on('data', (octets) => {
    silent = false;
    pending += octets.toString('latin1');
    if (accept === 'partial-reset') return socket.resetAndDestroy();
    for (let next = takeRequest(pending); next; next = takeRequest(pending)) {
      if (replyTo(next.request) === 'refuse-upload') {
        if (!refused) answer(next.request);
        refused = true;
        return;
      }
      if (next.expects && !invited) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      invited = next.expects;
      if (pending.length < next.bytes) return;
      pending = pending.slice(next.bytes);
      invited = false;
      answer(next.request);
    }
  });
  socket.on('end', () => {
    if (fin === 'abort' && silent) setTimeout(() => socket.resetAndDestroy(), finDelayMs);
    else if (!Object.values(routes).includes('slow')) socket.end();
  });
}

/** A key and a certificate in one text. */
function certificate() {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-subj', '/CN=www.example.com', '-days', '30'];
  return execFileSync('openssl', ['req', '-x509', ...curve, ...subject, '-keyout', '-', '-out', '-'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Answers streams after a moment, in which a client may have cancelled them. */
function createHttp2Server({ goawayOn }) {
  return http2.createServer().on('stream', (stream, headers) => {
    stream.on('error', () => {}); // A cancelled stream is an event of the scenario.
    setTimeout(() => {
      if (stream.destroyed) return;
      stream.respond({ ':status': 200 });
      stream.end('served');
      if (headers[':path'] === goawayOn) stream.session.goaway(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM);
    }, 40);
  });
}

function createServer(listener) {
  if (listener.http2) return createHttp2Server(listener.http2);
  const options = { allowHalfOpen: true, noDelay: true };
  if (!listener.tls) return net.createServer(options, (socket) => serve(listener, socket));
  const pem = certificate();
  const server = tls.createServer({ ...options, ...listener.tls, key: pem, cert: pem }, (socket) =>
    serve(listener, socket),
  );
  return server.on('tlsClientError', () => {}); // A handshake that fails is an event of the scenario.
}

async function main() {
  const { servers } = scenario(process.argv[2]);
  const open = (listener) =>
    new Promise((resolve) => {
      const { host, port } = endpoint(listener.at);
      const server = createServer(listener);
      server.listen({ host, port }, resolve);
    });
  for (const listener of servers) {
    if (listener.openAfterMs) setTimeout(open, listener.openAfterMs, listener);
    else await open(listener);
  }
  process.send('ready');
}

await main();
