/**
 * In: TCP segments described by numbers. Out: a classic pcap file (microseconds, little endian, Ethernet) with
 * correct IP and TCP checksums, written through one large buffer. It knows nothing of flows, time order or HTTP.
 */
import { closeSync, openSync, writeSync } from 'node:fs';

/** TCP flags as they stand in the header. */
export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;

/** 2026-01-01T00:00:00Z: every capture starts here. */
export const EPOCH_SECONDS = 1_767_225_600;

const BUFFER_OCTETS = 4 * 1024 * 1024;
const LARGEST_RECORD = 16 + 1514;
const ETHERNET_OCTETS = 14;
const SHORTEST_ETHERNET_FRAME = 60;

/** Text that fills every body: `Message.bodyAt` is an offset into it. */
export const FILLER = makeFiller(1 << 20);

/** MSS 1460, window scale 8, SACK permitted: 12 octets, as Windows sends them. */
const SYN_OPTIONS = Uint8Array.of(2, 4, 0x05, 0xb4, 1, 3, 3, 8, 1, 1, 4, 2);

/**
 * One end of a flow.
 * @typedef {object} Endpoint
 * @property {Uint8Array} address 4 octets for IPv4, 16 for IPv6
 * @property {number} port
 * @property {number} ttl
 * @property {number} mac last octet pair of the Ethernet address
 */

/**
 * Octets that one side sends: a head written for this message, then `bodyOctets` of `FILLER`.
 * @typedef {object} Message
 * @property {Uint8Array} head
 * @property {number} bodyAt
 * @property {number} bodyOctets
 */

/**
 * One segment.
 * @typedef {object} Segment
 * @property {number} timeUs since `EPOCH_SECONDS`
 * @property {boolean} fromServer
 * @property {number} flags
 * @property {number} seq
 * @property {number} ack
 * @property {number} window
 * @property {Message | null} message
 * @property {number} from octet of the message the payload starts at
 * @property {number} length payload octets
 */

export class PcapWriter {
  #file;
  #buffer = Buffer.allocUnsafe(BUFFER_OCTETS);
  #at = 0;
  #flushed = 0;
  #padShortFrames;
  /** Frames written. */
  frames = 0;

  /**
   * @param {string} path
   * @param {{ padShortFrames: boolean }} options whether frames are padded to 60 octets, as a mirror port shows them
   */
  constructor(path, { padShortFrames }) {
    this.#file = openSync(path, 'w');
    this.#padShortFrames = padShortFrames;
    for (const word of [0xa1b2c3d4, 0x00040002, 0, 0, 262144, 1]) {
      this.#at = this.#buffer.writeUInt32LE(word, this.#at);
    }
  }

  /** @returns {number} octets of the file so far */
  get octets() {
    return this.#flushed + this.#at;
  }

  /**
   * @param {Endpoint} source
   * @param {Endpoint} target
   * @param {Segment} segment
   */
  write(source, target, segment) {
    if (this.#at + LARGEST_RECORD > BUFFER_OCTETS) this.#flush();
    const bytes = this.#buffer;
    const frameAt = this.#at + 16;
    const ipv6 = source.address.length === 16;
    const optionOctets = segment.flags & SYN ? SYN_OPTIONS.length : 0;
    const tcpOctets = 20 + optionOctets + segment.length;
    const ipAt = frameAt + ETHERNET_OCTETS;
    const tcpAt = ipAt + (ipv6 ? 40 : 20);

    writeEthernet(bytes, frameAt, source, target, ipv6);
    if (ipv6) writeIpv6(bytes, ipAt, source, target, tcpOctets);
    else writeIpv4(bytes, ipAt, source, target, tcpOctets, this.frames & 0xffff);
    writeTcp(bytes, tcpAt, source, target, segment);
    if (optionOctets > 0) bytes.set(SYN_OPTIONS, tcpAt + 20);
    if (segment.message !== null) copyPayload(bytes, tcpAt + 20 + optionOctets, segment);
    putUint16(bytes, tcpAt + 16, tcpChecksum(bytes, tcpAt, tcpOctets, source, target));

    let end = tcpAt + tcpOctets;
    if (this.#padShortFrames) {
      while (end - frameAt < SHORTEST_ETHERNET_FRAME) bytes[end++] = 0;
    }
    this.#writeRecordHeader(segment.timeUs, end - frameAt);
    this.#at = end;
    this.frames += 1;
  }

  close() {
    this.#flush();
    closeSync(this.#file);
  }

  /**
   * @param {number} timeUs
   * @param {number} octets
   */
  #writeRecordHeader(timeUs, octets) {
    const seconds = Math.floor(timeUs / 1e6);
    const at = this.#at;
    this.#buffer.writeUInt32LE(EPOCH_SECONDS + seconds, at);
    this.#buffer.writeUInt32LE(timeUs - seconds * 1e6, at + 4);
    this.#buffer.writeUInt32LE(octets, at + 8);
    this.#buffer.writeUInt32LE(octets, at + 12);
  }

  #flush() {
    for (let done = 0; done < this.#at; ) {
      done += writeSync(this.#file, this.#buffer, done, this.#at - done);
    }
    this.#flushed += this.#at;
    this.#at = 0;
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} value
 */
function putUint16(bytes, at, value) {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} value
 */
function putUint32(bytes, at, value) {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {Uint8Array} octets
 */
function putOctets(bytes, at, octets) {
  for (let index = 0; index < octets.length; index++) bytes[at + index] = octets[index];
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {Endpoint} source
 * @param {Endpoint} target
 * @param {boolean} ipv6
 */
function writeEthernet(bytes, at, source, target, ipv6) {
  // 02:…: a locally administered address (IEEE 802).
  putUint32(bytes, at, 0x02000000);
  putUint16(bytes, at + 4, target.mac);
  putUint32(bytes, at + 6, 0x02000000);
  putUint16(bytes, at + 10, source.mac);
  putUint16(bytes, at + 12, ipv6 ? 0x86dd : 0x0800);
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {Endpoint} source
 * @param {Endpoint} target
 * @param {number} tcpOctets
 * @param {number} identification
 */
function writeIpv4(bytes, at, source, target, tcpOctets, identification) {
  putUint16(bytes, at, 0x4500);
  putUint16(bytes, at + 2, 20 + tcpOctets);
  putUint16(bytes, at + 4, identification);
  putUint16(bytes, at + 6, 0x4000);
  bytes[at + 8] = source.ttl;
  bytes[at + 9] = 6;
  putUint16(bytes, at + 10, 0);
  putOctets(bytes, at + 12, source.address);
  putOctets(bytes, at + 16, target.address);
  putUint16(bytes, at + 10, complement(sumWords(bytes, at, 20)));
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {Endpoint} source
 * @param {Endpoint} target
 * @param {number} tcpOctets
 */
function writeIpv6(bytes, at, source, target, tcpOctets) {
  putUint32(bytes, at, 0x60000000);
  putUint16(bytes, at + 4, tcpOctets);
  bytes[at + 6] = 6;
  bytes[at + 7] = source.ttl;
  putOctets(bytes, at + 8, source.address);
  putOctets(bytes, at + 24, target.address);
}

/**
 * The 20 fixed octets, with the checksum left at 0.
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {Endpoint} source
 * @param {Endpoint} target
 * @param {Segment} segment
 */
function writeTcp(bytes, at, source, target, segment) {
  putUint16(bytes, at, source.port);
  putUint16(bytes, at + 2, target.port);
  putUint32(bytes, at + 4, segment.seq);
  putUint32(bytes, at + 8, segment.flags & ACK ? segment.ack : 0);
  bytes[at + 12] = segment.flags & SYN ? 0x80 : 0x50;
  bytes[at + 13] = segment.flags;
  putUint16(bytes, at + 14, segment.window);
  putUint32(bytes, at + 16, 0);
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {Segment} segment
 */
function copyPayload(bytes, at, { message, from, length }) {
  const headOctets = message.head.length;
  let copied = 0;
  if (from < headOctets) {
    copied = Math.min(length, headOctets - from);
    message.head.copy(bytes, at, from, from + copied);
  }
  if (copied === length) return;
  // A body longer than the filler goes round it; 1460 octets are kept free so that no segment straddles the end.
  const start = (message.bodyAt + from + copied - headOctets) % (FILLER.length - 1460);
  FILLER.copy(bytes, at + copied, start, start + length - copied);
}

/**
 * RFC 9293 §3.1: the checksum covers addresses, protocol and length as well as the segment.
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} octets
 * @param {Endpoint} source
 * @param {Endpoint} target
 * @returns {number}
 */
function tcpChecksum(bytes, at, octets, source, target) {
  const addresses =
    sumWords(source.address, 0, source.address.length) + sumWords(target.address, 0, target.address.length);
  return complement(sumWords(bytes, at, octets) + addresses + 6 + octets);
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} octets
 * @returns {number} the plain sum of the big-endian 16-bit words, the last one filled up with 0
 */
function sumWords(bytes, at, octets) {
  const end = at + octets;
  let sum = 0;
  let index = at;
  for (; index + 1 < end; index += 2) sum += (bytes[index] << 8) | bytes[index + 1];
  return index < end ? sum + (bytes[index] << 8) : sum;
}

/**
 * @param {number} sum
 * @returns {number}
 */
function complement(sum) {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16);
  return ~folded & 0xffff;
}

/**
 * @param {number} octets
 * @returns {Buffer}
 */
function makeFiller(octets) {
  const lines = [];
  for (let line = 0, length = 0; length < octets; line++) {
    const text = `<tr><td>${line}</td><td>order ${(line * 7919) % 100003}</td><td>accepted</td></tr>\r\n`;
    lines.push(text);
    length += text.length;
  }
  return Buffer.from(lines.join('').slice(0, octets), 'latin1');
}
