import { describe, expect, test } from 'vitest';
import { HANDSHAKE } from '../craft/scenes.js';
import { annotationLines, closeUpOf } from './close-up-of.js';

interface Case {
  readonly name: string;
  readonly lines: readonly string[];
  /** Annotations of all frames; none for an innocent neighbour. */
  readonly marks: readonly string[];
}

const SLOW = ['> S', '+20ms', '< SA', '+20ms', '> A'];

const cases: readonly Case[] = [
  {
    name: 'octets sent again after a while are a Retransmission',
    lines: [...HANDSHAKE, '> PA "abc"', '+300ms', '> PA "abc" seq=1'],
    marks: ['5: Retransmission'],
  },
  { name: 'octets that follow are none', lines: [...HANDSHAKE, '> PA "abc"', '> PA "def"'], marks: [] },
  {
    name: 'octets sent again after two repeated acknowledgments are a Fast Retransmission',
    lines: [
      ...SLOW,
      '> PA "abc" lost',
      '> PA "def"',
      '< A ack=1',
      '> PA "ghi"',
      '< A ack=1',
      '< A ack=1',
      '+5ms',
      '> PA "abc" seq=1',
    ],
    marks: [
      '4: Previous segment not captured',
      '5: Dup ACK 2#1',
      '7: Dup ACK 2#2',
      '8: Dup ACK 2#3',
      '9: Fast Retransmission',
    ],
  },
  {
    name: 'octets that the peer has acknowledged are a Spurious Retransmission',
    lines: [...HANDSHAKE, '> PA "abc"', '< A', '+300ms', '> PA "abc" seq=1'],
    marks: ['6: Spurious Retransmission'],
  },
  {
    name: 'octets that come late, but sooner than a round trip, are Out-Of-Order',
    lines: [...SLOW, '> PA "def" seq=4', '> PA "abc" seq=1'],
    marks: ['4: Previous segment not captured', '5: Out-Of-Order'],
  },
  {
    name: 'and later than a round trip they are a Retransmission',
    lines: [...SLOW, '> PA "def" seq=4', '+100ms', '> PA "abc" seq=1'],
    marks: ['4: Previous segment not captured', '5: Retransmission'],
  },
  {
    name: 'acknowledgments that repeat themselves are counted',
    lines: [...HANDSHAKE, '> PA "abc"', '< A', '< A', '< A'],
    marks: ['6: Dup ACK 5#1', '7: Dup ACK 5#2'],
  },
  {
    name: 'an acknowledgment of more octets is none',
    lines: [...HANDSHAKE, '> PA "abc"', '< A', '> PA "d"', '< A'],
    marks: [],
  },
  {
    name: 'an acknowledgment of octets that were not captured is told once',
    lines: [...HANDSHAKE, '> PA "abc" lost', '< A ack=4', '< PA "x" ack=4'],
    marks: ['4: ACKed unseen segment'],
  },
  {
    name: 'a window of 0 is told, and what follows it',
    lines: [
      ...HANDSHAKE,
      '> PA "abc"',
      '< A win=0',
      '+1s',
      '> PA "d"',
      '< A win=0 ack=4',
      '+1s',
      '< A win=4096 ack=4',
      '> PA "d" seq=4',
    ],
    marks: [
      '5: Zero Window',
      '6: Zero Window Probe',
      '7: Zero Window',
      '7: Zero Window Probe ACK',
      '8: Window Update',
    ],
  },
  { name: 'a window of 0 in an RST says nothing', lines: [...HANDSHAKE, '< RA win=0'], marks: [] },
  {
    name: 'a window that changes with the acknowledgment is no Window Update',
    lines: [...HANDSHAKE, '> PA "abc"', '< A win=4096', '> PA "d"', '< A win=2048'],
    marks: [],
  },
  {
    name: 'octets up to the edge of the window fill it',
    lines: ['> S', '< SA win=1000', '> A', '> PA len=1000'],
    marks: ['4: Window Full'],
  },
  {
    name: 'one octet less does not',
    lines: ['> S', '< SA win=1000', '> A', '> PA len=999'],
    marks: [],
  },
  {
    name: 'a Keep-Alive without an octet and its answer',
    lines: [...HANDSHAKE, '< PA "a"', '> A', '+60s', '> A seq=0', '< A seq=2'],
    marks: ['6: Keep-Alive', '7: Keep-Alive ACK'],
  },
  {
    name: 'a Keep-Alive with its octet is no Retransmission',
    lines: [...HANDSHAKE, '> PA "abc"', '< A', '+60s', '> A "c" seq=3'],
    marks: ['6: Keep-Alive'],
  },
  {
    name: 'an RST with any sequence number does not move the stream on',
    lines: [...HANDSHAKE, '< RA seq=90000', '> PA "abc"'],
    marks: [],
  },
  {
    name: 'octets behind a hole are told, those behind them not again',
    lines: [...HANDSHAKE, '> PA "abc" lost', '> PA "def"', '> PA "ghi"'],
    marks: ['4: Previous segment not captured'],
  },
];

describe('Annotations', () => {
  test.each(cases)('$name', ({ lines, marks }) => {
    expect(annotationLines(closeUpOf(lines))).toEqual(marks);
  });

  test('a SYN on a tuple that had a flow says that the ports are reused', () => {
    const lines = [...HANDSHAKE, '< RA', '> S seq=70000', '< SA ack=70001'];
    expect(annotationLines(closeUpOf(lines, {}, 1))).toEqual(['5: Port numbers reused']);
    expect(annotationLines(closeUpOf(lines, {}, 0))).toEqual([]);
  });

  test('a SYN that repeats itself opens no flow', () => {
    const closeUp = closeUpOf(['> S', '+1s', '> S', '< SA']);
    expect(annotationLines(closeUp)).toEqual(['2: Retransmission']);
  });
});
