/** What takes the place of a secret. */
const MASK = '***';

/** Words of a key whose value is a secret: the key is split at `-`, `_`, `.` and capitals. */
const SECRET_WORDS = new Set(
  (
    'token apikey key password passwd passphrase pwd pw pass secret session sessionid sid auth authorization code ' +
    'signature sig jwt otp pin credential credentials ticket nonce assertion saml samlresponse samlrequest cookie ' +
    'phpsessid jsessionid aspsessionid sso bearer hmac'
  ).split(' '),
);

/** Endings of a key that is written as one word. */
const SECRET_ENDING = /(?:token|apikey|password|passwd|secret|session|sessionid|signature)$/;

/** `key=` in a query, a path parameter, a form, a cookie or an attribute. */
const KEY = /(^|[?&;#\s"'/])([^=&;#?\s"'/]{1,64})=/g;

/** The value behind a telling key: to its closing quote, else to what ends a pair. `?` and `'` may be part of a password. */
const VALUE = /"[^"]*|[^&;#\s"]+/y;
/** The value of a parameter of a path, which ends where the query begins. */
const PATH_VALUE = /[^&;#?\s"]+/y;

/** What lies between the marks of a path, a query or a form. */
const PART = /[^?&;#\s"'/=]+/g;

/** The session id that ASP.NET keeps in the path where there are no cookies: `/(S(lit3py55t21z5v55vlm25s55))/`. */
const PATH_SESSION = /(?<=[()][AFS]\()[\w-]{12,}(?=\))/g;

const USER_INFO = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^/\s?#@]{1,256}@/gi;

const AUTH_SCHEME = /\b(Basic|Bearer|Negotiate|NTLM|Digest|Token)([ +]|%20)+[^\s,"']{4,}/gi;

const JWT = /\beyJ[\w-]{6,}(?:\.[\w-]*){0,4}/g;

/** A run of base64 or hex characters that is too long for a word. */
const LONG_RUN = /[A-Za-z0-9+_-]{24,}={0,2}/g;

/** How often a value is freed of percent escapes: an address of a page to go back to may hold another one. */
const MOST_DECODINGS = 2;

/** Masks what looks like a secret in a text from a packet: values of telling keys, user information, tokens. */
export function maskSecrets(text: string): string {
  return maskDecoded(text, MOST_DECODINGS);
}

/** @param decodings how often values in the text may still be decoded */
function maskDecoded(text: string, decodings: number): string {
  const withoutPairs = maskPairs(
    text.replace(USER_INFO, `$1${MASK}@`).replace(AUTH_SCHEME, `$1 ${MASK}`),
    decodings,
  );
  return withoutPairs
    .replace(PART, (part) => (hidesSecret(part, decodings) ? MASK : part))
    .replace(PATH_SESSION, MASK)
    .replace(JWT, MASK)
    .replace(LONG_RUN, (run) => (looksRandom(run) ? MASK : run));
}

/** Masks the values of telling keys, and those in which a secret is escaped. */
function maskPairs(text: string, decodings: number): string {
  let masked = '';
  let done = 0;
  let looked = 0;
  KEY.lastIndex = 0;
  for (let pair = KEY.exec(text); pair !== null; pair = KEY.exec(text)) {
    const [, before, key = ''] = pair;
    const at = KEY.lastIndex;
    const isSecret = isSecretKey(key);
    // A value reaches over the pairs in it: looked into once, or a long line of `?a=?a=` would take long.
    if (!isSecret && at < looked) continue;
    const form = before === ';' ? PATH_VALUE : VALUE;
    form.lastIndex = at;
    const [value = ''] = form.exec(text) ?? [];
    looked = Math.max(looked, at + value.length);
    if (value === '' || !(isSecret || hidesSecret(value, decodings))) continue;
    const quote = value.startsWith('"') ? '"' : '';
    masked += `${text.slice(done, at)}${quote}${MASK}`;
    done = at + value.length;
    KEY.lastIndex = done;
  }
  return masked + text.slice(done);
}

/** Whether something is to be masked in what a value says without its percent escapes. */
function hidesSecret(value: string, decodings: number): boolean {
  if (decodings === 0 || !value.includes('%')) return false;
  const decoded = percentDecoded(value);
  if (decoded === value) return false;
  const withoutMembers = maskMembers(decoded);
  return withoutMembers !== decoded || maskDecoded(decoded, decodings - 1) !== decoded;
}

/** What FTP, POP3, IMAP and SMTP say a password in, as programs write it: other texts may begin with the word `pass`. */
const COMMAND =
  /^((?:PASS|AUTH[ \t]+[A-Z0-9-]{3,20}|[A-Za-z0-9.]{1,20}[ \t]+LOGIN[ \t]+\S{1,400})[ \t]+)\S.*$/;

/** A header field of HTTP, a member of JSON whose value is a text or a number, and an element of XML that holds text. */
const FIELD = /^([A-Za-z0-9_-]{1,64}):[ \t]*\S.*$/;
const MEMBER = /"([^"\\]{1,64})"(\s{0,8}):(\s{0,8})(?:"(?:[^"\\]|\\.)*"?|-?\d[\d.eE+-]*)/g;
/** The code of an answer or an error, which is no secret: three digits. */
const STATUS_MEMBER = /^"code"\s*:\s*[1-9]\d\d$/i;
const ELEMENT = /(<(?:[\w.-]{1,64}:)?([\w.-]{1,64})(?:\s[^<>]{0,1000})?>)([^<]+)/g;

/**
 * Masks what looks like a secret in a whole line of a stream: besides the above, fields, JSON members and XML elements with
 * telling names, and commands that log in.
 */
export function maskLine(line: string): string {
  const field = FIELD.exec(line);
  if (field !== null && isSecretKey(field[1] as string)) return `${field[1]}: ${MASK}`;
  const command = COMMAND.exec(line);
  if (command !== null) return command[1] + MASK;
  return maskSecrets(maskMembers(line));
}

/** The name of a field with which a line begins, and the name of a part of a form (multipart/form-data, RFC 7578). */
const FIELD_NAME = /^([A-Za-z0-9_-]{1,64}):/;
const PART_NAME = /^content-disposition:.{0,200}[;\s]name="?([^";]{1,64})/i;

/**
 * Masks lines that follow one another, as `maskLine` does, and besides what only lines in front of them tell: that a field with a
 * telling name goes on (a folded one), and that a part of a form has a telling name.
 */
export class LineMasker {
  private goesOn = false;
  /** The line with which the part began, which also ends it; null outside of parts. */
  private boundary: string | null = null;
  private isSecretPart = false;
  private isPartBody = false;

  /** The next line. */
  mask(line: string): string {
    if (this.isPartBody && !line.startsWith(this.boundary ?? '--')) return line === '' ? line : MASK;
    if (this.goesOn && /^[ \t]+\S/.test(line)) return ` ${MASK}`;
    const name = FIELD_NAME.exec(line)?.[1];
    this.goesOn = name !== undefined && isSecretKey(name);
    this.notePart(line);
    return maskLine(line);
  }

  private notePart(line: string): void {
    if (line.startsWith('--')) {
      this.boundary = line;
      this.isSecretPart = false;
      this.isPartBody = false;
    } else if (this.isSecretPart && line === '') this.isPartBody = true;
    else if (this.boundary !== null && !this.isPartBody) {
      const name = PART_NAME.exec(line)?.[1];
      if (name !== undefined) this.isSecretPart = isSecretKey(name);
    }
  }
}

/** Masks the values of members and elements with telling names. */
function maskMembers(text: string): string {
  return text
    .replace(MEMBER, (member, key: string, before: string, after: string) =>
      isSecretKey(key) && !STATUS_MEMBER.test(member) ? `"${key}"${before}:${after}"${MASK}"` : member,
    )
    .replace(ELEMENT, (element, tag: string, name: string) => (isSecretKey(name) ? tag + MASK : element));
}

function isSecretKey(key: string): boolean {
  const decoded = percentDecoded(key);
  const words = decoded
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word) => SECRET_WORDS.has(word) || SECRET_ENDING.test(word));
}

/** Octet by octet, since an escape that is none of UTF-8 must not keep the others from being read. */
function percentDecoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

/** Digits among letters, and no word structure: a name of 24 letters is left alone, so is a GUID. */
function looksRandom(run: string): boolean {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(run)) return false;
  const isMixed = /\d/.test(run) && /[A-Z]/.test(run) && /[a-z]/.test(run);
  const isLongHex = run.length >= 32 && /^[0-9a-f]+$/i.test(run) && /\d/.test(run) && /[a-f]/i.test(run);
  return isMixed || isLongHex;
}
