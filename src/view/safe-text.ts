/**
 * The one place where text from outside becomes safe: octets of packets, names of files and interfaces, comments.
 *
 * In: any string. Out: `SafeText`, one line without a character that a terminal, a ticket or a browser would obey or
 * hide. Reports and screens take only `SafeText`, so that forgetting is a compile error. What a format gives a meaning
 * of its own (`|` in Markdown) is not the business of this file.
 */
import { maskSecrets } from './secrets.js';

declare const safe: unique symbol;

/** Text that is safe to print: no control, bidi or invisible character, no lone surrogate, no line end. */
export type SafeText = string & { readonly [safe]: true };

/** Characters kept of a text when the caller says nothing else. */
const DEFAULT_LENGTH = 120;

/** Characters of a raw text that are looked at: nothing that is printed is as long. */
const LONGEST_RAW = 8192;

/**
 * Controls (C0, DEL, C1), format characters (bidi, zero width, tags, soft hyphen), lone surrogates, line and paragraph
 * separators, private use, and the code points that are always invisible or no characters.
 */
const UNSAFE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}\u115f\u1160\u2065\u3164\uffa0\ufff0-\ufff8\ufffe\uffff\u{e0000}-\u{e0fff}]|\u034f|\u17b4|\u17b5|[\ufe00-\ufe0f]/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Marks a text that was cut. ASCII, as the layout of reports is. */
const ELLIPSIS = '...';

/**
 * Text from outside that holds no secret, such as the name of a file: unsafe characters become visible escapes such as
 * `\x1b` and `\u202e`.
 * @param length most characters of the result; longer text is cut and ends in `...`
 */
export function safeText(raw: string, length = DEFAULT_LENGTH): SafeText {
  const shown = raw.slice(0, LONGEST_RAW).replace(UNSAFE, escaped);
  return cut(shown, length, raw.length > LONGEST_RAW) as SafeText;
}

/** What happens to secrets in text from packets. */
export type Secrets = 'masked' | 'shown';

/** Text from a packet or a comment: as `safeText`, and its secrets are masked unless they are wanted. */
export function packetText(raw: string, secrets: Secrets, length = DEFAULT_LENGTH): SafeText {
  return safeText(secrets === 'masked' ? maskSecrets(raw.slice(0, LONGEST_RAW)) : raw, length);
}

/** Text of our own knowledge, of any length: literals of this project, never something that was read. */
export function ownText(text: string): SafeText {
  return text.replace(UNSAFE, escaped) as SafeText;
}

/**
 * Our own words with safe values in them; a value that is not safe is a compile error.
 *
 *     say`${count(3)} flows of ${endpointText(client)}`
 */
export function say(words: TemplateStringsArray, ...values: readonly SafeText[]): SafeText {
  return String.raw({ raw: words }, ...values) as SafeText;
}

/** Safe texts with our own separator between them. */
export function join(texts: readonly SafeText[], separator: string): SafeText {
  return texts.join(separator) as SafeText;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(texts: readonly SafeText[]): SafeText {
  if (texts.length < 2) return join(texts, '');
  return say`${join(texts.slice(0, -1), ', ')} and ${texts[texts.length - 1] as SafeText}`;
}

function escaped(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) as number;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/** Cuts between characters, never inside a surrogate pair. */
function cut(text: string, length: number, isLonger: boolean): string {
  if (text.length <= length && !isLonger) return text;
  const kept = text.slice(0, Math.max(0, length - ELLIPSIS.length)).replace(/[\ud800-\udbff]$/, '');
  return kept + ELLIPSIS;
}
