import { type SharedRows, SlabRows } from '../bytes/slab.js';

/**
 * What a flow speaks beside HTTP/1, one small row per flow that does: TLS, HTTP/2, and the upgrade that led there.
 */
const PROTOCOL_ROW_WORDS = 6;

const TLS = 0;
const HTTP2 = 1;
const UPGRADE_FRAME = 2;
const UPGRADE_STATUS = 3;
const UPGRADE_PROTOCOL = 4;
const FLAGS = 5;

const FOLLOWED = 1;
const LOST = 4;

/** Rows of protocols, numbered from 1: 0 means that a flow has none. */
export class ProtocolRows {
  private readonly rows: SlabRows;

  /** @param rows rows that another thread fills; new ones where absent */
  constructor(rows: SlabRows = new SlabRows(PROTOCOL_ROW_WORDS)) {
    this.rows = rows;
  }

  /** The rows as they stand now, for a reader in another thread. */
  share(): SharedRows {
    return this.rows.share();
  }

  /** Gives back memory of rows below this number (from 1): their flows are evicted. */
  releaseBelow(row: number): void {
    this.rows.releaseBelow(row - 1);
  }

  /** Rows in memory. */
  get kept(): number {
    return this.rows.length - this.rows.firstKept;
  }

  get length(): number {
    return this.rows.length;
  }

  /** A new row, all zero. */
  add(): number {
    return this.rows.add() + 1;
  }

  /** Row of the flow's TLS and of its HTTP/2, plus 1; 0 for none. */
  tls(protocol: number): number {
    return this.get(protocol, TLS);
  }
  setTls(protocol: number, tls: number): void {
    this.put(protocol, TLS, tls);
  }
  http2(protocol: number): number {
    return this.get(protocol, HTTP2);
  }
  setHttp2(protocol: number, http2: number): void {
    this.put(protocol, HTTP2, http2);
  }

  /** Frame and status of the response with which HTTP/1 ended; 0 for none. */
  upgradeFrame(protocol: number): number {
    return this.get(protocol, UPGRADE_FRAME) >>> 0;
  }
  upgradeStatus(protocol: number): number {
    return this.get(protocol, UPGRADE_STATUS);
  }
  /** Id of the text of the Upgrade field; 0 for none, as after CONNECT. */
  upgradeProtocol(protocol: number): number {
    return this.get(protocol, UPGRADE_PROTOCOL);
  }
  setUpgrade(protocol: number, frame: number, status: number, text: number): void {
    this.put(protocol, UPGRADE_FRAME, frame);
    this.put(protocol, UPGRADE_STATUS, status);
    this.put(protocol, UPGRADE_PROTOCOL, text);
  }

  /** The octets of a side are known to be of the flow's protocol. */
  isFollowed(protocol: number, side: number): boolean {
    return (this.get(protocol, FLAGS) & (FOLLOWED << side)) !== 0;
  }
  setFollowed(protocol: number, side: number): void {
    this.put(protocol, FLAGS, this.get(protocol, FLAGS) | (FOLLOWED << side));
  }
  /** A side was followed and lost. */
  isLost(protocol: number, side: number): boolean {
    return (this.get(protocol, FLAGS) & (LOST << side)) !== 0;
  }
  setLost(protocol: number, side: number): void {
    this.put(protocol, FLAGS, (this.get(protocol, FLAGS) & ~(FOLLOWED << side)) | (LOST << side));
  }

  private get(protocol: number, word: number): number {
    const row = protocol - 1;
    return this.rows.slabOf(row)[this.rows.baseOf(row) + word] as number;
  }
  private put(protocol: number, word: number, value: number): void {
    const row = protocol - 1;
    this.rows.slabOf(row)[this.rows.baseOf(row) + word] = value;
  }
}
