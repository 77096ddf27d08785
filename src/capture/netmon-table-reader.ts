import type { TimeBase } from '../bytes/time.js';
import type { FrameTable } from './netmon-frame-table.js';
import { type NetmonHeader, SMALLEST_HEADER_BYTES } from './netmon-header.js';
import { NetmonRecords, Taken } from './netmon-records.js';
import type { ReadWindow } from './read-window.js';

/**
 * Frames of a Network Monitor file in the order of its frame table, which may jump: for inputs that can be read at any place.
 * The records of a sound file do not overlap, so that more octets of records than the file has end the reading: no table makes
 * it read for longer than the file is large.
 */
export class NetmonTableReader extends NetmonRecords {
  private readonly table: FrameTable;
  private readonly fileBytes: number;
  private bytesTaken = 0;

  /** @param fileBytes size of the input. */
  constructor(
    window: ReadWindow,
    timeBase: TimeBase,
    header: NetmonHeader,
    table: FrameTable,
    fileBytes: number,
  ) {
    super(window, timeBase, header);
    this.table = table;
    this.fileBytes = fileBytes;
  }

  next(): boolean {
    const { table, window } = this;
    while (!this.ended && table.isLoaded) {
      const offset = table.recordOffset;
      if (offset < SMALLEST_HEADER_BYTES || offset + this.headerBytes > this.fileBytes) {
        const there = Math.max(0, this.fileBytes - offset);
        return this.endEarlyAt(offset, 'frame-offset-invalid', this.headerBytes, there);
      }
      if (!window.moveTo(offset)) return this.waitFor(this.headerBytes);
      const taken = this.takeRecord(Number.POSITIVE_INFINITY);
      if (taken === Taken.Nothing) return false;
      table.advance();
      this.bytesTaken += this.recordBytes;
      if (this.bytesTaken > this.fileBytes) return this.endAtOverlap(offset, taken === Taken.Frame);
      if (taken === Taken.Frame) return true;
    }
    return false;
  }

  override async fill(): Promise<boolean> {
    if (this.ended) return false;
    const { table, window } = this;
    if (!table.isLoaded) return table.hasMore ? this.loadTable() : this.endHere();
    if (!window.moveTo(table.recordOffset)) window.jumpTo(table.recordOffset);
    return super.fill();
  }

  private loadTable(): boolean {
    if (this.table.load()) return true;
    const { failure } = this.window.source;
    return this.endEarly(failure?.code ?? 'frame-table-cut', null);
  }

  private endAtOverlap(offset: number, isFrame: boolean): false {
    if (isFrame) this.frames--;
    return this.endEarlyAt(offset, 'frames-overlap', this.recordBytes, 0);
  }

  /** A file that became shorter while it was read ends where the table says that a record is. */
  protected override noteEnd(): void {
    super.noteEnd();
    if (this.endedEarly === null) this.endEarly('record-header-cut', this.needed);
  }
}
