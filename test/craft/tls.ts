/** Records and messages of TLS, and frames of HTTP/2, as texts of one character per octet. */

/** Types of records. */
export const RECORD = { cipherChange: 20, alert: 21, handshake: 22, data: 23, heartbeat: 24 } as const;

/** Octets of numbers, most significant first. */
export function octets(value: number, count: number): string {
  return Array.from({ length: count }, (_, i) =>
    String.fromCharCode(Math.floor(value / 256 ** (count - 1 - i)) % 256),
  ).join('');
}

/** A text with its length in front. */
export function vector(lengthBytes: number, text: string): string {
  return octets(text.length, lengthBytes) + text;
}

/** A record; the version of its header is TLS 1.2 unless another is given. */
export function record(type: number, body: string, version = 0x0303): string {
  return octets(type, 1) + octets(version, 2) + vector(2, body);
}

/** An alert in clear. */
export function alert(level: number, description: number): string {
  return record(RECORD.alert, octets(level, 1) + octets(description, 1));
}

/** A message of the handshake, without a record around it. */
export function message(type: number, body: string): string {
  return octets(type, 1) + vector(3, body);
}

const extension = (type: number, body: string) => octets(type, 2) + vector(2, body);

export interface HelloOptions {
  readonly name?: string;
  /** A name of a type that does not exist, in front of the name. */
  readonly otherName?: string;
  readonly protocols?: readonly string[];
  readonly legacy?: number;
  /** Versions offered, or the one chosen, in the extension. */
  readonly versions?: readonly number[];
  readonly random?: string;
  readonly cipher?: number;
  /** Octets of an extension that is not looked at. */
  readonly padding?: number;
}

const RANDOM = 'r'.repeat(32);

/** A ClientHello, without a record around it. */
export function clientHello(options: HelloOptions = {}): string {
  const { name, otherName, protocols = [], legacy = 0x0303, versions = [], padding = 0 } = options;
  const other = otherName === undefined ? '' : `\x01${vector(2, otherName)}`;
  const extensions = [
    padding === 0 ? '' : extension(21, '\0'.repeat(padding)),
    name === undefined ? '' : extension(0, vector(2, `${other}\0${vector(2, name)}`)),
    protocols.length === 0 ? '' : extension(16, vector(2, protocols.map((each) => vector(1, each)).join(''))),
    versions.length === 0 ? '' : extension(43, vector(1, versions.map((each) => octets(each, 2)).join(''))),
  ].join('');
  const head = octets(legacy, 2) + RANDOM + vector(1, 'session') + vector(2, '\x13\x01\x00\x2f');
  return message(1, head + vector(1, '\0') + vector(2, extensions));
}

/** A ServerHello, without a record around it. */
export function serverHello(options: HelloOptions = {}): string {
  const { protocols = [], legacy = 0x0303, versions = [], random = RANDOM, cipher = 0xc02f } = options;
  const extensions = [
    protocols.length === 0 ? '' : extension(16, vector(2, protocols.map((each) => vector(1, each)).join(''))),
    versions.length === 0 ? '' : extension(43, octets(versions[0] ?? 0, 2)),
  ].join('');
  return message(
    2,
    `${octets(legacy, 2) + random + vector(1, '') + octets(cipher, 2)}\0${vector(2, extensions)}`,
  );
}

/** The random of a HelloRetryRequest. Source: RFC 8446 section 4.1.3. */
export const RETRY_RANDOM = Buffer.from(
  'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c',
  'hex',
).toString('latin1');

/** A ClientHello of SSL 2.0. */
export function sslv2Hello(version: number): string {
  const body = `\x01${octets(version, 2)}\x00\x06\x00\x00\x00\x10\x01\x00\x80\x00\x00\x2f${'c'.repeat(16)}`;
  return octets(0x8000 + body.length, 2) + body;
}

/** The preface of a client of HTTP/2. */
export const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** A frame of HTTP/2. */
export function frame(type: number, stream: number, body: string): string {
  return `${octets(body.length, 3) + octets(type, 1)}\0${octets(stream, 4)}${body}`;
}
