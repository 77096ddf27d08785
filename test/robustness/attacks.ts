/**
 * Frames that are meant to take long, or much memory: one attack per idea. Each writes its frames into the same octets, one
 * after the other, and yields how long the frame is; the making of a frame must cost little beside its reading.
 */

const CLIENT = 0x0a000001;
const SERVER = 0x0a000002;
const HEADERS = 54;
const [SYN, RST, ACK] = [2, 4, 16];
const [SYN_ACK, FIN_ACK, RST_ACK, PSH_ACK] = [18, 17, 20, 24];

/** Numbers of one segment; those of a client's where absent. */
interface Fields {
  readonly from?: number;
  readonly to?: number;
  readonly ports?: readonly [source: number, destination: number];
  readonly sequence?: number;
  readonly acknowledgment?: number;
  readonly flags?: number;
  readonly payload?: string;
}

/** An attack of a size: lengths of its frames, whose octets are then in `bytes`. */
export type Attack = (size: number, frame: FrameWriter) => Generator<number>;

/** Octets of one frame after the other. */
export class FrameWriter {
  readonly bytes = new Uint8Array(70_000);
  private readonly view = new DataView(this.bytes.buffer);

  /** A segment in Ethernet and IPv4. */
  segment(fields: Fields): number {
    const { from = CLIENT, to = SERVER, ports = [50_000, 80], sequence = 0, acknowledgment = 0 } = fields;
    const { flags = ACK, payload = '' } = fields;
    this.ipv4(from, to, 20 + payload.length);
    this.view.setUint16(34, ports[0]);
    this.view.setUint16(36, ports[1]);
    this.view.setUint32(38, sequence >>> 0);
    this.view.setUint32(42, acknowledgment >>> 0);
    this.view.setUint32(46, 0x50000000 | (flags << 16) | 8192);
    for (let at = 0; at < payload.length; at++) this.bytes[HEADERS + at] = payload.charCodeAt(at);
    return HEADERS + payload.length;
  }

  /** A fragment of 8 octets; its place is counted in eights. */
  fragment(identification: number, place: number, octets = 8): number {
    this.ipv4(CLIENT, SERVER, octets);
    this.view.setUint16(18, identification);
    this.view.setUint16(20, 0x2000 | place);
    return 34 + octets;
  }

  private ipv4(from: number, to: number, payloadBytes: number): void {
    this.bytes.fill(0, 0, HEADERS);
    this.bytes.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45]);
    this.view.setUint16(16, 20 + payloadBytes);
    this.bytes[22] = 64;
    this.bytes[23] = 6;
    this.view.setUint32(26, from);
    this.view.setUint32(30, to);
  }
}

/** The answer to a segment of the client. */
const answer = (fields: Fields): Fields => ({
  ...fields,
  from: fields.to ?? SERVER,
  to: fields.from ?? CLIENT,
  ports: [fields.ports?.[1] ?? 80, fields.ports?.[0] ?? 50_000],
});

function* handshake(frame: FrameWriter): Generator<number> {
  yield frame.segment({ flags: SYN });
  yield frame.segment(answer({ flags: SYN_ACK }));
  yield frame.segment({ sequence: 1 });
}

/** What looks random; source: Numerical Recipes, the constants of its quick generator. */
const next = (state: number) => (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;

/** One connection whose client sends pieces of a text; the place of each in the stream is told by the second function. */
function pieces(piece: (index: number) => string, place: (index: number) => number): Attack {
  return function* (size, frame) {
    yield* handshake(frame);
    for (let index = 0; index < size; index++) {
      yield frame.segment({ sequence: 1 + place(index), payload: piece(index), flags: PSH_ACK });
    }
  };
}

/** A beginning, and then the same text again and again, one segment each. */
function endless(begin: string, again: string): Attack {
  return pieces(
    (index) => (index === 0 ? begin : again),
    (index) => (index === 0 ? 0 : begin.length + (index - 1) * again.length),
  );
}

/** The same with fewer, larger segments. */
function packed(begin: string, again: string, times: number): Attack {
  const attack = endless(begin, again.repeat(times));
  return (size, frame) => attack(Math.ceil(size / times), frame);
}

const anywhere = (size: number): ((index: number) => number) => {
  let state = 1;
  return () => {
    state = next(state);
    return 2 + ((state >>> 8) % size);
  };
};

/** Connections that only begin, each with other numbers. */
function openings(fieldsOf: (index: number) => Fields, ...answers: number[]): Attack {
  return function* (size, frame) {
    for (let index = 0; index < size; index += 1 + answers.length) {
      const fields = fieldsOf(index);
      yield frame.segment({ ...fields, flags: SYN });
      for (const flags of answers) yield frame.segment(answer({ ...fields, flags }));
    }
  };
}

function* teardowns(size: number, frame: FrameWriter): Generator<number> {
  for (let index = 0; index < size; index += 5) {
    const fields = { from: 0x0b000000 + index };
    yield frame.segment({ ...fields, flags: SYN });
    yield frame.segment(answer({ ...fields, flags: SYN_ACK }));
    yield frame.segment({ ...fields, sequence: 1 });
    yield frame.segment({ ...fields, sequence: 1, flags: FIN_ACK });
    yield frame.segment(answer({ ...fields, sequence: 1, flags: RST_ACK }));
  }
}

function* exchanges(size: number, frame: FrameWriter): Generator<number> {
  for (let index = 0; index < size; index += 4) {
    const fields = { ports: [1 + (index % 65_000), 80], from: CLIENT + index } as const;
    const request = `GET /${index} HTTP/1.1\r\nHost: h${index}\r\n\r\n`;
    const response = `HTTP/1.1 503 X${index}\r\nServer: s${index}\r\nContent-Length: 0\r\n\r\n`;
    yield frame.segment({ ...fields, flags: SYN });
    yield frame.segment(answer({ ...fields, flags: SYN_ACK }));
    yield frame.segment({ ...fields, sequence: 1, flags: PSH_ACK, payload: request });
    yield frame.segment(answer({ ...fields, sequence: 1, flags: PSH_ACK, payload: response }));
  }
}

function* acknowledgments(size: number, frame: FrameWriter): Generator<number> {
  yield* handshake(frame);
  for (let index = 0; index < size; index++) {
    yield frame.segment(answer({ sequence: 1, acknowledgment: index * 7919 }));
  }
}

function* resets(size: number, frame: FrameWriter): Generator<number> {
  yield* handshake(frame);
  for (let index = 0; index < size; index++) yield frame.segment(answer({ sequence: index, flags: RST }));
}

function* reuses(size: number, frame: FrameWriter): Generator<number> {
  for (let index = 0; index < size; index += 2) {
    yield frame.segment({ sequence: index * 100_000, flags: SYN });
    yield frame.segment({ sequence: index * 100_000 + 1, flags: RST });
  }
}

/** Fragments that never become a packet; 8,192 places of eight octets are a packet of the largest size. */
function fragments(place: (index: number) => number, ofPacket: number): Attack {
  return function* (size, frame) {
    for (let index = 0; index < size; index++) {
      yield frame.fragment(Math.floor(index / ofPacket) & 0xffff, place(index % ofPacket));
    }
  };
}

const TEXT_1000 = 'x'.repeat(1000);
const REQUEST = 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n';
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** All attacks. */
export const ATTACKS: ReadonlyMap<string, Attack> = new Map<string, Attack>([
  [
    'one-octet segments from the last to the first',
    pieces(
      () => 'x',
      (index) => 10_000_000 - index,
    ),
  ],
  [
    'one-octet segments, every other one missing',
    pieces(
      () => 'x',
      (index) => 2 + 2 * index,
    ),
  ],
  ['one-octet segments in any order', pieces(() => 'x', anywhere(250_000))],
  [
    'pairs of one-octet segments, the second first',
    pieces(
      () => 'x',
      (index) => index ^ 1,
    ),
  ],
  ['long segments that overlap in any order', pieces(() => TEXT_1000, anywhere(200_000))],
  [
    'one octet again and again',
    pieces(
      () => 'x',
      () => 1,
    ),
  ],
  ['a header without an end', endless('GET / HTTP/1.1\r\n', 'A: b\r\n')],
  ['a header without an end, octet by octet', endless('GET / HTTP/1.1\r\nA:', 'b')],
  ['a start line without an end', endless('GET /', 'a')],
  ['empty lines', endless('\r\n', '\n')],
  ['tiny chunks', endless(REQUEST, '1\r\nx\r\n')],
  ['a chunk size without an end', endless(REQUEST, '0')],
  ['tiny requests', packed('', 'GET / HTTP/1.1\r\n\r\n', 50)],
  ['tiny records of TLS', packed('', '\x17\x03\x03\0\x01x', 50)],
  ['empty records of TLS', packed('', '\x16\x03\x03\0\0', 50)],
  [
    'a ClientHello in records of one octet',
    endless('\x16\x03\x01\0\x06\x01\0\xff\xff\x03\x03', '\x16\x03\x01\0\x01x'),
  ],
  ['alerts of TLS', endless('', '\x15\x03\x03\0\x02\x02\x28')],
  ['resets of HTTP/2', packed(PREFACE, '\0\0\x04\x03\0\0\0\0\x01\0\0\0\x08', 50)],
  ['fragments in order', fragments((index) => index, 8191)],
  ['fragments from the last to the first', fragments((index) => 8190 - index, 8191)],
  ['fragments, every other one missing', fragments((index) => 2 * index + 1, 4095)],
  ['one fragment of every packet', fragments(() => 100, 1)],
  ['SYN from anywhere', openings((index) => ({ from: next(index), ports: [index & 0xffff, 80] }))],
  ['SYN to many services', openings((index) => ({ to: 0x0b000000 + index }))],
  ['many clients that are refused', openings((index) => ({ from: 0x0b000000 + index }), RST_ACK)],
  ['many services that refuse', openings((index) => ({ to: 0x0b000000 + index }), RST_ACK)],
  ['many clients that are reset', teardowns],
  ['many exchanges with texts of their own', exchanges],
  ['acknowledgments of anything', acknowledgments],
  ['resets', resets],
  ['a connection that is used again and again', reuses],
]);
