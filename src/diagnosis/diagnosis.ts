/**
 * The diagnosis of a capture: the one result that report, screen and JSON show. Plain data, serialisable, without prose:
 * `view/` turns ids and numbers into words. Same input and options, same diagnosis.
 */
import type { CaptureFormat, EarlyEnd } from '../capture/frame-reader.js';
import type { Severity, Unjudged } from '../rules/rule.js';
import type { Teardown } from '../tcp/teardown.js';
import type { ChecksumFacts } from './checksum-facts.js';

/** One input file. */
export interface FileFacts {
  /** As the user named it; `-` for standard input. */
  readonly name: string;
  /** Hex SHA-256 of the file as stored; null when it was not computed. */
  readonly sha256: string | null;
  readonly format: CaptureFormat;
  readonly frames: number;
  /** Set when the file ended inside a record: everything before it was analysed. */
  readonly endedEarly: EarlyEnd | null;
  readonly interfaces: readonly {
    linkType: number;
    snapLength: number;
    name: string | null;
    droppedFrames: number | null;
  }[];
  readonly comments: readonly {
    target: 'section' | 'interface' | 'frame';
    frameNumber: number | null;
    text: string;
  }[];
}

/**
 * Where the frames of a live capture went: received = analysed + droppedByKernel + droppedByUs + unread, where all are known.
 * Null is "not known", never 0.
 */
export interface LiveFacts {
  /** As the user named it; `-` for standard input. */
  readonly interfaceName: string;
  /** The program that captured; null where it was not started by us. */
  readonly backend: string | null;
  /** The capture filter as the user typed it. */
  readonly filter: string | null;
  /** Whether times are those of the kernel or of the arrival in the capture program; null where not known. */
  readonly timesAre: 'kernel' | 'arrival' | null;
  /** Frames that passed the capture filter. */
  readonly received: number | null;
  readonly analysed: number;
  readonly droppedByKernel: number | null;
  /** Dropped by the capture program or by us, after they were received. */
  readonly droppedByUs: number | null;
  /** Received and not dropped, but not handed over when the capture ended. */
  readonly unread: number | null;
  /** Dropped by the interface or its driver before they were received: not part of the sum. */
  readonly droppedByInterface: number | null;
  /** How the capture ended, as a code; null while it runs. */
  readonly endedBy: string | null;
}

/** What is known of the capture as a whole. */
export interface CaptureFacts {
  readonly files: readonly FileFacts[];
  readonly frames: number;
  /** Whole seconds since 1970 UTC to which all `…TimeNs` values are relative; null when no frame has a time. */
  readonly epochSeconds: number | null;
  /** Times of the earliest and of the latest frame: of a file out of order these are not the first and the last one. */
  readonly firstTimeNs: number | null;
  readonly lastTimeNs: number | null;
  /** Oddities, most frequent first. */
  readonly problems: readonly { code: string; count: number }[];
  /** Of a capture that was taken while it was judged; absent for files. */
  readonly live?: LiveFacts;
  /** Absent where they were not asked for. */
  readonly checksums?: ChecksumFacts;
}

/** Sums over the capture. */
export interface Totals {
  readonly flows: number;
  readonly segments: number;
  readonly payloadBytes: number;
  readonly requests: number;
  readonly responses: number;
  /** Final responses by status code. */
  readonly status: Readonly<Record<string, number>>;
  /** How the flows ended: flows by teardown class, those that occur. */
  readonly teardowns: Readonly<Partial<Record<Teardown, number>>>;
}

/** Exchanges that resemble a rule's pattern, which is not there. */
export interface Lookalikes {
  readonly count: number;
  /** What their senders call themselves in `Server`, as sent (not safe to print); null without. The first five. */
  readonly senders: readonly { readonly server: string | null; readonly count: number }[];
}

/** What became of a rule. */
export interface RuleOutcome {
  readonly rule: string;
  readonly outcome: 'found' | 'clear' | 'not-applicable' | 'error';
  /** Flows, exchanges or series that the rule judged. */
  readonly judged: number;
  /** How many it could not judge, and why. */
  readonly unjudged: readonly { reason: Unjudged; count: number }[];
  /** Message of the exception for outcome `error`. */
  readonly error: string | null;
  /** Absent without any. */
  readonly lookalikes?: Lookalikes;
}

/** An address, and a port where one is meant. */
export interface Endpoint {
  /** As text: `192.0.2.1` or `2001:db8::1`. */
  readonly address: string;
  readonly port: number | null;
}

/** Frames that show a finding in one flow. */
export interface Evidence {
  readonly flow: number;
  /** Frame numbers in order. */
  readonly frames: readonly number[];
  /** Id of the sentence that says what they show. */
  readonly note: string;
  readonly numbers: Readonly<Record<string, number | string | null>>;
}

/** Between texts of which one value of a finding has several (`serverHeader`). */
export const TEXT_SEPARATOR = ', ';

/** What was seen at one service by one rule. */
export interface Finding {
  /** `F-<rule>-<8 hex digits>`: stable for the same rule, service and client. */
  readonly id: string;
  readonly rule: string;
  /** Which form of the rule's pattern was met most. */
  readonly variant: string;
  readonly severity: Severity;
  /** 0 … 1, lowered by what the capture could not show. */
  readonly confidence: number;
  /** Why the confidence was lowered. */
  readonly loweredBy: readonly Unjudged[];
  readonly server: Endpoint | null;
  /** The client when there was only one; its port when there was only one flow. */
  readonly client: Endpoint | null;
  readonly clientCount: number;
  readonly flowCount: number;
  /** The first 100 flow numbers; of a series of probes the first ones that are still known. */
  readonly flows: readonly number[];
  readonly firstTimeNs: number;
  readonly lastTimeNs: number;
  /** Values for the sentences: counts, `…Ms`, `…Us`, texts as sent (not safe to print). */
  readonly numbers: Readonly<Record<string, number | string | null>>;
  readonly evidence: readonly Evidence[];
}

/** Whether the second reader agrees (`--cross-check`). */
export interface CrossCheck {
  readonly reader: string;
  readonly files: readonly {
    readonly name: string;
    readonly outcome: 'agrees' | 'disagrees' | 'not-applicable';
    /** Why the reader cannot read the file, for `not-applicable`. */
    readonly reason: string | null;
    readonly frames: number | null;
    /** Frames whose time or lengths differ, at most 20. */
    readonly differingFrames: readonly number[];
    /** Evidence frames whose octets were compared, and those that differ. */
    readonly evidenceFrames: number;
    readonly differingEvidenceFrames: readonly number[];
  }[];
}

/** That findings, totals and outcomes of rules are of some flows only. */
export interface FilterFacts {
  /** As the user typed it. */
  readonly expression: string;
  /** Flows that match, of how many that were asked. */
  readonly matchedFlows: number;
  readonly flows: number;
  /** Flows that could not be asked, because their rows had been given up. */
  readonly evictedFlows: number;
}

/** Everything that is said about a capture. */
export interface Diagnosis {
  readonly capture: CaptureFacts;
  /** Null when all flows are told. */
  readonly filter: FilterFacts | null;
  readonly totals: Totals;
  readonly rules: readonly RuleOutcome[];
  /** Worst first. */
  readonly findings: readonly Finding[];
  readonly crossCheck: CrossCheck | null;
}
