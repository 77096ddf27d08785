/** What is asked of a live capture, and what is known of it: words that all programs of capture share. */

/** The programs that capture. */
export type BackendName = 'dumpcap' | 'tcpdump' | 'cap';

/** What is to be captured. */
export interface CaptureRequest {
  /** As the operating system names it (`listInterfaces`). */
  readonly interfaceName: string;
  /** A filter in the language of libpcap; null for every frame. It is given to the program as one argument, never to a shell. */
  readonly filter: string | null;
  /** Octets kept of each frame; null for whole frames. */
  readonly snapLength: number | null;
  readonly isPromiscuous: boolean;
  /** Size of the buffer in the kernel in which frames wait; at least 1. */
  readonly bufferMebibytes: number;
}

/**
 * Where the frames went that the filter let pass. Null where the program does not say. When all are known,
 * `received = passedOn + droppedByKernel + droppedByProgram + unread`; at the end of a capture `unread` is what was left in the
 * kernel when it stopped. Frames dropped by the interface were never received.
 */
export interface CaptureCounters {
  readonly received: number | null;
  /** Handed on to this process. */
  readonly passedOn: number | null;
  readonly droppedByKernel: number | null;
  readonly droppedByInterface: number | null;
  /** Dropped by the capture program because we did not read fast enough: dropped by us. */
  readonly droppedByProgram: number | null;
  /** Received, and not yet (at the end: never) taken out of the kernel's buffer. */
  readonly unread: number | null;
}

/** Counters of which nothing is known. */
export const UNKNOWN_COUNTERS: CaptureCounters = {
  received: null,
  passedOn: null,
  droppedByKernel: null,
  droppedByInterface: null,
  droppedByProgram: null,
  unread: null,
};

/** Why a capture ended, or did not begin. */
export type EndReason =
  /** `stop` was called. */
  | 'stopped'
  /** Something else ended the program. */
  | 'died'
  | 'interface-gone'
  | 'interface-down'
  | 'no-permission'
  | 'bad-filter'
  | 'no-interface'
  /** The program is not there, or may not be started by this user. */
  | 'no-program'
  /** The program gave up and said why; its words are in the message. */
  | 'failed';

/** The end of a capture. */
export interface CaptureEnd {
  readonly reason: EndReason;
  /** What happened, in a sentence. May hold words of the program and of the filter: not safe for a terminal. */
  readonly message: string;
  /** What to do about it; empty after `stopped`. */
  readonly advice: string;
  readonly counters: CaptureCounters;
}

/** How the link of an interface is. `unknown` where the operating system is not asked. */
export type LinkState = 'up' | 'down' | 'gone' | 'unknown';
