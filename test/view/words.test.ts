import { describe, expect, test } from 'vitest';
import type { EarlyEnd } from '../../src/capture/frame-reader.js';
import { foreignLinkType } from '../../src/capture/frame-reader.js';
import { layerOfLinkType } from '../../src/decode/layer.js';
import { RULES } from '../../src/rules/index.js';
import { EVIDENCE_NOTES, VARIANTS } from '../../src/rules/sentence-ids.js';
import { TEARDOWNS } from '../../src/tcp/teardown.js';
import { earlyEndSentence } from '../../src/view/early-end-text.js';
import { endpointText } from '../../src/view/endpoint.js';
import { findingAsk, findingStatement, findingTitle, noteSentence } from '../../src/view/finding-text.js';
import { linkTypeText } from '../../src/view/link-type-text.js';
import { count, counted, percent } from '../../src/view/number.js';
import { octetsText } from '../../src/view/octets-text.js';
import { outcomeSentence } from '../../src/view/outcome-text.js';
import { problemText } from '../../src/view/problem-text.js';
import { confidenceWord } from '../../src/view/severity.js';
import { teardownSentence } from '../../src/view/teardown-text.js';
import { durationText, isoTime, utcText } from '../../src/view/time.js';
import { flowFilter, frameFilter } from '../../src/view/wireshark-filter.js';
import { findingWith } from '../report/hand-made.js';

describe('numbers', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1204, '1,204'],
    [1234567, '1,234,567'],
  ])('%d', (value, expected) => {
    expect(count(value)).toBe(expected);
  });

  test.each([
    [0, '0 octets'],
    [1, '1 octet'],
    [999, '999 octets'],
    [1000, '1.0 KB'],
    [9949, '9.9 KB'],
    [9950, '10 KB'],
    [999_499, '999 KB'],
    [999_500, '1.0 MB'],
    [37_900_000, '38 MB'],
    [4e15, '4,000 TB'],
  ])('%d octets', (value, expected) => {
    expect(octetsText(value)).toBe(expected);
  });

  test('one has a singular', () => {
    expect([counted(1, 'flow'), counted(2, 'flow'), counted(0, 'flow')]).toEqual([
      '1 flow',
      '2 flows',
      '0 flows',
    ]);
  });

  test.each([
    [0, '0 %'],
    [0.0001, '1 %'],
    [0.5, '50 %'],
    [0.9999, '99 %'],
    [1, '100 %'],
  ])('a share of %d', (share, expected) => {
    expect(percent(share)).toBe(expected);
  });
});

describe('times', () => {
  const EPOCH = Date.UTC(2026, 0, 2, 3, 4, 5) / 1000;

  test.each([
    ['microseconds', EPOCH, 123_456_000, '2026-01-02 03:04:05.123456 UTC'],
    ['nanoseconds', EPOCH, 123_456_789, '2026-01-02 03:04:05.123456789 UTC'],
    ['before the epoch of the capture', EPOCH, -1000, '2026-01-02 03:04:04.999999 UTC'],
    ['before 1970', -1, 0, '1969-12-31 23:59:59.000000 UTC'],
    ['year 2106', 0xffffffff, 0, '2106-02-07 06:28:15.000000 UTC'],
    ['beyond year 9999', 300_000_000_000, 0, '+011476-08-15 05:20:00.000000 UTC'],
    ['beyond every date', 2 ** 60, 0, '1152921504606846976 s since 1970 UTC'],
    ['behind the epoch and beyond every date', EPOCH, 1e25, '10000001767323045 s since 1970 UTC'],
    ['no time', EPOCH, Number.NaN, 'no time'],
    ['no epoch', null, 0, 'no time'],
  ])('%s', (_, epochSeconds, timeNs, expected) => {
    expect(utcText(epochSeconds, timeNs)).toBe(expected);
  });

  test('ISO 8601 has nanoseconds, or is null', () => {
    expect(isoTime(EPOCH, 5)).toBe('2026-01-02T03:04:05.000000005Z');
    expect(isoTime(EPOCH, Number.NaN)).toBeNull();
    expect(isoTime(2 ** 60, 0)).toBeNull();
  });

  test.each([
    [0, '0 ns'],
    [612_000, '612 us'],
    [1_420_000, '1.42 ms'],
    [999_700, '1 ms'],
    [5_030_000_000, '5.03 s'],
    [125e9, '2 min 5 s'],
    [12_000e9, '3 h 20 min'],
    [-5_000_000, '-5 ms'],
    [Number.NaN, 'unknown'],
  ])('%d ns', (ns, expected) => {
    expect(durationText(ns)).toBe(expected);
  });
});

test.each([
  [{ address: '10.0.0.1', port: 80 }, '10.0.0.1:80'],
  [{ address: 'fd00::1', port: 80 }, '[fd00::1]:80'],
  [{ address: 'fd00::1', port: null }, 'fd00::1'],
])('endpoint %o', (endpoint, expected) => {
  expect(endpointText(endpoint)).toBe(expected);
});

test('Wireshark filters name single ones, runs, and no more than a line', () => {
  expect(flowFilter([5])).toBe('tcp.stream == 5');
  expect(flowFilter([0, 2, 5, 6, 7])).toBe('tcp.stream in {0, 2, 5..7}');
  expect(frameFilter([2, 1])).toBe('frame.number in {1, 2}');
  const many = Array.from({ length: 100 }, (_, index) => index * 10_000);
  expect(flowFilter(many).length).toBeLessThan(100);
});

test('an early end says where and how much is missing', () => {
  const end: EarlyEnd = {
    atOffset: 4816,
    frameNumber: 12,
    code: 'record-body-cut',
    requiredBytes: 98,
    actualBytes: 20,
  };
  expect(earlyEndSentence(end)).toBe(
    'The file ends inside frame 12 at octet 4,816: the record is cut (98 octets announced, 20 there).',
  );
  expect(earlyEndSentence({ ...end, code: 'frame-table-cut' })).toBe(
    'The file ends behind its last frame, inside the table of frames at octet 4,816 (98 octets announced, 20 there).',
  );
  expect(earlyEndSentence({ ...end, code: 'record-too-long', actualBytes: 16 })).toBe(
    'The file cannot be read from frame 12 at octet 4,816: the record announces more octets than any frame has (98 octets announced).',
  );
  expect(earlyEndSentence({ ...end, code: 'frame-offset-invalid', requiredBytes: null })).toBe(
    'The file cannot be read from frame 12 at octet 4,816: the frame table names an octet where no frame can be.',
  );
});

test.each([
  [1, 'Ethernet'],
  [277, 'link type 277'],
  [foreignLinkType(5), 'media type 5 of this format'],
])('link type %i is %s', (linkType, expected) => {
  expect(linkTypeText(linkType)).toBe(expected);
});

test('every link type that is decoded has a name', () => {
  const decoded = Array.from({ length: 0x1_0000 }, (_, type) => type).filter(
    (type) => layerOfLinkType(type) !== null,
  );
  expect(decoded.length).toBeGreaterThan(0);
  expect(decoded.map(linkTypeText).filter((text) => /^link type/.test(text))).toEqual([]);
});

describe('outcomes are sentences with their scope', () => {
  const outcome = { rule: 'x', judged: 12, unjudged: [], error: null } as const;

  test('not there, as far as the rule looks', () => {
    const clear = { ...outcome, outcome: 'clear' } as const;
    expect(outcomeSentence(clear, { scope: 'flow', limit: 'within 1 s' }, 'masked')).toBe(
      'We looked and it is not there within 1 s: 12 flows judged.',
    );
  });

  test.each([
    ['clear', { ...outcome, outcome: 'clear' as const }, 'We looked and it is not there: 12 flows judged.'],
    [
      'clear, in part',
      { ...outcome, outcome: 'clear' as const, unjudged: [{ reason: 'tls' as const, count: 3 }] },
      'We looked and it is not there: 12 flows judged. Not judged: 3 because the connection is encrypted (TLS), so HTTP cannot be seen.',
    ],
    [
      'not applicable',
      {
        ...outcome,
        outcome: 'not-applicable' as const,
        judged: 0,
        unjudged: [{ reason: 'mid-flow' as const, count: 2 }],
      },
      'We could not look: the capture began after the connection had (2 not judged).',
    ],
    [
      'error',
      { ...outcome, outcome: 'error' as const, error: 'a\nb' },
      'The rule failed, so nothing can be said (a fault of this program): a\\nb',
    ],
    [
      'answers that may have been missed',
      {
        ...outcome,
        outcome: 'not-applicable' as const,
        judged: 0,
        unjudged: [{ reason: 'answer-not-captured' as const, count: 1 }],
      },
      'We could not look: no answer to the SYN was captured, and the SYN was not repeated for long enough to say that none came (1 not judged).',
    ],
  ])('%s', (_, given, expected) => {
    expect(outcomeSentence(given, { scope: 'flow' }, 'masked')).toBe(expected);
  });

  const none = { server: null, count: 3 };
  test.each([
    [{ count: 3, senders: [none] }, ' 3 responses with status 503 were not made', 'no Server header'],
    [
      { count: 1, senders: [{ server: 'nginx', count: 1 }] },
      ' 1 response with status 503 was not made',
      'Server "nginx"',
    ],
    [
      { count: 9, senders: [{ server: 'a\x1b[2J', count: 4 }, none] },
      ' 9 responses with status 503 were not made',
      '4 with Server "a\\x1b[2J", 3 with no Server header and 2 with others',
    ],
  ])('responses that resemble those of a rule, %#', (lookalikes, many, senders) => {
    const clear = { ...outcome, rule: 'httpsys-503', outcome: 'clear' as const, lookalikes };
    expect(outcomeSentence(clear, { scope: 'exchange' }, 'masked')).toBe(
      `We looked and it is not there: 12 HTTP exchanges judged.${many} by HTTP.sys: page or header fields differ (${senders}).`,
    );
  });
});

describe('nothing is without words', () => {
  const variants = Object.entries(VARIANTS).flatMap(([rule, names]) =>
    names.map((variant) => ({ rule, variant })),
  );

  test.each(variants)('$rule/$variant', ({ rule, variant }) => {
    const finding = findingWith({ rule, variant });
    for (const text of [findingTitle(finding), findingStatement(finding, 'masked'), findingAsk(finding)]) {
      expect(text).toMatch(/^\S.*\S$/);
      expect(text).not.toMatch(/undefined|null|NaN|\[object|\$\{/);
    }
  });

  test.each(
    RULES.map((rule) => [rule.id, Object.keys(rule.matches)] as const),
  )('variants of rule %s', (id, names) => {
    for (const variant of names) {
      expect(() => findingStatement(findingWith({ rule: id, variant }), 'masked')).not.toThrow();
    }
  });

  test.each(EVIDENCE_NOTES)('note %s', (note) => {
    expect(noteSentence({ flow: 0, frames: [1], note, numbers: {} }, 'masked')).toMatch(/^\S.*\S$/);
  });

  test.each(TEARDOWNS)('teardown %s', (teardown) => {
    expect(teardownSentence(teardown, 0)).toMatch(/^[A-Z].*\.$/);
  });
});

test('a host that is said to be silent is not said to be down: other segments of it were captured', () => {
  const silent = { rule: 'syn-unanswered', variant: 'silent' } as const;
  expect(findingStatement(findingWith(silent), 'masked')).toContain('while other segments of that host');
  expect(findingStatement(findingWith(silent), 'masked')).not.toContain('down');
  // Of the many services beyond the limit nobody looked.
  expect(findingStatement(findingWith({ ...silent, server: null }), 'masked')).not.toContain(
    'other segments',
  );
});

test.each([
  ['host-silent', ['no segment of that host was captured', 'host is down'], ['other segments']],
  ['for-a-time', ['accepted other connections', 'down for a time'], ['drops', 'filter']],
  ['at-times', ['accepted other connections', 'backlog was full'], ['drops', 'down']],
] as const)('a SYN that nobody answered, %s, is explained by what else was seen', (variant, says, saysNot) => {
  const text = findingStatement(findingWith({ rule: 'syn-unanswered', variant }), 'masked');
  for (const part of says) expect(text).toContain(part);
  for (const part of saysNot) expect(text).not.toContain(part);
});

test.each([
  [{ countSilent: 3 }, 'got no answer at all, though it was repeated,'],
  [{ countGivenUp: 3 }, 'got no answer at all; each was given up after one SYN or two,'],
  [
    { countGivenUp: 2, countSilent: 1 },
    'got no answer at all; on 1 of them it was repeated, the others were given up after one SYN or two,',
  ],
])('of SYNs without an answer it is told whether they were repeated: %j', (numbers, words) => {
  const finding = findingWith({ rule: 'syn-unanswered', variant: 'silent', flowCount: 3, numbers });
  expect(findingStatement(finding, 'masked')).toContain(words);
});

test('what the connection of a 503 did after its announcement is not said: it may lie behind the end', () => {
  const text = findingStatement(findingWith({ rule: 'httpsys-503', variant: 'page' }), 'masked');
  expect(text).toContain('with 503, "Connection: close" and the page of HTTP.sys:');
  expect(text).not.toContain('closed');
});

test('only a server that says so is named: nothing else tells IIS from other services', () => {
  const unnamed = findingWith({ rule: 'fin-answered-by-reset', variant: 'ack' });
  expect(findingStatement(unnamed, 'masked')).toContain('would have to be confirmed');
  const named = findingWith({
    rule: 'fin-answered-by-reset',
    variant: 'ack',
    numbers: { serverHeader: 'Microsoft-IIS/7.0' },
  });
  expect(findingStatement(named, 'masked')).toContain('"Microsoft-IIS/7.0"');
});

test.each([
  ['nginx/1.24.0', 'names itself "nginx/1.24.0", which is not IIS.'],
  ['nginx/1.24.0, Microsoft-IIS/10.0', 'names itself "nginx/1.24.0" and "Microsoft-IIS/10.0".'],
])('a server that calls itself %s is quoted name by name', (serverHeader, expected) => {
  for (const [rule, variant] of [
    ['fin-answered-by-reset', 'ack'],
    ['request-answered-by-reset', 'at-once'],
    ['request-answered-by-reset', 'slow'],
  ] as const) {
    const text = findingStatement(findingWith({ rule, variant, numbers: { serverHeader } }), 'masked');
    expect(text).toContain(expected);
  }
});

test('on a kept connection it is the last request alone that got no octet', () => {
  const text = findingStatement(
    findingWith({ rule: 'request-answered-by-reset', variant: 'at-once' }),
    'masked',
  );
  expect(text).toContain('sent no octet of a response to it');
});

test('a page that was passed on is not said to have stood on this connection as HTTP.sys sent it', () => {
  const text = findingStatement(findingWith({ rule: 'httpsys-503', variant: 'page-passed-on' }), 'masked');
  expect(text).toContain('without the "Connection: close"');
  expect(text).toContain('a proxy or balancer');
});

test('what a code of a reader means is said, not the code', () => {
  expect(problemText('version-unusual')).toBe(
    'files or sections of an unusual version of their format, which were read all the same',
  );
  expect(problemText('frame-of-dropped-interface')).toContain('beyond the first 65,536');
});

test('an unknown problem code is still readable', () => {
  expect(problemText('some-new-code')).toBe('some new code');
  expect(problemText('ip-fragment')).toContain('IP fragments');
});

test('confidence has four words', () => {
  expect([0.95, 0.8, 0.5, 0.2].map(confidenceWord)).toEqual(['almost certain', 'likely', 'possible', 'weak']);
});
