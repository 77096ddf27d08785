/** Captures written octet by octet, so that a test says what is in its file. */

/** A frame to be written. */
export interface CraftFrame {
  /** Nanoseconds since 1970 UTC. */
  readonly timeNs: bigint;
  readonly data: Uint8Array;
  /** The same as the data's length where absent. */
  readonly originalLength?: number;
}

export interface CraftPcapOptions {
  readonly littleEndian?: boolean;
  readonly nanoseconds?: boolean;
  /** The whole 32-bit field, FCS bits included. */
  readonly linkType?: number;
  readonly snapLength?: number;
  readonly version?: readonly [major: number, minor: number];
}

/** Integers of one byte order, appended one after the other. */
export class OctetWriter {
  private readonly parts: Uint8Array[] = [];
  private readonly littleEndian: boolean;

  constructor(littleEndian: boolean) {
    this.littleEndian = littleEndian;
  }

  u8(value: number): this {
    return this.raw(Uint8Array.of(value));
  }

  u16(value: number): this {
    const octets = new DataView(new ArrayBuffer(2));
    octets.setUint16(0, value, this.littleEndian);
    return this.raw(new Uint8Array(octets.buffer));
  }

  u32(value: number): this {
    const octets = new DataView(new ArrayBuffer(4));
    octets.setUint32(0, value, this.littleEndian);
    return this.raw(new Uint8Array(octets.buffer));
  }

  i64(value: bigint): this {
    const octets = new DataView(new ArrayBuffer(8));
    octets.setBigInt64(0, value, this.littleEndian);
    return this.raw(new Uint8Array(octets.buffer));
  }

  raw(octets: Uint8Array): this {
    this.parts.push(octets);
    return this;
  }

  padTo4(length: number): this {
    return this.raw(new Uint8Array((4 - (length % 4)) % 4));
  }

  get length(): number {
    return this.parts.reduce((sum, part) => sum + part.length, 0);
  }

  bytes(): Uint8Array {
    return concat(...this.parts);
  }
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A classic pcap. Little-endian microseconds of Ethernet without a snapshot length where nothing else is said. */
export function craftPcap(frames: readonly CraftFrame[], options: CraftPcapOptions = {}): Uint8Array {
  const {
    littleEndian = true,
    nanoseconds = false,
    linkType = 1,
    snapLength = 0,
    version = [2, 4],
  } = options;
  const out = new OctetWriter(littleEndian);
  out
    .u32(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4)
    .u16(version[0])
    .u16(version[1]);
  out.u32(0).u32(0).u32(snapLength).u32(linkType);
  for (const { timeNs, data, originalLength } of frames) {
    const fraction = timeNs % 1_000_000_000n;
    out.raw(
      pcapRecord(
        littleEndian,
        Number(timeNs / 1_000_000_000n),
        Number(nanoseconds ? fraction : fraction / 1000n),
        data,
        data.length,
        originalLength ?? data.length,
      ),
    );
  }
  return out.bytes();
}

/** One record of a classic pcap with any numbers in its header. */
export function pcapRecord(
  littleEndian: boolean,
  seconds: number,
  fraction: number,
  data: Uint8Array,
  captured: number = data.length,
  original: number = captured,
): Uint8Array {
  const out = new OctetWriter(littleEndian);
  return out.u32(seconds).u32(fraction).u32(captured).u32(original).raw(data).bytes();
}

/** An option of a pcapng block. */
export type CraftOption = readonly [code: number, value: Uint8Array | string];

export interface CraftInterfaceOptions {
  readonly linkType?: number;
  readonly snapLength?: number;
  readonly name?: string;
  /** if_tsresol as it is written; microseconds and no option where absent. */
  readonly resolution?: number;
  readonly offsetSeconds?: bigint;
  readonly comment?: string;
}

/** A pcapng, block by block. Every method appends one block. */
export class CraftPcapng {
  private readonly blocks: Uint8Array[] = [];
  private littleEndian = true;

  /** Begins a section; everything up to the next one is in its byte order. */
  section(
    littleEndian = true,
    options: readonly CraftOption[] = [],
    version: readonly [number, number] = [1, 0],
  ): this {
    this.littleEndian = littleEndian;
    const body = this.writer().u32(0x1a2b3c4d).u16(version[0]).u16(version[1]).i64(-1n);
    return this.block(0x0a0d0d0a, body.raw(this.options(options)).bytes());
  }

  interface(options: CraftInterfaceOptions = {}): this {
    const { linkType = 1, snapLength = 0, name, resolution, offsetSeconds, comment } = options;
    const written: CraftOption[] = [];
    if (comment !== undefined) written.push([1, comment]);
    if (name !== undefined) written.push([2, name]);
    if (resolution !== undefined) written.push([9, Uint8Array.of(resolution)]);
    if (offsetSeconds !== undefined) written.push([14, this.writer().i64(offsetSeconds).bytes()]);
    const body = this.writer().u16(linkType).u16(0).u32(snapLength).raw(this.options(written));
    return this.block(1, body.bytes());
  }

  /** Enhanced Packet Block. `units` is the timestamp as written. */
  enhanced(
    units: bigint,
    data: Uint8Array,
    more: {
      interfaceId?: number;
      captured?: number;
      original?: number;
      options?: readonly CraftOption[];
    } = {},
  ): this {
    const { interfaceId = 0, captured = data.length, original = captured, options = [] } = more;
    const body = this.writer()
      .u32(interfaceId)
      .u32(Number(units >> 32n))
      .u32(Number(units & 0xffffffffn));
    body.u32(captured).u32(original).raw(data).padTo4(data.length).raw(this.options(options));
    return this.block(6, body.bytes());
  }

  /** The obsolete Packet Block. */
  obsolete(units: bigint, data: Uint8Array, interfaceId = 0): this {
    const body = this.writer()
      .u16(interfaceId)
      .u16(0xffff)
      .u32(Number(units >> 32n));
    body
      .u32(Number(units & 0xffffffffn))
      .u32(data.length)
      .u32(data.length)
      .raw(data);
    return this.block(2, body.bytes());
  }

  simple(data: Uint8Array, original: number = data.length): this {
    return this.block(3, this.writer().u32(original).raw(data).bytes());
  }

  statistics(interfaceId: number, droppedFrames: bigint): this {
    const value = this.writer().i64(droppedFrames).bytes();
    const body = this.writer().u32(interfaceId).u32(0).u32(0);
    return this.block(5, body.raw(this.options([[5, value]])).bytes());
  }

  custom(enterprise: number, content: Uint8Array): this {
    return this.block(0x0bad, this.writer().u32(enterprise).raw(content).bytes());
  }

  /** Any block, with lengths that may be wrong. */
  block(type: number, body: Uint8Array, first?: number, second?: number): this {
    const out = this.writer().u32(type);
    const length = 12 + body.length + ((4 - (body.length % 4)) % 4);
    out
      .u32(first ?? length)
      .raw(body)
      .padTo4(body.length)
      .u32(second ?? first ?? length);
    return this.raw(out.bytes());
  }

  /** Octets that are no block. */
  raw(octets: Uint8Array): this {
    this.blocks.push(octets);
    return this;
  }

  bytes(): Uint8Array {
    return concat(...this.blocks);
  }

  private writer(): OctetWriter {
    return new OctetWriter(this.littleEndian);
  }

  private options(options: readonly CraftOption[]): Uint8Array {
    const out = this.writer();
    for (const [code, value] of options) {
      const octets = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      out.u16(code).u16(octets.length).raw(octets).padTo4(octets.length);
    }
    if (options.length > 0) out.u16(0).u16(0);
    return out.bytes();
  }
}

/** A pcapng of one section and one nanosecond interface. */
export function craftPcapng(frames: readonly CraftFrame[], littleEndian = true): Uint8Array {
  const craft = new CraftPcapng().section(littleEndian).interface({ resolution: 9 });
  for (const { timeNs, data, originalLength } of frames) {
    craft.enhanced(timeNs, data, { original: originalLength ?? data.length });
  }
  return craft.bytes();
}

/** Octets 0, 1, 2 … of this length, beginning at `from`. */
export function octets(length: number, from = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => from + index);
}
