import { EXCHANGE_ROW_WORDS } from './exchange-row.js';
import type { HeadSpan } from './head.js';
import type { KnownLines } from './known-lines.js';
import type { TextPool } from './text-pool.js';

/** The texts of heads on their way into the pool, with a short memory that saves most searches. */
export class HeaderTexts {
  private readonly pool: TextPool;
  private readonly lines: KnownLines;
  /** Sixteen latest texts of each kind, the kind being the position in the exchange's row. */
  private readonly latest = new Int32Array(EXCHANGE_ROW_WORDS << 4);
  private latestTarget = 0;
  private latestTargetLength = -1;

  constructor(pool: TextPool, lines: KnownLines) {
    this.pool = pool;
    this.lines = lines;
  }

  /**
   * Id of a text. Values of one header field are few and come again and again: of each kind the latest texts are tried
   * before the pool, by a place that their length and last octet give.
   */
  idOf(which: number, bytes: Uint8Array, span: HeadSpan): number {
    if (span.length === 0) return 0;
    if (span.line === 0) return this.search(which, bytes, span);
    const known = this.lines.text(span.line);
    if (known !== 0) return known;
    const id = this.search(which, bytes, span);
    this.lines.setText(span.line, id);
    return id;
  }

  private search(which: number, bytes: Uint8Array, { at, length }: HeadSpan): number {
    const place = (which << 4) | ((length ^ (bytes[at + length - 1] as number)) & 0xf);
    const latest = this.latest[place] as number;
    if (latest !== 0 && this.pool.isEqual(latest, bytes, at, length)) return latest;
    const id = this.pool.intern(bytes, at, length);
    this.latest[place] = id;
    return id;
  }

  /** Targets differ from request to request, but those of probes come again. */
  targetId(bytes: Uint8Array, { at, length }: HeadSpan): number {
    if (length === this.latestTargetLength && this.pool.isEqual(this.latestTarget, bytes, at, length)) {
      return this.latestTarget;
    }
    this.latestTarget = this.pool.keep(bytes, at, length);
    this.latestTargetLength = this.latestTarget === 0 ? -1 : length;
    return this.latestTarget;
  }
}
