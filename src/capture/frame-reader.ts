import type { Compression } from './byte-source.js';
import type { ReaderProblem } from './reader-problem.js';

/**
 * The contract of every reader: bytes of a capture in, frames out.
 *
 * A reader walks records in place in one read window and copies nothing. It is pulled:
 *
 *     do { while (reader.next()) use(reader.frame) } while (await reader.fill());
 *
 * `next` never waits; `fill` is awaited once per window, so the cost of a promise is paid per megabyte, not per frame.
 */

/** Formats as they are named in reports. */
export type CaptureFormat =
  | 'pcap'
  | 'pcap (nanoseconds)'
  | 'pcapng'
  | 'snoop'
  | 'Network Monitor 1'
  | 'Network Monitor 2';

/**
 * Link type of a record that Wireshark counts as a frame though it holds no packet: pcapng custom blocks, systemd journal
 * entries and sysdig events; events, adapters and filters in Network Monitor files.
 */
export const NOT_A_PACKET = -1;

/** Link types from here on are not LINKTYPE values, which have 16 bits. */
const FIRST_FOREIGN_LINK_TYPE = 0x10000;

/**
 * The link type that stands for a media type of a capture's own format (snoop, Network Monitor) for which there is no LINKTYPE
 * value: 65,536 and that number. Frames of it are not decoded.
 */
export function foreignLinkType(mediaType: number): number {
  return FIRST_FOREIGN_LINK_TYPE + mediaType;
}

/** The format's own number behind a foreign link type; null for a LINKTYPE value. */
export function foreignMediaType(linkType: number): number | null {
  return linkType < FIRST_FOREIGN_LINK_TYPE ? null : linkType - FIRST_FOREIGN_LINK_TYPE;
}

/**
 * The current frame of a reader: one object per reader whose fields are overwritten by every `next()`.
 * Whoever keeps octets copies them before the next call.
 */
export class Frame {
  /** The read window; the frame's octets are `bytes[at … at + capturedLength)`. */
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  /** Octets captured. */
  capturedLength = 0;
  /** Octets the frame had on the wire; larger than `capturedLength` where a snapshot length cut it. */
  originalLength = 0;
  /**
   * Nanoseconds since the capture's epoch (`TimeBase`); `NaN` for a record that carries no time (pcapng SPB, and what is no
   * packet in pcapng), and before the first frame.
   */
  timeNs = Number.NaN;
  /**
   * LINKTYPE value of the frame, FCS bits masked off; `NOT_A_PACKET` for a record that is none; above 65,535 see
   * `foreignLinkType`.
   * Source: https://www.tcpdump.org/linktypes.html
   */
  linkType = 0;
  /** Index in the reader's `interfaces`; -1 when `linkType` is `NOT_A_PACKET`. */
  interfaceId = 0;
  /** Octet offset of the record in the (decompressed) input. In a Network Monitor file it may be less than that of the frame before. */
  fileOffset = 0;
}

/** The input ended or broke off inside a record: everything before it was read. */
export interface EarlyEnd {
  /** Octet offset in the (decompressed) input at which the incomplete or broken record begins. */
  readonly atOffset: number;
  /** Number the incomplete frame would have had within its file, from 1. */
  readonly frameNumber: number;
  /** What is wrong, as a code. */
  readonly code:
    | 'record-header-cut'
    | 'record-body-cut'
    | 'record-too-long'
    | 'record-length-invalid'
    | 'block-length-invalid'
    | 'block-trailer-mismatch'
    | 'section-header-invalid'
    | 'interface-unknown'
    | 'frame-table-cut'
    | 'frame-offset-invalid'
    | 'frames-overlap'
    | 'compressed-data-broken'
    | 'read-failed';
  /** Octets the record announces; null where not known. */
  readonly requiredBytes: number | null;
  /** Octets that were there; of a record that is broken and not cut, those of its header at most. */
  readonly actualBytes: number;
}

/** A comment found in a pcapng file. `target` says what it belongs to. */
export interface CaptureComment {
  readonly target: 'section' | 'interface' | 'frame';
  /** Frame number in its file, from 1, for a comment on a frame; else null. */
  readonly frameNumber: number | null;
  /** As written in the file: not safe for a terminal. */
  readonly text: string;
}

/** A reader of a format in which frames have comments. */
export interface CommentedReader extends FrameReader {
  /** The comments met since the last call; they are not in `comments` any more, so that the limit on those counts anew. */
  takeComments(): CaptureComment[];
}

/** Whether frames of a reader may have comments. */
export function mayHaveComments(reader: FrameReader): reader is CommentedReader {
  return 'takeComments' in reader;
}

/** An interface of a capture; in a Network Monitor file, which names none with its frames, a link type met in it. */
export interface CaptureInterface {
  readonly linkType: number;
  /** Longest number of octets kept of a frame; 0 for no limit. */
  readonly snapLength: number;
  /** As written in the file: not safe for a terminal. Null where absent. */
  readonly name: string | null;
  /** Frames that the interface says were dropped before they reached the file (pcapng isb_ifdrop and isb_osdrop, snoop); null where not said. */
  droppedFrames: number | null;
}

/** How often each oddity was met while reading. */
export type ProblemCounts = Map<ReaderProblem, number>;

/** A reader of one input. */
export interface FrameReader {
  readonly format: CaptureFormat;
  /** How the stored input is compressed; null where it is not. */
  readonly compression: Compression | null;
  readonly frame: Frame;
  /** Advances to the next frame that is wholly in the window. False: call `fill`. */
  next(): boolean;
  /** Reads more. False: the input ended (look at `endedEarly`). */
  fill(): Promise<boolean>;
  /** From now on `fill` reads what comes next while frames are taken, where the input lets it. */
  readAhead?(): void;
  /** Set when the input ended inside a record. */
  readonly endedEarly: EarlyEnd | null;
  readonly interfaces: readonly CaptureInterface[];
  readonly comments: readonly CaptureComment[];
  readonly problems: ProblemCounts;
  /** Octets consumed from the input as stored (compressed size where compressed), for progress. */
  readonly bytesRead: number;
  /** Size of the stored input; null for a pipe. */
  readonly bytesTotal: number | null;
  /** Reads the rest of the input without looking at it (so that the hash covers the whole file) and releases the input. */
  close(): Promise<void>;
  /** Hex SHA-256 of the stored input, after `close`; null when hashing was not asked for or reading failed. */
  readonly sha256: string | null;
}
