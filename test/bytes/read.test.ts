import fc from 'fast-check';
import { expect, test } from 'vitest';
import { i32, i32le, u16, u16le, u32, u32le } from '../../src/bytes/read.js';

const READERS = [
  ['u16', u16, (view: DataView, at: number) => view.getUint16(at)],
  ['u16le', u16le, (view: DataView, at: number) => view.getUint16(at, true)],
  ['i32', i32, (view: DataView, at: number) => view.getInt32(at)],
  ['i32le', i32le, (view: DataView, at: number) => view.getInt32(at, true)],
  ['u32', u32, (view: DataView, at: number) => view.getUint32(at)],
  ['u32le', u32le, (view: DataView, at: number) => view.getUint32(at, true)],
] as const;

test.each(READERS)('%s reads what a DataView reads, at any offset', (_, read, expected) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 12 }), fc.nat(), (bytes, place) => {
      const at = place % (bytes.length - 3);
      expect(read(bytes, at)).toBe(expected(new DataView(bytes.buffer, bytes.byteOffset), at));
    }),
  );
});
