/**
 * Scenarios, one line per segment:
 *
 *     craft('> S', '< SA', '> A', '> PA "GET / HTTP/1.1\r\n\r\n"', '+100ms', '< FA')
 *
 * `>` is sent by the client, `<` by the server; then come the flags, `"…"` or `len=` for the payload, and what is not to be
 * as usual: `seq=` and `ack=` (counted from the sender's and the receiver's SYN), `win=`, `ttl=`. `lost` sends a segment that is not
 * captured. A number in front (`2>`) is another connection, whose client has another port. Sequence and acknowledgment
 * numbers follow by themselves; every segment is captured 10 µs after the one before.
 */

import { sequenceAdd } from '../../src/bytes/sequence.js';
import { Frame } from '../../src/capture/frame-reader.js';
import { Survey, type SurveyOptions } from '../../src/survey/survey.js';
import { type CraftFrame, type CraftPcapOptions, concat, craftPcap } from '../capture/craft-capture.js';
import { address, ethernetFrame, flagBits, ipv4Packet, ipv6Packet, tcpHeader } from './headers.js';

export interface CraftOptions {
  readonly ipVersion?: 4 | 6;
  /** VLAN ids, the outermost first. */
  readonly vlans?: readonly number[];
  /** Pads frames to 60 octets, as Ethernet does. */
  readonly pads?: boolean;
  readonly snapLength?: number;
  readonly clientPort?: number;
  readonly serverPort?: number;
  /** Initial sequence numbers. */
  readonly clientSequence?: number;
  readonly serverSequence?: number;
  /** Microseconds between segments. */
  readonly stepUs?: number;
}

/** The second in which all crafted captures begin. */
export const CRAFT_EPOCH = 1_700_000_000;

const ETHERNET = 1;
const SHORTEST_FRAME = 60;
const NS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };

/** One side of a connection: octets sent since its SYN, the SYN counted. */
interface Side {
  readonly initial: number;
  next: number;
}

interface Line {
  readonly connection: number;
  readonly isFromClient: boolean;
  readonly flags: string;
  readonly payload: Uint8Array;
  readonly isLost: boolean;
  readonly values: ReadonlyMap<string, number>;
}

/** A frame with its time, counted from `CRAFT_EPOCH`. */
export interface CraftedFrame {
  readonly timeNs: number;
  readonly data: Uint8Array;
  readonly originalLength: number;
}

/** The frames of a scenario. */
export class Crafted {
  readonly frames: readonly CraftedFrame[];

  constructor(frames: readonly CraftedFrame[]) {
    this.frames = frames;
  }

  /** The survey of these frames. */
  survey(options: SurveyOptions = {}): Survey {
    const survey = new Survey(options);
    takeFrames(survey, this.frames);
    survey.finish();
    return survey;
  }

  /** The octets of a pcap file of these frames. */
  pcap(options: CraftPcapOptions = {}): Uint8Array {
    const frames = this.frames.map<CraftFrame>(({ timeNs, data, originalLength }) => ({
      timeNs: BigInt(CRAFT_EPOCH) * 1_000_000_000n + BigInt(timeNs),
      data,
      originalLength,
    }));
    return craftPcap(frames, options);
  }
}

/** Feeds frames to a survey. */
export function takeFrames(survey: Survey, frames: Iterable<CraftedFrame>, linkType = ETHERNET): void {
  survey.timeBase.nsOf(CRAFT_EPOCH, 0);
  const frame = new Frame();
  frame.linkType = linkType;
  for (const { timeNs, data, originalLength } of frames) {
    frame.bytes = data;
    frame.capturedLength = data.length;
    frame.originalLength = originalLength;
    frame.timeNs = timeNs;
    survey.take(frame);
  }
}

/** Makes the frames of a scenario. */
export function craft(lines: readonly string[], options: CraftOptions = {}): Crafted {
  const frames: CraftedFrame[] = [];
  const connections = new Map<number, readonly [client: Side, server: Side]>();
  let timeNs = 0;
  for (const text of lines) {
    const pause = /^([+-]\d+)(ns|us|ms|s)$/.exec(text);
    if (pause !== null) {
      timeNs += Number(pause[1]) * (NS[pause[2] ?? ''] ?? 0);
      continue;
    }
    const line = parseLine(text);
    const sides = connections.get(line.connection) ?? newSides(options);
    connections.set(line.connection, sides);
    const data = segmentFrame(line, sides, options);
    timeNs += (options.stepUs ?? 10) * 1000;
    if (!line.isLost) frames.push(cut(timeNs, data, options));
  }
  return new Crafted(frames);
}

function newSides(options: CraftOptions): readonly [Side, Side] {
  const { clientSequence = 1000, serverSequence = 5000 } = options;
  return [
    { initial: clientSequence, next: 0 },
    { initial: serverSequence, next: 0 },
  ];
}

function cut(timeNs: number, whole: Uint8Array, options: CraftOptions): CraftedFrame {
  const { pads = false, snapLength = Number.POSITIVE_INFINITY } = options;
  const padding = new Uint8Array(pads ? Math.max(0, SHORTEST_FRAME - whole.length) : 0);
  const data = concat(whole, padding);
  return { timeNs, data: data.subarray(0, snapLength), originalLength: data.length };
}

const LINE = /^(\d*)([<>]) ([.A-Z]+)(?: "([\s\S]*)")?((?: (?:[a-z]+=-?\d+|lost))*)$/;

function parseLine(text: string): Line {
  const parts = LINE.exec(text);
  if (parts === null) throw new Error(`Expected a line such as > PA "text" seq=1, got ${text}`);
  const [, connection = '', direction, flags = '', payload = '', rest = ''] = parts;
  const words = rest.split(' ').filter((word) => word !== '' && word !== 'lost');
  const values = new Map(
    words.map((word) => {
      const [name = '', value] = word.split('=');
      return [name, Number(value)] as const;
    }),
  );
  const length = values.get('len');
  return {
    connection: Number(connection),
    isFromClient: direction === '>',
    flags,
    payload: length === undefined ? latin1(payload) : new Uint8Array(length).fill(0x78),
    isLost: / lost\b/.test(rest),
    values,
  };
}

function segmentFrame(line: Line, sides: readonly [Side, Side], options: CraftOptions): Uint8Array {
  const { ipVersion = 4, clientPort = 50000, serverPort = 80, vlans = [] } = options;
  const [client, server] = sides;
  const [sender, receiver] = line.isFromClient ? [client, server] : [server, client];
  const ports = [clientPort + line.connection, serverPort];
  const [source, destination] = [address(ipVersion, 1), address(ipVersion, 2)];
  const flags = flagBits(line.flags);
  const isFresh = line.flags.includes('S') || sender.next > 0;
  if (!isFresh) sender.next = 1;
  const sequence = line.values.get('seq') ?? (line.flags.includes('S') ? 0 : sender.next);
  const acknowledged = line.values.get('ack') ?? (receiver.next === 0 ? 1 : receiver.next);
  const segment = concat(
    tcpHeader({
      sourcePort: ports[line.isFromClient ? 0 : 1] ?? 0,
      destinationPort: ports[line.isFromClient ? 1 : 0] ?? 0,
      sequence: sequenceAdd(sender.initial, sequence),
      acknowledgment: line.flags.includes('A') ? sequenceAdd(receiver.initial, acknowledged) : 0,
      flags,
      window: line.values.get('win') ?? 8192,
    }),
    line.payload,
  );
  if (!line.flags.includes('R')) {
    const octets =
      line.payload.length + [...line.flags].filter((flag) => flag === 'S' || flag === 'F').length;
    sender.next = Math.max(sender.next, sequence + octets);
  }
  const fields = {
    source: line.isFromClient ? source : destination,
    destination: line.isFromClient ? destination : source,
    hopLimit: line.values.get('ttl') ?? 64,
  };
  return ipVersion === 4
    ? ethernetFrame(0x0800, ipv4Packet(fields, segment), vlans)
    : ethernetFrame(0x86dd, ipv6Packet(fields, segment), vlans);
}

/** The octets of a text, one per character. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
