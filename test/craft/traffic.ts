/** Some megabytes of traffic with what makes finding a flow in the middle of a file hard. */
import { type CraftFrame, concat } from '../capture/craft-capture.js';
import { CRAFT_EPOCH, craft } from './craft.js';
import { cutsOf, ipv4Fragment } from './fragments.js';
import { address, tcpHeader } from './headers.js';
import { HANDSHAKE, REQUEST } from './scenes.js';

const CONNECTIONS = 60;
const AT_A_TIME = 10;

const ONE_CONNECTION = [
  ...HANDSHAKE,
  REQUEST,
  '< A "HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n"',
  ...Array.from({ length: 29 }, () => '< A len=1379'),
  '< PA len=9',
  '> A',
  '> FA',
  '< FA',
  '> A',
];

function tenAtATime(): string[] {
  const lines: string[] = ['99> S', '99< SA', '99> A'];
  for (let first = 1; first <= CONNECTIONS; first += AT_A_TIME) {
    for (const line of ONE_CONNECTION) {
      for (let it = first; it < first + AT_A_TIME; it++) lines.push(`${it}${line}`);
    }
    // One connection is there from the beginning to the end.
    lines.push('99> PA "x"', '99< A');
  }
  return lines;
}

/** Frames of the traffic; one flow begins with a packet in fragments, whose first one came a megabyte before. */
export function traffic(): CraftFrame[] {
  const ipv4 = craft(tenAtATime()).frames;
  const ipv6 = craft(['7> S', '7< SA', '7> A', '7> PA "hi"', '7< RA'], { ipVersion: 6 }).frames;
  const reused = craft(['1> S', '1< SA', '1> A', '1> R'], { clientSequence: 77_777 }).frames;
  const segment = concat(
    tcpHeader({
      sourcePort: 4242,
      destinationPort: 80,
      sequence: 5,
      acknowledgment: 9,
      flags: 0x18,
      window: 100,
    }),
    new Uint8Array(100).fill(65),
  );
  const ends = { source: Uint8Array.of(10, 9, 9, 9), destination: address(4, 80) };
  const [early, late] = cutsOf(segment, 64).map((cut) => ipv4Fragment(ends, cut));
  const data = ipv4.map((frame) => frame.data);
  data.splice(200, 0, ...ipv6.map((frame) => frame.data));
  data.splice(300, 0, early as Uint8Array);
  data.splice(-20, 0, late as Uint8Array, ...reused.map((frame) => frame.data));
  return data.map((octets, index) => ({
    timeNs: BigInt(CRAFT_EPOCH) * 1_000_000_000n + BigInt(index) * 10_000n,
    data: octets,
  }));
}
