import { describe, expect, test } from 'vitest';
import { packetText, safeText, say } from '../../src/view/safe-text.js';

/** Everything that a terminal, a browser or a reader's eye would obey: nothing of it may be left. */
const HOSTILE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;

describe('safeText', () => {
  test.each([
    ['a plain text', 'GET /index.html', 'GET /index.html'],
    ['letters of other scripts', 'größe 日本 λ', 'größe 日本 λ'],
    ['an emoji', 'ok 👍', 'ok 👍'],
    ['a colour', '\x1b[31mred', '\\x1b[31mred'],
    ['OSC 52, which sets the clipboard', '\x1b]52;c;ZXZpbA==\x07', '\\x1b]52;c;ZXZpbA==\\x07'],
    ['OSC 8, a link', '\x1b]8;;http://x\x1b\\y', '\\x1b]8;;http://x\\x1b\\y'],
    ['CSI as one C1 character', '\x9b2J', '\\x9b2J'],
    ['NUL, BEL, BS and DEL', '\0\x07\b\x7f', '\\x00\\x07\\x08\\x7f'],
    ['line ends and tabs', 'a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['NEL', 'a\x85b', 'a\\x85b'],
    ['line and paragraph separators', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['a right-to-left override', 'gpj\u202eexe', 'gpj\\u202eexe'],
    ['isolates', '\u2066x\u2069', '\\u2066x\\u2069'],
    ['the Arabic letter mark', '\u061c', '\\u061c'],
    ['zero width characters', 'a\u200bb\u200dc\ufeffd', 'a\\u200bb\\u200dc\\ufeffd'],
    ['a soft hyphen', 'a\u00adb', 'a\\xadb'],
    ['tags', '\u{e0041}', '\\u{e0041}'],
    ['a lone high surrogate', 'a\ud800b', 'a\\ud800b'],
    ['a lone low surrogate', '\udc00', '\\udc00'],
    ['private use', '\ue000', '\\ue000'],
  ])('%s', (_, raw, expected) => {
    expect(safeText(raw)).toBe(expected);
  });

  test('leaves no unsafe character of the basic plane and the tags', () => {
    for (let code = 0; code <= 0xe007f; code++) {
      if (code === 0x10000) code = 0xe0000;
      expect(safeText(String.fromCharCode(0x61) + String.fromCodePoint(code))).not.toMatch(HOSTILE);
    }
  });

  test.each([
    ['exactly as long', 'abcdef', 6, 'abcdef'],
    ['one longer', 'abcdefg', 6, 'abc...'],
    ['cut before a pair of surrogates, not inside it', 'ab👍cdef', 6, 'ab...'],
  ])('is cut at its length: %s', (_, raw, length, expected) => {
    expect(safeText(raw, length)).toBe(expected);
  });

  test('a megabyte is cut without being looked at', () => {
    expect(safeText('\x1b'.repeat(1_000_000)).length).toBe(120);
  });
});

describe('packetText', () => {
  test.each([
    ['a token', '/a?token=abc&x=1', '/a?token=***&x=1'],
    ['keys in any case', '/a?Access_Token=abc', '/a?Access_Token=***'],
    ['keys in camel case', '/a?refreshToken=abc', '/a?refreshToken=***'],
    ['keys with a prefix', '/a?X-Amz-Signature=abc', '/a?X-Amz-Signature=***'],
    ['keys with a percent escape', '/a?%74oken=abc', '/a?%74oken=***'],
    ['api keys', '/a?api_key=1&apikey=2&key=3', '/a?api_key=***&apikey=***&key=***'],
    ['passwords', '/a?pwd=1&passwd=2&password=3', '/a?pwd=***&passwd=***&password=***'],
    ['sessions in a path', '/a;jsessionid=0A1B?x=1', '/a;jsessionid=***?x=1'],
    [
      'sid, auth, code, sig, jwt',
      '/?sid=1&auth=2&code=3&sig=4&jwt=5',
      '/?sid=***&auth=***&code=***&sig=***&jwt=***',
    ],
    ['forms', 'user=me&password=secret', 'user=me&password=***'],
    ['fragments', '/cb#access_token=abc', '/cb#access_token=***'],
    ['user information', 'http://me:pw@host/', 'http://***@host/'],
    ['Basic and Bearer', 'Authorization: Basic QWxhZGRpbg==', 'Authorization: Basic ***'],
    ['a JWT in a path', '/v/eyJhbGciOiJI.eyJzdWIiOiIx.c2ln/x', '/v/***/x'],
    ['a long value of letters and digits', '/d/aB3dE6gH9jK2mN5pQ8sT1vW4/x', '/d/***/x'],
    ['a password with ? in it', '/a?password=ab?cd&x=1', '/a?password=***&x=1'],
    ["a password with ' in it", "/a?password=it's&x=1", '/a?password=***&x=1'],
    ['a telling key in the value of another', '/a?back=/b?token=abc', '/a?back=/b?token=***'],
    ['quoted values', 'user="me" password="a b" x="1"', 'user="me" password="***" x="1"'],
    ['a quoted value that was cut', 'password="ab', 'password="***'],
    ['sessions of ASP.NET in a path', '/(S(lit3py55t21z5v55vlm25s55))/a.aspx', '/(S(***))/a.aspx'],
    [
      'a telling key in an escaped value',
      '/Account/Login?ReturnUrl=%2Fapp%3Fpassword%3Dhunter2&x=1',
      '/Account/Login?ReturnUrl=***&x=1',
    ],
    ['one that is escaped twice', '/a?u=%252Fapp%253Fpassword%253Dhunter2', '/a?u=***'],
    ['one that is escaped in part', '/a?u=%2Fapp%3Fpassword=hunter2', '/a?u=***'],
    ['one beside an escape that is none', '/a?u=%E4%2Fapp%3Fpassword%3Dhunter2%', '/a?u=***'],
    ['one behind a plain value', '/a?x=1&u=%2Fapp%3Ftoken%3Dhunter2', '/a?x=1&u=***'],
    ['user information that is escaped', '/cb?u=https%3A%2F%2Fuser%3Ahunter2%40h%2F', '/cb?u=***'],
    ['escaped JSON', '/a?data=%7B%22password%22%3A%22hunter2%22%7D', '/a?data=***'],
    ['an escaped pair', '/a?access_token%3Dhunter2', '/a?***'],
    ['an escaped pair in a path', '/to/%3Ftoken%3Dhunter2/x', '/to/***/x'],
    ['long hex', '/s/0123456789abcdef0123456789abcdef', '/s/***'],
  ])('masks %s', (_, raw, expected) => {
    expect(packetText(raw, 'masked')).toBe(expected);
  });

  test.each([
    ['an ordinary query', '/search?q=load+balancer&page=2&lang=en'],
    ['a GUID', '/item/3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
    ['a long path', '/some/long/path/with-many-words/and-a-page.html'],
    ['a page of HTTP.sys', 'HTTP Error 503. The service is unavailable.'],
    ['a name of a server', 'Microsoft-HTTPAPI/2.0'],
    ['an empty value', '/a?token=&page=2'],
    ['escapes without a secret', '/a%20b/c?u=https%3A%2F%2Fh%2Fa%3Fpage%3D2&q=100%25&x=%E4%BD%A0'],
    ['parentheses in a path', '/Products(42)/Orders(S(1))'],
  ])('leaves alone %s', (_, raw) => {
    expect(packetText(raw, 'masked')).toBe(raw);
  });

  test('shows secrets when they are wanted, and is safe all the same', () => {
    expect(packetText('/?token=a\x1bb', 'shown')).toBe('/?token=a\\x1bb');
  });

  test('a secret is masked before the text is cut', () => {
    expect(packetText(`/?password=${'x'.repeat(500)}`, 'masked')).toBe('/?password=***');
  });

  test('hostile lengths take no time', () => {
    const started = performance.now();
    for (const text of [
      'a='.repeat(4000),
      '?a=%41'.repeat(1300),
      `?a=${'%2525'.repeat(1600)}`,
      'pw='.repeat(3000),
      ';pw="'.repeat(1600),
      '://'.repeat(3000),
      'eyJ'.repeat(3000),
      'Basic '.repeat(1500),
    ]) {
      packetText(text, 'masked');
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});

test('say puts safe values into our own words', () => {
  expect(say`a ${safeText('\n')} b`).toBe('a \\n b');
});
