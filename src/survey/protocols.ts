/**
 * What is spoken instead of HTTP/1, or after it: octets that the tracker of HTTP cannot use in, TLS and HTTP/2 out.
 *
 * A protocol is recognised by the first octets of each side, never by a port. Few octets are kept until that is possible.
 */
import { OctetKeeper } from '../bytes/octet-keeper.js';
import { PROBLEM, type ProblemCounters } from '../decode/problem.js';
import { Http2Rows } from '../http/http2-row.js';
import { HTTP2_LIKENESS_BYTES, Http2Tracker, http2LikenessOf } from '../http/http2-tracker.js';
import { NOT_FOLLOWED, type OtherProtocols } from '../http/other-protocols.js';
import type { TextPool } from '../http/text-pool.js';
import { upgradeField } from '../http/upgrade.js';
import type { ExtraRows } from '../tcp/extra-row.js';
import { FlowFlag } from '../tcp/flow-flag.js';
import type { FlowRow } from '../tcp/flow-row.js';
import { ensureExtra } from '../tcp/history.js';
import { SSLV2_HEAD_BYTES, TlsLikeness, tlsLikenessOf } from '../tls/likeness.js';
import { TlsRows } from '../tls/tls-row.js';
import { TlsTracker } from '../tls/tls-tracker.js';
import { ProtocolRows } from './protocol-row.js';
import type { ProtocolTables } from './survey-rows.js';

/** What the first octets of a side begin. */
const Beginning = { No: 0, TooShort: 1, Tls: 2, Sslv2: 3, Http2Preface: 4, Http2: 5 } as const;

/** The same by `TlsLikeness` and by `Http2Likeness`. */
const BEGINNING_OF_TLS = [Beginning.No, Beginning.TooShort, Beginning.Tls, Beginning.Sslv2] as const;
const BEGINNING_OF_HTTP2 = [
  Beginning.No,
  Beginning.TooShort,
  Beginning.Http2Preface,
  Beginning.Http2,
] as const;

/** Octets with which every protocol can be told. */
const LONGEST_BEGINNING = Math.max(SSLV2_HEAD_BYTES, HTTP2_LIKENESS_BYTES);
const MOST_OCTETS_KEPT = 16 * 1024 * 1024;

/** Follows TLS and HTTP/2 in the streams of all flows. */
export class Protocols implements OtherProtocols, ProtocolTables {
  bodyOctets = 0;
  readonly rows = new ProtocolRows();
  readonly tlsRows = new TlsRows();
  readonly http2Rows = new Http2Rows();
  private readonly tls: TlsTracker;
  private readonly http2: Http2Tracker;
  private readonly extras: ExtraRows;
  private readonly texts: TextPool;
  private readonly problems: ProblemCounters;
  private readonly mostRows: number;
  /** First octets by stream * 2 + side: of sides whose octets do not tell yet what they are. */
  private readonly beginnings = new OctetKeeper(MOST_OCTETS_KEPT);

  /** @param mostRows flows whose protocols are kept */
  constructor(extras: ExtraRows, texts: TextPool, problems: ProblemCounters, mostRows: number) {
    this.extras = extras;
    this.texts = texts;
    this.problems = problems;
    this.mostRows = mostRows;
    this.tls = new TlsTracker(this.tlsRows, texts, problems);
    this.http2 = new Http2Tracker(this.http2Rows, problems);
  }

  /** Row of the protocols of a flow in `rows`; 0 when it has none. */
  rowOf(row: FlowRow): number {
    return row.extra === 0 ? 0 : this.extras.protocols(row.extra);
  }

  begins(row: FlowRow, bytes: Uint8Array, from: number, end: number): boolean {
    if (beginningOf(bytes, from, end) === Beginning.No) return false;
    return this.hasRoom(row) || !row.has(FlowFlag.Tls);
  }

  take(row: FlowRow, side: number, bytes: Uint8Array, from: number, end: number, frame: number): number {
    this.bodyOctets = 0;
    const protocol = this.rowOf(row);
    if (protocol !== 0 && this.rows.isFollowed(protocol, side))
      return this.follow(protocol, side, bytes, from, end, frame);
    const kept = this.beginnings.get(row.stream * 2 + side);
    if (kept !== undefined) return this.takeKept(row, side, bytes, from, end, frame);
    const beginning = this.beginningIn(row, side, bytes, from, end);
    if (beginning === Beginning.TooShort) return this.keep(row, side, bytes, from, end);
    if (beginning === Beginning.No) return NOT_FOLLOWED;
    return this.start(beginning, row, side, bytes, from, end, frame);
  }

  skip(row: FlowRow, side: number, octets: number, frame: number): boolean {
    this.bodyOctets = 0;
    this.beginnings.drop(row.stream * 2 + side);
    const protocol = this.rowOf(row);
    if (protocol === 0 || !this.rows.isFollowed(protocol, side)) return false;
    const tls = this.rows.tls(protocol);
    if (tls !== 0) {
      const isFollowed = this.tls.skip(tls - 1, side, octets, frame);
      this.bodyOctets = this.tls.bodyOctets;
      if (isFollowed) return true;
    } else this.http2.lose();
    this.rows.setLost(protocol, side);
    return false;
  }

  upgrade(row: FlowRow, status: number, bytes: Uint8Array, at: number, frame: number): void {
    const protocol = this.ensureRow(row);
    if (protocol === 0 || this.rows.upgradeFrame(protocol) !== 0) return;
    const field = upgradeField(bytes, at, bytes.length);
    // After CONNECT there is no field that would have a meaning.
    const text = status === 101 ? this.texts.intern(bytes, field.at, field.length) : 0;
    this.rows.setUpgrade(protocol, frame, status, text);
  }

  release(row: FlowRow): void {
    this.beginnings.drop(row.stream * 2);
    this.beginnings.drop(row.stream * 2 + 1);
    const protocol = this.rowOf(row);
    if (protocol === 0) return;
    const tls = this.rows.tls(protocol);
    if (tls !== 0) this.tls.release(tls - 1);
  }

  /** What a side begins with, given what is known of its flow. */
  private beginningIn(row: FlowRow, side: number, bytes: Uint8Array, from: number, end: number): number {
    const beginning = beginningOf(bytes, from, end);
    const protocol = this.rowOf(row);
    if (protocol === 0 || beginning <= Beginning.TooShort) return beginning;
    const isTls = beginning === Beginning.Tls || beginning === Beginning.Sslv2;
    if (isTls) return this.rows.http2(protocol) === 0 ? beginning : Beginning.No;
    // Frames cannot be found again behind a loss: nothing marks their beginnings.
    const isPossible = this.rows.tls(protocol) === 0 && !this.rows.isLost(protocol, side);
    return isPossible ? beginning : Beginning.No;
  }

  private keep(row: FlowRow, side: number, bytes: Uint8Array, from: number, end: number): number {
    const kept = this.beginnings.append(row.stream * 2 + side, bytes, from, end - from);
    return kept === null ? NOT_FOLLOWED : end;
  }

  /** Octets of a side whose first ones are kept. */
  private takeKept(
    row: FlowRow,
    side: number,
    bytes: Uint8Array,
    from: number,
    end: number,
    frame: number,
  ): number {
    const key = row.stream * 2 + side;
    const before = this.beginnings.get(key)?.length ?? 0;
    const added = Math.min(end - from, LONGEST_BEGINNING - before);
    const kept = this.beginnings.append(key, bytes, from, added);
    if (kept === null) return NOT_FOLLOWED;
    const beginning = this.beginningIn(row, side, kept.bytes, 0, kept.length);
    if (beginning === Beginning.TooShort) return from + added;
    this.beginnings.drop(key);
    if (beginning === Beginning.No) return NOT_FOLLOWED;
    let at = this.start(beginning, row, side, kept.bytes, 0, kept.length, frame);
    const protocol = this.rowOf(row);
    while (at !== NOT_FOLLOWED && at < kept.length) {
      const skipped = Math.min(this.bodyOctets, kept.length - at);
      at += skipped;
      const rest = this.bodyOctets - skipped;
      if (at < kept.length) at = this.follow(protocol, side, kept.bytes, at, kept.length, frame);
      else this.bodyOctets = rest;
    }
    return at === NOT_FOLLOWED ? NOT_FOLLOWED : from + added;
  }

  /** A side begins a protocol: its octets are taken. */
  private start(
    beginning: number,
    row: FlowRow,
    side: number,
    bytes: Uint8Array,
    from: number,
    end: number,
    frame: number,
  ): number {
    const { rows } = this;
    const isTls = beginning === Beginning.Tls || beginning === Beginning.Sslv2;
    if (isTls) row.set(FlowFlag.Tls);
    const protocol = this.ensureRow(row);
    if (protocol === 0) return NOT_FOLLOWED;
    rows.setFollowed(protocol, side);
    if (isTls) {
      if (rows.tls(protocol) === 0) rows.setTls(protocol, this.tlsRows.add() + 1);
      if (beginning === Beginning.Sslv2) {
        const to = this.tls.takeSslv2Hello(rows.tls(protocol) - 1, side, bytes, from, frame);
        this.bodyOctets = this.tls.bodyOctets;
        return to;
      }
    } else {
      if (rows.http2(protocol) === 0) rows.setHttp2(protocol, this.http2Rows.add() + 1);
      if (beginning === Beginning.Http2Preface) this.http2.expectPreface(rows.http2(protocol) - 1, side);
    }
    return this.follow(protocol, side, bytes, from, end, frame);
  }

  private follow(
    protocol: number,
    side: number,
    bytes: Uint8Array,
    from: number,
    end: number,
    frame: number,
  ): number {
    const tls = this.rows.tls(protocol);
    const tracker = tls === 0 ? this.http2 : this.tls;
    const row = (tls === 0 ? this.rows.http2(protocol) : tls) - 1;
    const to = tracker.take(row, side, bytes, from, end, frame);
    this.bodyOctets = tracker.bodyOctets;
    if (to >= 0) return to;
    this.rows.setLost(protocol, side);
    return NOT_FOLLOWED;
  }

  private hasRoom(row: FlowRow): boolean {
    return this.rows.kept < this.mostRows || this.rowOf(row) !== 0;
  }

  /** Row of a flow's protocols, made when missing; 0 when the table is full, which is counted. */
  private ensureRow(row: FlowRow): number {
    const known = this.rowOf(row);
    if (known !== 0) return known;
    if (!this.hasRoom(row)) {
      this.problems.add(PROBLEM['protocols-not-kept']);
      return 0;
    }
    const protocol = this.rows.add();
    this.extras.setProtocols(ensureExtra(row, this.extras), protocol);
    return protocol;
  }
}

/** What octets of which nothing is known begin. */
function beginningOf(bytes: Uint8Array, from: number, end: number): number {
  const tls = tlsLikenessOf(bytes, from, end);
  if (tls !== TlsLikeness.No) return BEGINNING_OF_TLS[tls] as number;
  return BEGINNING_OF_HTTP2[http2LikenessOf(bytes, from, end)] as number;
}
