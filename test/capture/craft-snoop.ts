import { type CraftFrame, OctetWriter } from './craft-capture.js';

/** The numbers of a snoop record that may be wrong. */
export interface CraftSnoopRecord extends CraftFrame {
  readonly drops?: number;
  readonly captured?: number;
  readonly recordBytes?: number;
}

/** A snoop capture; Ethernet, version 2 where nothing else is said. */
export function craftSnoop(
  frames: readonly CraftSnoopRecord[],
  { datalinkType = 4, version = 2 }: { datalinkType?: number; version?: number } = {},
): Uint8Array {
  const out = new OctetWriter(false);
  out.u32(0x736e6f6f).u32(0x70000000).u32(version).u32(datalinkType);
  for (const { timeNs, data, originalLength, drops, captured, recordBytes } of frames) {
    const padded = data.length + ((4 - (data.length % 4)) % 4);
    out.u32(originalLength ?? data.length).u32(captured ?? data.length);
    out.u32(recordBytes ?? 24 + padded).u32(drops ?? 0);
    out.u32(Number(timeNs / 1_000_000_000n)).u32(Number((timeNs % 1_000_000_000n) / 1000n));
    out.raw(data).padTo4(data.length);
  }
  return out.bytes();
}
