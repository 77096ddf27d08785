/** Frames made in memory, given to sinks as a reader would. */
import fc from 'fast-check';
import { TimeBase } from '../../../src/bytes/time.js';
import type { CaptureInterface, FrameReader } from '../../../src/capture/frame-reader.js';
import { openCaptureFrom } from '../../../src/capture/open-capture.js';
import { type CraftFrame, craftPcap } from '../craft-capture.js';
import { MemorySource } from '../read-all.js';

/** A capture of Ethernet to be read, in nanoseconds. */
export async function readerOf(
  frames: readonly CraftFrame[],
): Promise<{ reader: FrameReader; timeBase: TimeBase }> {
  const timeBase = new TimeBase();
  const octets = craftPcap(frames, { nanoseconds: true });
  return { reader: await openCaptureFrom(new MemorySource(octets), 'crafted', timeBase, 4096), timeBase };
}

/** Interfaces without a name, as those of a classic pcap. */
export const NO_NAMES: readonly CaptureInterface[] = [
  { linkType: 1, snapLength: 262_144, name: null, droppedFrames: null },
];

/** Frames of any sizes and lengths; times do not go back. */
export const someFrames = (maxBytes: number, maxFrames: number) =>
  fc
    .array(
      fc.record({
        afterNs: fc.bigInt({ min: 0n, max: 3_000_000_000n }),
        data: fc.uint8Array({ maxLength: maxBytes }),
        cutOff: fc.nat(3000),
      }),
      { maxLength: maxFrames },
    )
    .map((drawn) => {
      let timeNs = 1_700_000_000_123_456_789n;
      return drawn.map(({ afterNs, data, cutOff }): CraftFrame => {
        timeNs += afterNs;
        return { timeNs, data, originalLength: data.length + cutOff };
      });
    });
