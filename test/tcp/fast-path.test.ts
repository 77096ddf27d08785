import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { Packet } from '../../src/decode/packet.js';
import { ProblemCounters } from '../../src/decode/problem.js';
import { ACK, FIN, RST, SYN } from '../../src/decode/tcp.js';
import { AddressTable } from '../../src/tcp/address-table.js';
import { connState } from '../../src/tcp/conn-state.js';
import { FLOW_ROW_WORDS } from '../../src/tcp/flow-layout.js';
import { FlowRow } from '../../src/tcp/flow-row.js';
import { FlowTable } from '../../src/tcp/flow-table.js';
import { historyText } from '../../src/tcp/history.js';
import { SegmentTracker } from '../../src/tcp/segment-tracker.js';
import { teardownOf } from '../../src/tcp/teardown.js';

interface Step {
  readonly fromServer: boolean;
  readonly flags: number;
  readonly payload: number;
  /** Added to the sequence and acknowledgment numbers that an orderly sender would use. */
  readonly sequenceSlip: number;
  readonly ackSlip: number;
  readonly window: number;
  readonly file: number;
}

const slip = fc.oneof(
  { weight: 8, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: -3, max: 3 }) },
);
const flagsOf = fc.oneof(
  { weight: 6, arbitrary: fc.constant(ACK) },
  { weight: 2, arbitrary: fc.constantFrom(FIN | ACK, RST, RST | ACK, SYN, SYN | ACK) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
);
const step: fc.Arbitrary<Step> = fc.record({
  fromServer: fc.boolean(),
  flags: flagsOf,
  payload: fc.constantFrom(0, 0, 0, 1, 100),
  sequenceSlip: slip,
  ackSlip: slip,
  window: fc.oneof({ weight: 9, arbitrary: fc.constant(8192) }, { weight: 1, arbitrary: fc.constant(0) }),
  file: fc.constantFrom(0, 0, 0, 1),
});
const HANDSHAKE: Step[] = [SYN, SYN | ACK, ACK].map((flags, index) => ({
  fromServer: index === 1,
  flags,
  payload: 0,
  sequenceSlip: 0,
  ackSlip: 0,
  window: 8192,
  file: 0,
}));
/** A handshake whose first segment has other flags. */
function oddHandshake(flags: number): Step[] {
  return HANDSHAKE.map((step, index) => (index === 0 ? { ...step, flags } : step));
}

const conversation = fc
  .tuple(fc.boolean(), fc.array(step, { minLength: 1, maxLength: 30 }))
  .map(([opens, steps]) => (opens ? [...HANDSHAKE, ...steps] : steps));

/** All words of all rows, and what is read from them, after tracking the steps as segments of one tuple. */
function track(steps: readonly Step[], initial: readonly [number, number]): unknown[] {
  const problems = new ProblemCounters();
  const flows = new FlowTable(1, 1 << 20, () => {});
  const tracker = new SegmentTracker(flows, new AddressTable(1), problems);
  const packet = new Packet(problems);
  packet.bytes = Uint8Array.from([192, 0, 2, 1, 192, 0, 2, 2]);
  packet.ipVersion = 4;
  packet.hopLimit = 64;
  const next = [...initial];
  for (const [
    index,
    { fromServer, flags, payload, sequenceSlip, ackSlip, window, file },
  ] of steps.entries()) {
    const side = fromServer ? 1 : 0;
    packet.sourceAt = fromServer ? 4 : 0;
    packet.destinationAt = fromServer ? 0 : 4;
    packet.sourcePort = fromServer ? 80 : 40000;
    packet.destinationPort = fromServer ? 40000 : 80;
    packet.flags = flags;
    packet.window = window;
    packet.sequence = ((next[side] as number) + sequenceSlip) | 0;
    packet.acknowledgment = (flags & ACK) === 0 ? 0 : ((next[1 - side] as number) + ackSlip) | 0;
    packet.payloadLength = payload;
    packet.capturedPayloadLength = payload;
    const place = {
      frameNumber: index + 1,
      timeNs: index * 1_500_000,
      file,
      fileOffset: 5e9 * file + index * 100,
    };
    tracker.track(packet, place);
    next[side] =
      (packet.sequence + payload + ((flags & SYN) !== 0 ? 1 : 0) + ((flags & FIN) !== 0 ? 1 : 0)) | 0;
  }
  return Array.from({ length: flows.length }, (_, flow) => rowOf(flows, tracker, flow));
}

function rowOf(flows: FlowTable, tracker: SegmentTracker, flow: number): unknown[] {
  const row = new FlowRow(flows.rows).moveTo(flow);
  const base = flows.rows.baseOf(flow);
  const words = [...flows.rows.slabOf(flow).subarray(base, base + FLOW_ROW_WORDS)];
  const history = historyText(row, tracker.extras);
  const counts = row.extra === 0 ? [] : [0, 1].map((side) => tracker.extras.retransmissions(row.extra, side));
  return [words, history, connState(row, history), teardownOf(row), counts];
}

afterEach(() => {
  vi.restoreAllMocks();
});

test('the short cuts for frequent segments change exactly the words that the general way changes', () => {
  const sequence = fc.constantFrom(0, 1, 0x7fffffff, -2, 12345);
  fc.assert(
    fc.property(conversation, fc.tuple(sequence, sequence), (steps, initial) => {
      const fast = track(steps, initial);
      vi.spyOn(FlowRow.prototype, 'takeFast').mockReturnValue(false);
      vi.spyOn(FlowRow.prototype, 'openFast').mockReturnValue(false);
      const general = track(steps, initial);
      vi.restoreAllMocks();
      expect(fast).toEqual(general);
    }),
    // A SYN that is also a FIN or an RST, and then a handshake as if it were none.
    { numRuns: 600, examples: [SYN | FIN, SYN | RST].map((flags) => [oddHandshake(flags), [0, 0]]) },
  );
});

test('a whole health check and an HTTP exchange take nothing but short cuts', () => {
  const general = vi.spyOn(SegmentTracker.prototype as unknown as { trackGeneral(): void }, 'trackGeneral');
  const close = (fromServer: boolean, flags: number, payload = 0): Step => ({
    ...(HANDSHAKE[0] as Step),
    fromServer,
    flags,
    payload,
  });
  track([...HANDSHAKE, close(false, FIN | ACK), close(true, ACK), close(true, RST | ACK)], [7, 9]);
  track(
    [
      ...HANDSHAKE,
      close(false, ACK, 100),
      close(true, ACK, 1000),
      close(false, ACK),
      close(false, FIN | ACK),
    ],
    [7, 9],
  );
  expect(general).not.toHaveBeenCalled();
});
