import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeyDecoder } from '../../../src/tui/terminal/key-decoder.js';

const octetsOf = (text: string) => new TextEncoder().encode(text);
const namesOf = (text: string, options = {}) =>
  new KeyDecoder(options).push(octetsOf(text)).map(({ name }) => name);

describe('names keys', () => {
  test.each([
    // Characters.
    ['j', ['j']],
    ['G', ['G']],
    ['/', ['/']],
    [' ', ['space']],
    ['é', ['é']],
    ['漢', ['漢']],
    ['😀', ['😀']],
    ['\r', ['enter']],
    ['\n', ['enter']],
    ['\t', ['tab']],
    ['\x7f', ['backspace']],
    ['\b', ['backspace']],
    ['\x03', ['ctrl-c']],
    ['\x1a', ['ctrl-z']],
    ['\x0c', ['ctrl-l']],
    ['\x00', ['ctrl-space']],
    ['\x1c', ['ctrl-\\']],
    // Several in one chunk.
    ['jjj', ['j', 'j', 'j']],
    ['\x1b[Bj\x1b[A', ['down', 'j', 'up']],
    // xterm, tmux.
    ['\x1b[A', ['up']],
    ['\x1bOB', ['down']],
    ['\x1b[C', ['right']],
    ['\x1bOD', ['left']],
    ['\x1b[H\x1b[F', ['home', 'end']],
    ['\x1bOH\x1bOF', ['home', 'end']],
    ['\x1b[5~\x1b[6~', ['pageup', 'pagedown']],
    ['\x1b[2~\x1b[3~', ['insert', 'delete']],
    ['\x1b[Z', ['shift-tab']],
    ['\x1bOP\x1bOQ\x1bOR\x1bOS', ['f1', 'f2', 'f3', 'f4']],
    [
      '\x1b[15~\x1b[17~\x1b[18~\x1b[19~\x1b[20~\x1b[21~\x1b[23~\x1b[24~',
      ['f5', 'f6', 'f7', 'f8', 'f9', 'f10', 'f11', 'f12'],
    ],
    ['\x1b[1;5A', ['ctrl-up']],
    ['\x1b[1;2D', ['shift-left']],
    ['\x1b[1;8C', ['ctrl-alt-shift-right']],
    ['\x1b[3;5~', ['ctrl-delete']],
    ['\x1b[1;5P', ['ctrl-f1']],
    ['\x1bj', ['alt-j']],
    ['\x1b\r', ['alt-enter']],
    ['\x1bé', ['alt-é']],
    ['\x1b\x01', ['ctrl-alt-a']],
    // Linux console; libuv on Windows.
    ['\x1b[1~\x1b[4~', ['home', 'end']],
    ['\x1b[[A\x1b[[E', ['f1', 'f5']],
    ['\x1b[11^', ['ctrl-f1']],
    // rxvt.
    ['\x1b[7~\x1b[8~', ['home', 'end']],
    ['\x1b[3$', ['shift-delete']],
    ['\x1b[a\x1bOa', ['shift-up', 'ctrl-up']],
    // modifyOtherKeys, CSI u.
    ['\x1b[27;5;105~', ['ctrl-i']],
    ['\x1b[105;5u', ['ctrl-i']],
    ['\x1b[103;2u', ['G']],
    ['\x1b[27u', ['escape']],
    ['\x1b[13;2u', ['shift-enter']],
    // Keypad.
    ['\x1bOM\x1bOp\x1bOk', ['enter', '0', '+']],
  ] as const)('%j', (sent, names) => {
    expect(namesOf(sent)).toEqual(names);
  });

  test('eight-bit CSI and SS3', () => {
    expect(new KeyDecoder().push(Uint8Array.of(0x9b, 0x41, 0x8f, 0x42)).map(({ name }) => name)).toEqual([
      'up',
      'down',
    ]);
  });
});

describe('swallows what is no key', () => {
  test.each([
    ['focus', '\x1b[I\x1b[O'],
    ['SGR mouse', '\x1b[<0;10;10M\x1b[<0;10;10m'],
    ['the wheel, with the mouse off', '\x1b[<64;10;10M'],
    ['X10 mouse', '\x1b[M !!'],
    ['an answer to a question about colours', '\x1b]11;rgb:0000/0000/0000\x1b\\'],
    ['the same, ended by BEL', '\x1b]11;rgb:0000/0000/0000\x07'],
    ['an answer about the terminal', '\x1b[?62;1;2c\x1b[>0;276;0c'],
    ['DCS', '\x1bP1+r544e=787465726d\x1b\\'],
    ['APC', '\x1b_Gi=1;OK\x1b\\'],
    ['a report of modes', '\x1b[?2026;2$y'],
    ['win32-input-mode', '\x1b[74;36;106;1;0;1_'],
    ['an unknown function key', '\x1b[57;3Y\x1b[99~'],
    ['a key of kitty without a character', '\x1b[57399u'],
    ['a stray end of a paste', '\x1b[201~'],
    ['C1 controls as UTF-8', '\u0085\u009b'],
  ])('%s', (_, sent) => {
    const decoder = new KeyDecoder();
    expect(decoder.push(octetsOf(sent))).toEqual([]);
    expect(decoder.push(octetsOf('j')).map(({ name }) => name)).toEqual(['j']);
  });

  test.each([
    ['lone continuation octets', [0x80, 0xbf]],
    ['an overlong character', [0xc0, 0xaf]],
    ['an overlong character of three octets', [0xe0, 0x80, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a character beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['octets that no UTF-8 has', [0xff, 0xfe, 0xf5]],
    ['a cut character', [0xe6, 0xbc]],
  ])('%s', (_, octets) => {
    expect(new KeyDecoder().push(Uint8Array.of(...octets, 0x6a)).map(({ name }) => name)).toEqual(['j']);
  });
});

test('turns the wheel into up and down when the mouse is on', () => {
  expect(namesOf('\x1b[<64;3;4M\x1b[<65;3;4M\x1b[<0;3;4M', { hasWheel: true })).toEqual(['up', 'down']);
});

describe('decides after silence', () => {
  test.each([
    ['\x1b', ['escape']],
    ['\x1b[', ['alt-[']],
    ['\x1bO', ['alt-O']],
    ['\x1bP', ['alt-P']],
    ['\x1b]', ['alt-]']],
    ['\x1b\x1b', ['escape', 'escape']],
  ])('%j', (sent, names) => {
    const decoder = new KeyDecoder();
    const before = decoder.push(octetsOf(sent));
    expect(decoder.waitMs).toBe(50);
    expect([...before, ...decoder.flush()].map(({ name }) => name)).toEqual(names);
    expect(decoder.waitMs).toBeNull();
    expect(decoder.flush()).toEqual([]);
  });

  test('waits for the rest of a sequence that no hand has typed', () => {
    const decoder = new KeyDecoder();
    expect(decoder.push(octetsOf('\x1b[1;'))).toEqual([]);
    expect(decoder.waitMs).toBeNull();
    expect(decoder.flush()).toEqual([]);
    expect(decoder.push(octetsOf('5A'))).toEqual([{ name: 'ctrl-up', text: '' }]);
  });

  test('Ctrl-C is heard inside anything that was begun', () => {
    for (const begun of ['\x1b', '\x1b[', '\x1b[1;', '\x1bO', '\x1b]11;']) {
      const names = namesOf(`${begun}\x03`);
      expect(names.at(-1)).toMatch(/ctrl-(alt-)?c/);
    }
    expect(namesOf('\x1b[1;\x03')).toEqual(['ctrl-c']);
  });
});

describe('takes a paste as one key', () => {
  test('whatever is in it', () => {
    const text = 'a \x1b[31mb\r\nq\x03 \x1b[20 é 漢 \x1b\x1b';
    expect(new KeyDecoder().push(octetsOf(`x\x1b[200~${text}\x1b[201~y`))).toEqual([
      { name: 'x', text: 'x' },
      { name: 'paste', text },
      { name: 'y', text: 'y' },
    ]);
  });

  test('that never ends, after a second of silence', () => {
    const decoder = new KeyDecoder();
    expect(decoder.push(octetsOf('\x1b[200~abc\x1b[2'))).toEqual([]);
    expect(decoder.waitMs).toBe(1000);
    expect(decoder.flush()).toEqual([{ name: 'paste', text: 'abc\x1b[2' }]);
    expect(decoder.push(octetsOf('j'))).toHaveLength(1);
  });

  test('of any size, cut at a mebioctet', () => {
    const [key] = new KeyDecoder().push(octetsOf(`\x1b[200~${'a'.repeat(2_000_000)}\x1b[201~`));
    expect(key?.text.length).toBe(1024 * 1024);
  });
});

/** Octets among which sequences, halves of them and noise are likely. */
const octets = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      fc
        .constantFrom(
          '\x1b',
          '\x1b[',
          '\x1bO',
          '[',
          '1;5',
          '~',
          '\x1b[200~',
          '\x1b[201~',
          '\x1b]0;',
          '\x07',
          'é',
          '😀',
          '\x1b[<64;1;1M',
        )
        .map(octetsOf),
    ),
    { maxLength: 20 },
  )
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

test('gives the same keys however octets are split, and never throws', () => {
  fc.assert(
    fc.property(octets, fc.array(fc.nat(40)), fc.boolean(), (all, cuts, hasWheel) => {
      const whole = new KeyDecoder({ hasWheel });
      const expected = [...whole.push(all), ...whole.flush()];
      const split = new KeyDecoder({ hasWheel });
      const places = [0, ...cuts.filter((cut) => cut < all.length).sort((a, b) => a - b), all.length];
      const keys = places.slice(1).flatMap((end, index) => split.push(all.subarray(places[index], end)));
      expect([...keys, ...split.flush()]).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('types only characters, and never a control', () => {
  fc.assert(
    fc.property(octets, (all) => {
      const decoder = new KeyDecoder();
      for (const { name, text } of [...decoder.push(all), ...decoder.flush()]) {
        expect(name).not.toBe('');
        if (name === 'paste' || text === '') continue;
        expect([...text]).toHaveLength(1);
        expect(text).not.toMatch(/\p{Cc}|\p{Cs}/u);
        expect(name === text || (name === 'space' && text === ' ')).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
