import { u32le } from '../bytes/read.js';
import type { TimeBase } from '../bytes/time.js';
import { OffsetSum, TABLE_ENTRY_BYTES } from './netmon-frame-table.js';
import type { NetmonHeader } from './netmon-header.js';
import { NetmonRecords, Taken } from './netmon-records.js';
import type { ReadWindow } from './read-window.js';

/**
 * Frames of a Network Monitor file in the order in which they lie in it: for pipes and compressed inputs, whose frame table comes
 * when all frames are through, and for files whose table is missing. The table, when it comes, is compared with what was read.
 */
export class NetmonFileOrderReader extends NetmonRecords {
  /** Where the frames end; infinite for a capture that was never closed. */
  private readonly tableOffset: number;
  private readonly tableEnd: number;
  private readonly tableBytes: number;
  private readonly read = new OffsetSum();
  private readonly listed = new OffsetSum();

  /** @param window the first record is at its `at`. */
  constructor(window: ReadWindow, timeBase: TimeBase, header: NetmonHeader) {
    super(window, timeBase, header);
    const { tableOffset, tableBytes } = header;
    this.tableOffset = tableOffset === 0 ? Number.POSITIVE_INFINITY : tableOffset;
    this.tableBytes = tableBytes - (tableBytes % TABLE_ENTRY_BYTES);
    this.tableEnd = this.tableOffset + this.tableBytes;
    if (tableOffset === 0) this.note('frame-table-missing');
  }

  next(): boolean {
    const { window } = this;
    while (!this.ended && window.offset < this.tableOffset) {
      const { offset } = window;
      const taken = this.takeRecord(this.tableOffset);
      if (taken === Taken.Nothing) return this.stopOrWait();
      this.read.add(offset);
      if (taken === Taken.Frame) return true;
    }
    return this.ended ? false : this.takeTable();
  }

  /** What cannot be a record may be a hole in the file: only the table would tell. */
  private stopOrWait(): false {
    if (this.endedEarly !== null) this.note('frame-table-out-of-reach');
    return false;
  }

  private takeTable(): false {
    const { window } = this;
    while (window.offset < this.tableEnd) {
      if (window.available < TABLE_ENTRY_BYTES) return this.waitFor(TABLE_ENTRY_BYTES);
      this.listed.add(u32le(window.bytes, window.at));
      window.at += TABLE_ENTRY_BYTES;
    }
    if (!this.read.equals(this.listed)) this.note('frame-table-differs');
    return this.endHere();
  }

  protected override noteEnd(): void {
    const { window } = this;
    const { offset, available } = window;
    if (window.source.failure === null && offset >= this.tableOffset) {
      const octets = offset + available - this.tableOffset;
      this.endEarlyAt(this.tableOffset, 'frame-table-cut', this.tableBytes, octets);
      return;
    }
    super.noteEnd();
    const isExpected = this.tableOffset !== Number.POSITIVE_INFINITY;
    if (this.endedEarly === null && isExpected) this.endEarly('record-header-cut', this.headerBytes);
  }
}
