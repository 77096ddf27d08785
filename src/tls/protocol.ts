/** The numbers of TLS that are looked at, and the names that its standards give them. */

/** Types of records. Source: RFC 8446 section 5.1, RFC 6520 (heartbeat). */
export const ContentType = {
  ChangeCipherSpec: 20,
  Alert: 21,
  Handshake: 22,
  ApplicationData: 23,
  Heartbeat: 24,
} as const;

/** Types of handshake messages that are read; others are skipped by their length. */
export const HandshakeType = { ClientHello: 1, ServerHello: 2 } as const;

/** Messages after which others may follow in clear: hellos to key updates, compressed certificates, next protocol. */
const HIGHEST_HANDSHAKE = 25;
const NEXT_PROTOCOL = 67;

/** Whether a handshake message has a type that exists. Source: IANA, TLS HandshakeType. */
export function isKnownHandshake(type: number): boolean {
  return type <= HIGHEST_HANDSHAKE || type === NEXT_PROTOCOL;
}

/** Octets of the header of a record: type, version, length. */
export const RECORD_HEADER_BYTES = 5;

/** The highest minor version of a record header: 3.4 is TLS 1.3, which sends 3.1 or 3.3. */
export const HIGHEST_MINOR = 4;

/** Most octets of a record behind its header. Source: RFC 5246 section 6.2.3. */
export const LARGEST_RECORD = 2 ** 14 + 2048;

/** Levels of alerts by their number. */
const ALERT_LEVELS: readonly (string | null)[] = [null, 'warning', 'fatal'];

/** Alerts by their number. Source: IANA, TLS Alerts (RFC 8446 section 6, RFC 5246 section 7.2, RFC 2246, RFC 6066). */
const ALERTS: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  21: 'decryption_failed',
  22: 'record_overflow',
  30: 'decompression_failure',
  40: 'handshake_failure',
  41: 'no_certificate',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  60: 'export_restriction',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  100: 'no_renegotiation',
  109: 'missing_extension',
  110: 'unsupported_extension',
  111: 'certificate_unobtainable',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  114: 'bad_certificate_hash_value',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  120: 'no_application_protocol',
};

const VERSIONS: Readonly<Record<number, string>> = {
  2: 'SSL 2.0',
  768: 'SSL 3.0',
  769: 'TLS 1.0',
  770: 'TLS 1.1',
  771: 'TLS 1.2',
  772: 'TLS 1.3',
};

const TLS_1_3 = 0x0304;
/** Drafts of TLS 1.3 are `7f` and the number of the draft. */
const DRAFT = 0x7f;

/** Name of a level, as `fatal`; null for a number that is none. */
export function alertLevelName(level: number): 'warning' | 'fatal' | null {
  return (ALERT_LEVELS[level] ?? null) as 'warning' | 'fatal' | null;
}

/** Name of an alert, as `handshake_failure`; `alert_99` for one without a name. */
export function alertName(description: number): string {
  return ALERTS[description] ?? `alert_${description}`;
}

/** Name of a version, as `TLS 1.2`; its number, as `0x0305`, for one without a name. */
export function tlsVersionName(version: number): string {
  if (version >>> 8 === DRAFT) return `TLS 1.3 draft ${version & 0xff}`;
  return VERSIONS[version] ?? `0x${version.toString(16).padStart(4, '0')}`;
}

/** TLS 1.3 or one of its drafts. */
export function isTls13(version: number): boolean {
  return version === TLS_1_3 || version >>> 8 === DRAFT;
}

/** The later of two offered versions; what is no version (GREASE, RFC 8701) loses. */
export function laterVersion(a: number, b: number): number {
  return rankOf(b) > rankOf(a) ? b : a;
}

/** Drafts lie between TLS 1.2 and 1.3. */
function rankOf(version: number): number {
  if (version >>> 8 === DRAFT) return TLS_1_3 - 1 + (version & 0xff) / 0x100;
  return version in VERSIONS ? version : 0;
}

/** The four digits of a cipher suite, as `0x1301`. Source: IANA, TLS Cipher Suites. */
export function cipherText(cipher: number): string {
  return `0x${cipher.toString(16).padStart(4, '0')}`;
}
