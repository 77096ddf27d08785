/**
 * Where octets come from.
 *
 * In: a regular file, a pipe or a device, plain or compressed. Out: octets, copied into the array that the caller gives.
 * A source never throws while reading: it ends, and says in `failure` when it ended because something broke.
 * It knows nothing of capture formats.
 */

/** Why a source ended before its input did. */
export interface SourceFailure {
  readonly code: 'compressed-data-broken' | 'read-failed';
  /** What the operating system or the decompressor said. */
  readonly message: string;
}

/** What a source can do besides when it is a regular file that is not compressed. */
export interface RandomAccess {
  /** The next `read` begins at this octet. */
  seek(offset: number): void;
  /**
   * Copies octets from this place and leaves that of `read` alone. Returns how many there were: fewer than `length` at the
   * end, or when reading failed (then look at `failure`).
   */
  readAt(target: Uint8Array, at: number, length: number, offset: number): number;
  /**
   * The same while the program goes on: until it answers, nobody may look into this part of the array. Absent where octets
   * can only be had one after the other.
   */
  readAhead?(target: Uint8Array, at: number, length: number, offset: number): Promise<number>;
}

/** A compression that is read. */
export type Compression = 'gzip' | 'zstd';

/** A stream of octets that is pulled. */
export interface ByteSource {
  /**
   * Copies the next octets into `target[at … at + length)`; `length` is at least 1.
   * Returns how many were copied: at least 1, or 0 at the end (then look at `failure`).
   * A regular file answers at once with a number; everything else with a promise.
   */
  read(target: Uint8Array, at: number, length: number): number | Promise<number>;
  /** Set where octets can be read at any place; absent for pipes and compressed inputs. */
  readonly randomAccess?: RandomAccess | undefined;
  /** Set once `read` has returned 0 because of an error; null at a proper end. */
  readonly failure: SourceFailure | null;
  /** How the stored octets are compressed; null when they are not. */
  readonly compression: Compression | null;
  /** Octets taken from the input as stored (compressed ones where compressed). */
  readonly bytesRead: number;
  /** Size of the stored input; null where it has none (a pipe). */
  readonly bytesTotal: number | null;
  /** Hex SHA-256 of the input as stored, after `finish`; null when hashing was not asked for or reading failed. */
  readonly sha256: string | null;
  /** Reads the rest of the stored input when it is being hashed, then releases it. May be called twice. */
  finish(): Promise<void>;
  /** Releases the input at once. May be called twice. */
  abandon(): Promise<void>;
}

/** A source of octets as stored: its first octets can be looked at before anything is read. */
export interface StoredSource extends ByteSource {
  /** A copy of the first octets, at most `length`, fewer when the input is shorter. Only before the first `read`. */
  peek(length: number): Promise<Uint8Array>;
}

/** The failure that an error of the operating system stands for. */
export function readFailure(error: unknown): SourceFailure {
  return { code: 'read-failed', message: error instanceof Error ? error.message : String(error) };
}
