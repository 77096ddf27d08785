/**
 * Heads that lie whole in the octets, read with the help of lines that came before. Fills a `Head` exactly as `parseHead`
 * does, which a test proves; why it exists is in docs/decisions/0006-fast-path.md.
 */
import { FieldName, type Head, setSpan, setSpanOfLine } from './head.js';
import { fieldNameOf, parseField, takeField } from './header-field.js';
import type { KnownLines } from './known-lines.js';
import { Likeness, likenessOf } from './likeness.js';
import { findLineEnd, trimmedEnd } from './line-octets.js';
import { parseStartLine } from './parse-head.js';

const LF = 0x0a;
const CR = 0x0d;

/** Kinds of start line, beside those of fields. */
const REQUEST_LINE = 16;
const STATUS_LINE = 17;

/** Reads heads. */
export class HeadReader {
  private readonly lines: KnownLines;

  constructor(lines: KnownLines) {
    this.lines = lines;
  }

  /** `Likeness.Request` or `Response` when there is a whole head, otherwise `No` or, when octets are missing, `TooShort`. */
  read(bytes: Uint8Array, at: number, end: number, head: Head): number {
    head.clear();
    this.lines.readFrom(bytes);
    const slot = this.lines.find(at, end);
    let lineAt = at;
    if (slot >= 0 && this.lines.kind(slot) >= REQUEST_LINE) {
      this.takeStartLine(slot, at, head);
      lineAt += this.lines.length(slot);
    } else {
      const likeness = likenessOf(bytes, at, end);
      if (likeness === Likeness.No || likeness === Likeness.TooShort) return likeness;
      const lineEnd = findLineEnd(bytes, at, end);
      if (lineEnd < 0) return Likeness.TooShort;
      parseStartLine(bytes, at, trimmedEnd(bytes, at, lineEnd), head);
      lineAt = lineEnd + 1;
      if (head.isSimple) {
        head.length = lineAt - at;
        return Likeness.Request;
      }
      this.keepStartLine(at, lineAt - at, head);
    }
    const headEnd = this.readFields(bytes, lineAt, end, head);
    if (headEnd < 0) return Likeness.TooShort;
    head.length = headEnd - at;
    return head.isRequest ? Likeness.Request : Likeness.Response;
  }

  /** Reads up to the empty line; returns where what follows it begins, -1 when it is not there. */
  private readFields(bytes: Uint8Array, from: number, end: number, head: Head): number {
    const { lines } = this;
    let at = from;
    while (at < end) {
      const first = bytes[at];
      if (first === LF) return at + 1;
      if (first === CR) {
        if (at + 1 === end) return -1;
        if (bytes[at + 1] === LF) return at + 2;
      }
      const slot = lines.find(at, end);
      if (slot >= 0) {
        const kind = lines.kind(slot);
        if (kind !== FieldName.None) this.takeKnownField(kind, slot, bytes, at, head);
        at += lines.length(slot);
        continue;
      }
      const lineEnd = findLineEnd(bytes, at, end);
      if (lineEnd < 0) return -1;
      this.takeNewField(bytes, at, lineEnd, head);
      at = lineEnd + 1;
    }
    return -1;
  }

  private takeNewField(bytes: Uint8Array, at: number, lineEnd: number, head: Head): void {
    const textEnd = trimmedEnd(bytes, at, lineEnd);
    const name = fieldNameOf(bytes, at, textEnd);
    takeField(name, bytes, at, textEnd, head);
    const value = head.valueOf(name);
    if (value === null) this.lines.keep(at, lineEnd + 1 - at, name, 0, textEnd - at, 0);
    else this.lines.keep(at, lineEnd + 1 - at, name, value.at - at, value.length, 0);
  }

  private takeKnownField(name: number, slot: number, bytes: Uint8Array, at: number, head: Head): void {
    const { lines } = this;
    if (name >= REQUEST_LINE) {
      // A start line where a field belongs.
      parseField(bytes, at, trimmedEnd(bytes, at, at + lines.length(slot) - 1), head);
      return;
    }
    const value = head.valueOf(name);
    const valueAt = at + lines.valueAt(slot);
    if (value === null) takeField(name, bytes, at, valueAt + lines.valueLength(slot), head);
    else setSpanOfLine(value, valueAt, lines.valueLength(slot), lines.line(slot));
  }

  private keepStartLine(at: number, length: number, head: Head): void {
    const { method, target, reason } = head;
    if (head.isRequest) {
      this.lines.keep(at, length, REQUEST_LINE, target.at - at, target.length, method.length);
    } else this.lines.keep(at, length, STATUS_LINE, reason.at - at, reason.length, head.status);
  }

  private takeStartLine(slot: number, at: number, head: Head): void {
    const { lines } = this;
    const valueAt = at + lines.valueAt(slot);
    const valueLength = lines.valueLength(slot);
    head.isRequest = lines.kind(slot) === REQUEST_LINE;
    if (head.isRequest) {
      setSpanOfLine(head.method, at, lines.number(slot), lines.line(slot));
      setSpan(head.target, valueAt, valueAt + valueLength);
    } else {
      head.status = lines.number(slot);
      setSpanOfLine(head.reason, valueAt, valueLength, lines.line(slot));
    }
  }
}
