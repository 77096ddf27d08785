/**
 * A second, independent reader of classic pcap: the npm package `pcap-parser` 0.2.1, here and nowhere else.
 *
 * For `report --cross-check` and for the tests that compare our own reader with it; never on the main path
 * (docs/decisions/0002-pcap-parser.md). Only files: no other format, no nanoseconds, no gzip, no pipe.
 */

import { createReadStream } from 'node:fs';
import pcapParser from 'pcap-parser';
import type { Compression } from './byte-source.js';
import type { CaptureFormat } from './frame-reader.js';
import { STANDARD_INPUT } from './open-source.js';
import { MAX_CAPTURED_BYTES } from './pcap.js';

/** A frame as `pcap-parser` sees it. */
export interface SecondFrame {
  /** From 1. */
  readonly number: number;
  /** Seconds since 1970 UTC. */
  readonly timeSeconds: number;
  /** Microseconds as they stand in the file; 10^6 and more where the file says so. */
  readonly timeMicroseconds: number;
  readonly capturedLength: number;
  readonly originalLength: number;
  /** The captured octets; valid after the call too. */
  readonly data: Buffer;
}

/** What came of a second reading. */
export interface SecondReading {
  /** Whole frames found. A truncated last record is not counted and not mentioned: the package drops it silently. */
  readonly frames: number;
  /** Length of the record at which the reading was stopped because it is longer than 262,144 octets; else null. */
  readonly stoppedAtLength: number | null;
}

/** Why an input cannot be read a second time. */
export type NotApplicableReason = 'pcapng' | 'snoop' | 'netmon' | 'nanoseconds' | 'compressed' | 'pipe';

/** Formats that the package cannot read. */
const UNREAD_FORMATS: Readonly<Record<CaptureFormat, NotApplicableReason | null>> = {
  pcap: null,
  'pcap (nanoseconds)': 'nanoseconds',
  pcapng: 'pcapng',
  snoop: 'snoop',
  'Network Monitor 1': 'netmon',
  'Network Monitor 2': 'netmon',
};

/** What decides whether the second reader can read an input. */
export interface SecondReaderInput {
  readonly path: string;
  readonly format: CaptureFormat;
  readonly compression: Compression | null;
  /** Size of the stored input; null for a pipe. */
  readonly bytesTotal: number | null;
}

/** The part of the package's events that is listened to. */
interface RecordHeader {
  readonly timestampSeconds: number;
  readonly timestampMicroseconds: number;
  readonly capturedLength: number;
  readonly originalLength: number;
}

/** Why `readWithPcapParser` cannot read this input; null when it can. */
export function whyNotApplicable(input: SecondReaderInput): NotApplicableReason | null {
  if (input.path === STANDARD_INPUT || input.bytesTotal === null) return 'pipe';
  if (input.compression !== null) return 'compressed';
  return UNREAD_FORMATS[input.format];
}

/**
 * Reads a classic pcap of microseconds with `pcap-parser` and calls `onFrame` for every frame in file order.
 * The package reads records of any length into memory; a record longer than 262,144 octets stops the reading here.
 * Rejects with an `Error` when the file cannot be read, when the package refuses it, or when `onFrame` throws.
 */
export function readWithPcapParser(
  path: string,
  onFrame: (frame: SecondFrame) => void,
): Promise<SecondReading> {
  return new Promise((resolve, reject) => {
    const stream = createReadStream(path);
    const parser = pcapParser.parse(stream);
    let frames = 0;
    let stopped = false;
    const stop = (settle: () => void) => {
      stopped = true;
      stream.destroy();
      settle();
    };
    parser.on('packetHeader', (header: RecordHeader) => {
      if (stopped || header.capturedLength <= MAX_CAPTURED_BYTES) return;
      stop(() => resolve({ frames, stoppedAtLength: header.capturedLength }));
    });
    parser.on('packet', (packet: { header: RecordHeader; data: Buffer }) => {
      if (stopped) return;
      frames++;
      try {
        onFrame(secondFrame(frames, packet.header, packet.data));
      } catch (error) {
        stop(() => reject(error));
      }
    });
    parser.on('error', (error: Error) => stop(() => reject(error)));
    parser.on('end', () => resolve({ frames, stoppedAtLength: null }));
  });
}

function secondFrame(number: number, header: RecordHeader, data: Buffer): SecondFrame {
  return {
    number,
    timeSeconds: header.timestampSeconds,
    timeMicroseconds: header.timestampMicroseconds,
    capturedLength: header.capturedLength,
    originalLength: header.originalLength,
    data,
  };
}
