/** Where a segment was captured. */
export interface SegmentPlace {
  frameNumber: number;
  timeNs: number;
  /** Index of the file and offset of the record in it. */
  file: number;
  fileOffset: number;
}
