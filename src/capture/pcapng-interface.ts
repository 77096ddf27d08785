/** Interface Description Block and Interface Statistics Block. Source: draft-ietf-opsawg-pcapng sections 4.2 and 4.6. */
import { u16, u16le, u32, u32le } from '../bytes/read.js';
import type { TimeBase } from '../bytes/time.js';
import type { CaptureInterface } from './frame-reader.js';
import { InterfaceClock } from './interface-clock.js';
import { findOption, type OptionArea, optionOfLength, optionText } from './pcapng-options.js';

/** Octets of an Interface Description Block before its options. */
export const INTERFACE_OPTIONS_AT = 16;
/** Octets of an Interface Statistics Block before its options. */
export const STATISTICS_OPTIONS_AT = 20;

const LINK_TYPE_AT = 8;
const SNAP_LENGTH_AT = 12;
const STATISTICS_INTERFACE_AT = 8;
const IF_NAME = 2;
const IF_TSRESOL = 9;
const IF_TSOFFSET = 14;
const ISB_IFDROP = 5;
const ISB_OSDROP = 7;
const MICROSECONDS = 6;
const MAX_NAME_BYTES = 1024;

/** An interface of a pcapng file, with what is needed to read its frames. */
export class PcapngInterface implements CaptureInterface {
  readonly linkType: number;
  readonly snapLength: number;
  readonly name: string | null;
  droppedFrames: number | null = null;
  readonly clock: InterfaceClock;

  /** @param blockAt offset of the block. @param options its options. */
  constructor(blockAt: number, options: OptionArea, timeBase: TimeBase) {
    const { bytes, littleEndian } = options;
    const nameAt = findOption(options, options.at, IF_NAME);
    const resolutionAt = optionOfLength(options, IF_TSRESOL, 1);
    const offsetAt = optionOfLength(options, IF_TSOFFSET, 8);
    this.linkType = (littleEndian ? u16le : u16)(bytes, blockAt + LINK_TYPE_AT);
    this.snapLength = (littleEndian ? u32le : u32)(bytes, blockAt + SNAP_LENGTH_AT);
    this.name = nameAt < 0 ? null : optionText(options, nameAt, MAX_NAME_BYTES);
    this.clock = new InterfaceClock(
      timeBase,
      resolutionAt === null ? MICROSECONDS : (bytes[resolutionAt] as number),
      offsetAt === null ? 0n : BigInt.asIntN(64, u64(options, offsetAt)),
    );
  }
}

/** Interface, counted within its section, that the statistics block at `blockAt` is about. */
export function statisticsInterface(bytes: Uint8Array, blockAt: number, littleEndian: boolean): number {
  return (littleEndian ? u32le : u32)(bytes, blockAt + STATISTICS_INTERFACE_AT);
}

/**
 * Frames that the statistics say were dropped by the interface and by the operating system (isb_ifdrop and isb_osdrop, counted
 * from the start of the capture); null where they say neither.
 */
export function statisticsDroppedFrames(options: OptionArea): number | null {
  const byInterface = optionOfLength(options, ISB_IFDROP, 8);
  const bySystem = optionOfLength(options, ISB_OSDROP, 8);
  if (byInterface === null && bySystem === null) return null;
  return [byInterface, bySystem].reduce(
    (sum: number, at) => sum + (at === null ? 0 : Number(u64(options, at))),
    0,
  );
}

function u64(area: OptionArea, at: number): bigint {
  const long = area.littleEndian ? u32le : u32;
  const [high, low] = area.littleEndian ? [at + 4, at] : [at, at + 4];
  return (BigInt(long(area.bytes, high)) << 32n) | BigInt(long(area.bytes, low));
}
