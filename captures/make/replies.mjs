/**
 * What the imitated servers say. The texts are those of the products (see why each scenario exists), because the
 * rules tell HTTP.sys from its neighbours by exactly these octets.
 */

const now = () => new Date().toUTCString();
const message = (lines, body) => `${lines.join('\r\n')}\r\n\r\n${body}`;

/** HTTP.sys builds all its kernel-mode errors from one template. */
const kernelPage = (title, heading, sentence) =>
  [
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN""http://www.w3.org/TR/html4/strict.dtd">',
    `<HTML><HEAD><TITLE>${title}</TITLE>`,
    '<META HTTP-EQUIV="Content-Type" Content="text/html; charset=us-ascii"></HEAD>',
    `<BODY><h2>${heading}</h2>`,
    `<hr><p>${sentence}</p>`,
    '</BODY></HTML>',
    '',
  ].join('\r\n');

const kernelError = (status, body) =>
  message(
    [
      `HTTP/1.1 ${status}`,
      'Content-Type: text/html; charset=us-ascii',
      'Server: Microsoft-HTTPAPI/2.0',
      `Date: ${now()}`,
      'Connection: close',
      `Content-Length: ${body.length}`,
    ],
    body,
  );

const iis = (status, body, ...more) =>
  message(
    [
      `HTTP/1.1 ${status}`,
      `Content-Type: text/${body.startsWith('<') ? 'html' : 'plain'}`,
      'Server: Microsoft-IIS/10.0',
      ...more,
      `Date: ${now()}`,
      `Content-Length: ${body.length}`,
    ],
    body,
  );

const httpsys503 = () =>
  kernelError(
    '503 Service Unavailable',
    kernelPage('Service Unavailable', 'Service Unavailable', 'HTTP Error 503. The service is unavailable.'),
  );

/** The same length as the 503 (326), which is why a length alone proves nothing. */
const httpsys400 = () =>
  kernelError(
    '400 Bad Request',
    kernelPage('Bad Request', 'Bad Request - Invalid Verb', 'HTTP Error 400. The request verb is invalid.'),
  );

const haproxy503 = () =>
  message(
    [
      'HTTP/1.1 503 Service Unavailable',
      'content-length: 107',
      'cache-control: no-cache',
      'content-type: text/html',
      'connection: close',
    ],
    '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n',
  );

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends `text` in pieces that become segments of their own (Nagle is off and the pieces are 20 ms apart). */
async function inPieces(socket, text, ...cuts) {
  let from = 0;
  for (const to of cuts) {
    socket.write(text.slice(from, to));
    await pause(20);
    from = to;
  }
  socket.end(text.slice(from));
}

/** One entry per behaviour: `(socket, request) => void`. `request` is `{ method, path, close }`. */
export const replies = {
  ok(socket, { method, path, close }) {
    const body = `<p>${path} is served by the default pool</p>`;
    const text = iis('200 OK', body, ...(close ? ['Connection: close'] : []));
    socket.write(method === 'HEAD' ? text.slice(0, text.indexOf('\r\n\r\n') + 4) : text);
    if (close) socket.end();
  },
  chunked(socket) {
    const head = [
      'HTTP/1.1 200 OK',
      'Content-Type: text/plain',
      'Server: Microsoft-IIS/10.0',
      `Date: ${now()}`,
    ];
    socket.write(message([...head, 'Transfer-Encoding: chunked'], '6\r\nfirst \r\n'));
    setTimeout(() => socket.write('6\r\nsecond\r\n0\r\n\r\n'), 20);
  },
  large: (socket) => socket.write(iis('200 OK', 'A page longer than one segment. '.repeat(150))),
  slow: (socket, request) => setTimeout(() => replies.ok(socket, request), 300),
  quoted: (socket) => socket.write(iis('200 OK', `What the balancer got yesterday:\r\n\r\n${httpsys503()}`)),
  'httpsys-503': (socket) => socket.end(httpsys503()),
  'httpsys-503-split'(socket) {
    const text = httpsys503();
    const head = text.indexOf('\r\n\r\n') + 4;
    inPieces(socket, text, 10, 90, head - 1, head + 150);
  },
  'httpsys-400': (socket) => socket.end(httpsys400()),
  'haproxy-503': (socket) => socket.end(haproxy503()),
  'iis-503': (socket) => socket.write(iis('503 Service Unavailable', 'The service is unavailable.')),
  reset: (socket) => socket.resetAndDestroy(),
  'reset-late': (socket) => setTimeout(() => socket.resetAndDestroy(), 3000),
  'answer-then-reset'(socket, request) {
    replies.ok(socket, request);
    setTimeout(() => socket.resetAndDestroy(), 30);
  },
  /** Agrees and greets in one segment. The key is that of RFC 6455 section 1.3. */
  websocket(socket) {
    const accept = 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=';
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', accept];
    socket.write(Buffer.concat([Buffer.from(message(lines, '')), Buffer.from('810548656c6c6f', 'hex')]));
  },
  /** Refuses an upload at its first octets and aborts while the rest still arrives. */
  'refuse-upload'(socket) {
    socket.write(iis('413 Request Entity Too Large', 'The upload is too large.', 'Connection: close'));
    setTimeout(() => socket.resetAndDestroy(), 60);
  },
};
