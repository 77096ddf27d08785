/**
 * The head of an HTTP/1 message: what its start line and the header fields that this project looks at say.
 *
 * A `Head` holds where each value lies in the octets that were parsed, so that nothing is copied until it is kept.
 */

/** The fields that are read; all others are `None`. */
export const FieldName = {
  None: 0,
  Host: 1,
  UserAgent: 2,
  Server: 3,
  Via: 4,
  ContentType: 5,
  ContentLength: 6,
  TransferEncoding: 7,
  Connection: 8,
} as const;

/** Where a value lies: octets `at … at + length`; length 0 when there is none. */
export interface Span {
  at: number;
  length: number;
}

/** Where a value of a head lies. */
export interface HeadSpan extends Span {
  /** The line of `KnownLines` in which it lies; 0 when it is none of those. */
  line: number;
}

/** The parts of a head, overwritten by every `parseHead`. Spans are positions in the octets that were parsed. */
export class Head {
  isRequest = false;
  /** Octets from the first octet of the start line to behind the empty line. */
  length = 0;
  status = 0;
  /** The start line ended without `HTTP/…`: HTTP/0.9. */
  isSimple = false;
  readonly method: HeadSpan = { at: 0, length: 0, line: 0 };
  readonly target: HeadSpan = { at: 0, length: 0, line: 0 };
  readonly reason: HeadSpan = { at: 0, length: 0, line: 0 };
  readonly host: HeadSpan = { at: 0, length: 0, line: 0 };
  readonly userAgent: HeadSpan = { at: 0, length: 0, line: 0 };
  readonly server: HeadSpan = { at: 0, length: 0, line: 0 };
  readonly contentType: HeadSpan = { at: 0, length: 0, line: 0 };
  readonly via: HeadSpan = { at: 0, length: 0, line: 0 };
  /** Content-Length, -1 when absent or no number. */
  contentLength = -1;
  isChunked = false;
  hasConnectionClose = false;
  hasConflictingLengths = false;

  private readonly values: readonly (HeadSpan | null)[] = [
    null,
    this.host,
    this.userAgent,
    this.server,
    this.via,
    this.contentType,
    null,
    null,
    null,
  ];

  /** Where the value of a field (`FieldName`) lies that is kept as a text; null for the others. */
  valueOf(field: number): HeadSpan | null {
    return this.values[field] as HeadSpan | null;
  }

  clear(): void {
    this.status = 0;
    this.isSimple = false;
    this.method.length = 0;
    this.target.length = 0;
    this.reason.length = 0;
    this.host.length = 0;
    this.userAgent.length = 0;
    this.server.length = 0;
    this.contentType.length = 0;
    this.via.length = 0;
    this.contentLength = -1;
    this.isChunked = false;
    this.hasConnectionClose = false;
    this.hasConflictingLengths = false;
  }
}

/** Lets a span cover `at … end`. */
export function setSpan(span: HeadSpan, at: number, end: number): void {
  span.at = at;
  span.length = end - at;
  span.line = 0;
}

/** Lets a span cover octets of a line of `KnownLines`. */
export function setSpanOfLine(span: HeadSpan, at: number, length: number, line: number): void {
  span.at = at;
  span.length = length;
  span.line = line;
}
