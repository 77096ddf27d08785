import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Stream, StreamBuilder } from '../../src/closeup/stream.js';
import { HANDSHAKE } from '../craft/scenes.js';
import { closeUpOf } from './close-up-of.js';

const KEPT = 1024;

function build(segments: readonly { offset: number; octets: readonly number[]; length?: number }[]): Stream {
  const builder = new StreamBuilder(KEPT);
  for (const [index, { offset, octets, length }] of segments.entries()) {
    builder.add(offset, Uint8Array.from(octets), length ?? octets.length, index + 1);
  }
  return builder.finish();
}

/** A stream as text: octets as digits, a hole as `.`, what the snapshot length cut as `-`. */
function shown({ parts }: Stream): string {
  return parts
    .map((part) => {
      if (part.kind === 'gap') return (part.cause === 'cut' ? '-' : '.').repeat(part.length);
      return [...(part.octets ?? [])].join('');
    })
    .join('');
}

describe('A stream', () => {
  test('holds what was captured first where segments overlap, and counts what was other', () => {
    const stream = build([
      { offset: 2, octets: [1, 1, 1] },
      { offset: 0, octets: [2, 2, 2, 2, 2, 2, 2] },
    ]);
    expect(shown(stream)).toBe('2211122');
    expect(stream.conflictingOctets).toBe(3);
  });

  test('tells holes apart from what the snapshot length cut', () => {
    const stream = build([
      { offset: 0, octets: [1], length: 3 },
      { offset: 5, octets: [2] },
    ]);
    expect(shown(stream)).toBe('1--..2');
  });

  test('is what an octet map holds, whatever the segments', () => {
    const segment = fc.record({
      offset: fc.integer({ min: 0, max: 40 }),
      octets: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 }),
      cut: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 30 }), (segments) => {
        const map: string[] = [];
        let end = 0;
        for (const { offset, octets, cut } of segments) {
          for (const [index, octet] of octets.entries()) {
            const known = map[offset + index];
            if (known === undefined || known === '-') map[offset + index] = String(octet);
          }
          for (let i = 0; i < cut; i++) map[offset + octets.length + i] ??= '-';
          end = Math.max(end, offset + octets.length + cut);
        }
        const expected = Array.from({ length: end }, (_, index) => map[index] ?? '.').join('');
        const stream = build(segments.map((it) => ({ ...it, length: it.octets.length + it.cut })));
        expect(shown(stream)).toBe(expected);
      }),
    );
  });

  test('keeps the places of octets beyond what is kept', () => {
    const builder = new StreamBuilder(4);
    builder.add(0, Uint8Array.of(1, 2, 3), 3, 1);
    builder.add(3, Uint8Array.of(4, 5), 2, 2);
    builder.add(5, Uint8Array.of(6, 7), 2, 3);
    const { parts } = builder.finish();
    expect(parts.map((part) => [part.kind, part.offset, part.length])).toEqual([
      ['octets', 0, 3],
      ['octets', 3, 4],
    ]);
    expect(parts[1]).toMatchObject({ octets: null });
  });

  test('of a flow has its gaps as values, also at its end', () => {
    const lines = [
      ...HANDSHAKE,
      '> PA "abc"',
      '> PA "def" lost',
      '> PA "ghi"',
      '< A',
      '> PA "jk" lost',
      '< A',
    ];
    const [client] = closeUpOf(lines).streams;
    expect(client.parts.map(({ kind, offset, length }) => `${kind} ${offset} ${length}`)).toEqual([
      'octets 0 3',
      'gap 3 3',
      'octets 6 3',
      'gap 9 2',
    ]);
  });

  test('has no octet for SYN, FIN, a Keep-Alive or the payload of an RST', () => {
    const lines = [...HANDSHAKE, '> PA "abc"', '< A', '> A "z" seq=3', '> FA', '< A', '< R "no"'];
    const [client, server] = closeUpOf(lines).streams;
    expect(client.parts.map(({ kind, offset, length }) => `${kind} ${offset} ${length}`)).toEqual([
      'octets 0 3',
    ]);
    expect(server.parts).toEqual([]);
  });

  test('goes on where sequence numbers begin again at 0', () => {
    const lines = [...HANDSHAKE, '> PA "abc"', '> PA "def"'];
    const [client] = closeUpOf(lines, { clientSequence: 0xffff_fffd }).streams;
    expect(client.parts.map(({ offset, length }) => [offset, length])).toEqual([
      [0, 3],
      [3, 3],
    ]);
  });
});
