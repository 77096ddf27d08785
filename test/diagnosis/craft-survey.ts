import { Frame } from '../../src/capture/frame-reader.js';
import { ACK, FIN, RST, SYN } from '../../src/decode/tcp.js';
import { Survey, type SurveyOptions } from '../../src/survey/survey.js';

const ETHERNET = 1;
const HEADERS = 54;
const HOP_LIMIT = 64;

/** Makes surveys of small flows without a file: Ethernet, IPv4, TCP. */
export class CraftedSurvey {
  readonly survey: Survey;
  private readonly frame = new Frame();
  private timeNs = 0;
  private hopLimit = HOP_LIMIT;

  constructor(options: SurveyOptions = {}) {
    this.survey = new Survey(options);
    this.survey.timeBase.nsOf(1_700_000_000, 0);
    this.frame.linkType = ETHERNET;
  }

  /** Lets time pass. */
  wait(milliseconds: number): void {
    this.timeNs += milliseconds * 1e6;
  }

  /** An empty connection that the client closes and the server resets, by a reset that may be unusual. */
  teardown(
    client: number,
    clientPort: number,
    server: number,
    serverPort: number,
    { flags = RST | ACK, sequence = 501, hopLimit = HOP_LIMIT } = {},
  ): void {
    const [up, down] = this.directions(client, clientPort, server, serverPort);
    up(100, 0, SYN);
    down(500, 101, SYN | ACK);
    up(101, 501, ACK);
    up(101, 501, FIN | ACK);
    this.hopLimit = hopLimit;
    down(sequence, 102, flags);
    this.hopLimit = HOP_LIMIT;
  }

  /** A SYN that is refused. */
  refused(client: number, clientPort: number, server: number, serverPort: number): void {
    const [up, down] = this.directions(client, clientPort, server, serverPort);
    up(100, 0, SYN);
    down(0, 101, RST | ACK);
  }

  /** A SYN that is answered, and nothing else. */
  accepted(client: number, clientPort: number, server: number, serverPort: number): void {
    const [up, down] = this.directions(client, clientPort, server, serverPort);
    up(100, 0, SYN);
    down(500, 101, SYN | ACK);
    up(101, 501, ACK);
  }

  /** A SYN that is sent as often as told, a second apart, and never answered. */
  unanswered(client: number, clientPort: number, server: number, serverPort: number, times: number): void {
    const [up] = this.directions(client, clientPort, server, serverPort);
    for (let sent = 0; sent < times; sent++) {
      if (sent > 0) this.wait(1000);
      up(100, 0, SYN);
    }
  }

  private directions(client: number, clientPort: number, server: number, serverPort: number) {
    const up = (sequence: number, acknowledgment: number, flags: number): void =>
      this.put(client, server, clientPort, serverPort, sequence, acknowledgment, flags);
    const down = (sequence: number, acknowledgment: number, flags: number): void =>
      this.put(server, client, serverPort, clientPort, sequence, acknowledgment, flags);
    return [up, down] as const;
  }

  private put(
    source: number,
    destination: number,
    sourcePort: number,
    destinationPort: number,
    sequence: number,
    acknowledgment: number,
    flags: number,
  ): void {
    const bytes = new Uint8Array(HEADERS);
    const view = new DataView(bytes.buffer);
    view.setUint16(12, 0x0800);
    bytes[14] = 0x45;
    view.setUint16(16, HEADERS - 14);
    bytes[22] = this.hopLimit;
    bytes[23] = 6;
    view.setUint32(26, source);
    view.setUint32(30, destination);
    view.setUint16(34, sourcePort);
    view.setUint16(36, destinationPort);
    view.setUint32(38, sequence);
    view.setUint32(42, acknowledgment);
    bytes[46] = 0x50;
    bytes[47] = flags;
    view.setUint16(48, 8192);
    this.timeNs += 10_000;
    const { frame } = this;
    frame.bytes = bytes;
    frame.capturedLength = bytes.length;
    frame.originalLength = bytes.length;
    frame.timeNs = this.timeNs;
    this.survey.take(frame);
  }
}
