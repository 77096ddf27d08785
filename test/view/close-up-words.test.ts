import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/diagnosis/diagnosis.js';
import { EVIDENCE_NOTES, VARIANTS } from '../../src/rules/sentence-ids.js';
import { FlowFacts } from '../../src/survey/flow-facts.js';
import { evidenceFields } from '../../src/view/evidence-fields.js';
import { exchangeTimings } from '../../src/view/exchange-timing.js';
import { expectedText } from '../../src/view/expected-text.js';
import { frameRoles } from '../../src/view/frame-roles.js';
import { hexDigits, hexLines } from '../../src/view/hex.js';
import { ladderEnd } from '../../src/view/ladder-words.js';
import { otherCauses } from '../../src/view/ruled-out-text.js';
import { secretLineRanges, streamSections } from '../../src/view/stream-text.js';
import { endSentence } from '../../src/view/teardown-text.js';
import { closeUpOf, closeUpOfFrames } from '../closeup/close-up-of.js';
import { craft } from '../craft/craft.js';
import { HANDSHAKE, REQUEST, RESPONSE } from '../craft/scenes.js';

const RST = 0x04;

function factsOf(lines: readonly string[]): FlowFacts {
  return new FlowFacts(closeUpOf(lines).survey).at(0);
}

describe('Other causes of a reset', () => {
  const causes = (lines: readonly string[]) =>
    otherCauses(factsOf(lines)).map(({ isRuledOut, text }) => `${isRuledOut ? 'not' : 'perhaps'} ${text}`);

  it('the teardown of an empty connection leaves none of them', () => {
    expect(causes([...HANDSHAKE, '> FA', '< RA']).every((cause) => cause.startsWith('not '))).toBe(true);
  });

  it.each([
    [
      'another hop limit',
      [...HANDSHAKE, '> FA', '< RA ttl=250'],
      /perhaps a device in between: hop limit 250, 64 in/,
    ],
    ['another sequence number', [...HANDSHAKE, '> FA', '< RA seq=4000'], /perhaps a stray RST/],
    [
      'octets of the client',
      [...HANDSHAKE, '> PA "abc"', '< RA'],
      /perhaps closed with octets unread: the client sent 3 octets/,
    ],
    [
      'octets that were not captured',
      [...HANDSHAKE, '> A "abc" lost', '< A', '> FA', '< RA'],
      /perhaps something not captured/,
    ],
  ])('%s', (_, lines, cause) => {
    expect(causes(lines).some((text) => cause.test(text))).toBe(true);
  });

  it('without a reset there is nothing to rule out', () => {
    expect(causes([...HANDSHAKE, '> FA', '< FA', '> A'])).toEqual([]);
  });
});

describe('How a flow ended', () => {
  const ended = (lines: readonly string[]) => endSentence(factsOf(lines));
  const requestReset = (reset: string) => [...HANDSHAKE, REQUEST, '< A', reset];

  it.each([
    ['another hop limit', '< RA ttl=250', 'Its hop limit is 250, other segments of the server 64.'],
    [
      'octets in it',
      '< RA "BIG-IP: no pool member"',
      'is 64, other segments of the server 64; it carries octets, as',
    ],
    [
      'a code of a NetScaler',
      '< RA ttl=250 win=9800',
      'is 250, other segments of the server 64; its window 9800 is a code of a NetScaler.',
    ],
  ])('a reset with %s is not laid at the door of the server', (_, reset, clues) => {
    const facts = factsOf(requestReset(reset));
    expect(endSentence(facts)).toContain('probably not sent by that host, but by a device between');
    expect(endSentence(facts)).toContain(clues);
    expect(ladderEnd(facts).text).toBe('closed by RST in the name of the server');
  });

  it('any other reset is that of its sender', () => {
    expect(ended(requestReset('< RA'))).toBe('The server answered the request with RST.');
    expect(ladderEnd(factsOf(requestReset('< RA'))).text).toBe('closed by RST of the server');
    expect(ended([...HANDSHAKE, '> FA', '< FA', '> A'])).toBe(
      'Both sides closed with FIN, the client first.',
    );
  });
});

describe('Frames in the story of a flow', () => {
  it.each([
    [
      [...HANDSHAKE, '> FA', '+2ms', '< RA'],
      ['3: handshake complete', '4: client closes, sent 0 octets', '5: server resets 2.01 ms after FIN'],
    ],
    [
      [...HANDSHAKE, '> PA "abc"', '+1ms', '< RA'],
      ['3: handshake complete', '5: server resets 1.01 ms after data'],
    ],
    [['> S', '< RA'], ['2: server resets']],
  ])('%j', (lines, roles) => {
    expect([...frameRoles(factsOf(lines))].map(([frame, text]) => `${frame}: ${text}`)).toEqual(roles);
  });
});

describe('Times of an exchange', () => {
  it('are those between its frames, the handshake with the first and the close with the last', () => {
    const closeUp = closeUpOf([
      ...HANDSHAKE,
      REQUEST,
      '+5ms',
      RESPONSE,
      '+1ms',
      REQUEST,
      '+7ms',
      RESPONSE,
      '> FA',
      '+3ms',
      '< FA',
      '> A',
    ]);
    const words = exchangeTimings(closeUp).map(({ phases }) =>
      phases.map(({ name, ns }) => `${name} ${ns / 1e3}`),
    );
    expect(words).toEqual([
      ['connect 20', 'request 0', 'wait 5010', 'response 0'],
      ['request 0', 'wait 7010', 'response 0', 'close 3030'],
    ]);
  });

  it('are those of the whole flow where not all of its segments are listed', () => {
    const { frames } = craft([...HANDSHAKE, REQUEST, RESPONSE, '> FA', '< FA', '> A']);
    const closeUp = closeUpOfFrames(frames, 0, { segments: 2, streamOctets: 65_536 });
    expect(closeUp?.segments).toHaveLength(2);
    const names = closeUp === null ? [] : exchangeTimings(closeUp)[0]?.phases.map(({ name }) => name);
    expect(names).toEqual(['connect', 'request', 'wait', 'response', 'close']);
  });

  it('leave out what was not captured', () => {
    const [timing] = exchangeTimings(closeUpOf([...HANDSHAKE, REQUEST, '< RA']));
    expect(timing?.phases.map(({ name }) => name)).toEqual(['connect', 'request']);
  });
});

describe('Tables by rule and note are whole', () => {
  it.each(Object.keys(VARIANTS))('%s has what was expected', (rule) => {
    expect(expectedText({ rule } as Finding)).not.toBe('');
  });

  it.each(EVIDENCE_NOTES)('%s has its fields', (note) => {
    expect(evidenceFields(note, RST).length).toBeGreaterThanOrEqual(evidenceFields(note, 0).length);
  });
});

describe('Octets', () => {
  const octets = Uint8Array.from({ length: 20 }, (_, index) => 0x41 + index);

  it('of a stream are told under their offset, eight in a row where it is narrow', () => {
    expect(hexLines(octets, { firstOffset: 0x20, perRow: 8 })).toEqual([
      '0020  41 42 43 44 45 46 47 48   ABCDEFGH',
      '0028  49 4a 4b 4c 4d 4e 4f 50   IJKLMNOP',
      '0030  51 52 53 54               QRST',
    ]);
  });

  it('as digits keep what is hidden', () => {
    expect(hexDigits(octets, { at: 2, length: 3 }, [{ at: 3, length: 1 }])).toBe('43**45');
  });

  it('of lines with a secret are found', () => {
    const text = 'Host: a\r\nCookie: sid=1234\r\n\r\n';
    expect(secretLineRanges(Buffer.from(text, 'latin1'))).toEqual([{ at: 9, length: 16 }]);
  });

  it.each([
    ['a folded field', ['Cookie: a=b;', '  c=hunter2', 'Host: a'], ['Cookie: ***', ' ***', 'Host: a']],
    ['one that is folded at once', ['Cookie:', '\tc=hunter2', ' d'], ['Cookie:', ' ***', ' ***']],
    ['another field', ['Server: a', '  b'], ['Server: a', '  b']],
    [
      'a part of a form',
      [
        '--x',
        'Content-Disposition: form-data; name="password"',
        '',
        '--hunter2',
        '',
        'hunter3',
        '--x',
        'plain',
        '--x--',
      ],
      [
        '--x',
        'Content-Disposition: form-data; name="password"',
        '',
        '***',
        '',
        '***',
        '--x',
        'plain',
        '--x--',
      ],
    ],
    [
      'another part',
      ['--x', 'Content-Disposition: form-data; name="file"; filename="password"', '', 'plain', '--x--'],
      ['--x', 'Content-Disposition: form-data; name="file"; filename="password"', '', 'plain', '--x--'],
    ],
  ])('tells no secret of %s', (_, lines, expected) => {
    const octets = Buffer.from(lines.join('\r\n'), 'latin1');
    const [section] = streamSections(octets, 0, 'masked');
    expect(section).toMatchObject({ kind: 'text', lines: expected });
    const hidden = lines.map((line, index) => line !== expected[index]);
    expect(secretLineRanges(octets).length).toBe(hidden.filter(Boolean).length);
  });
});
