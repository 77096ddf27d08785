/**
 * Fragments in, whole IP packets out, in bounded memory.
 *
 * A packet is put together in the frame that brings its last missing fragment, as in Wireshark. What is given up or never
 * becomes complete is a counted problem. Knows nothing of frames or flows: whoever decodes the frames of one flow again
 * has a `Fragments` of their own.
 */
import { Datagram } from './datagram.js';
import { PROBLEM, type ProblemCounters } from './problem.js';

/** What tells the time: of the frame that is being decoded, in nanoseconds since the capture's epoch. */
export interface Clock {
  readonly timeNs: number;
}

/** How much may wait. */
export interface FragmentLimits {
  /** Packets that are not complete. */
  readonly datagrams: number;
  /** Octets of fragments of all of them. */
  readonly octets: number;
  /** Fragments of one packet. */
  readonly fragments: number;
  /** Nanoseconds from the first fragment of a packet to its last. */
  readonly ageNs: number;
}

/**
 * 60 seconds are those of RFC 8200 section 4.5. A packet of 65,535 octets has 1,366 fragments on the narrowest link of
 * RFC 791, of 68 octets.
 */
export const DEFAULT_FRAGMENT_LIMITS: FragmentLimits = {
  datagrams: 4096,
  octets: 16 * 1024 * 1024,
  fragments: 2048,
  ageNs: 60_000_000_000,
};

/** Payload of a packet ends here at the latest. */
const MOST_OCTETS = 65_535;

/** One fragment. */
export interface Fragment {
  /** The octets that fragments of one packet have in common: addresses, identification, protocol. */
  readonly key: string;
  /** Header of the packet without options; its octets are kept. */
  readonly header: Uint8Array;
  /** Octets in front of the fragment in the payload of the packet. */
  readonly offset: number;
  /** More fragments follow. */
  readonly hasMore: boolean;
  /** Number of the header that follows. */
  readonly nextHeader: number;
  /** The fragment's part of the payload: kept, so it must not be changed later. */
  readonly octets: Uint8Array;
}

/** A packet that is whole again. */
export interface WholePacket {
  /** The header as it was given, then the payload. */
  readonly bytes: Uint8Array;
  /** Number of the header that the payload begins with, from the fragment with offset 0. */
  readonly nextHeader: number;
}

/** The packets of which fragments were met and others are missing. */
export class Fragments {
  private readonly problems: ProblemCounters;
  private readonly clock: Clock;
  private readonly limits: FragmentLimits;
  /** In the order of their first fragments. */
  private readonly waiting = new Map<string, Datagram>();
  private octetsWaiting = 0;
  /** Told of every fragment, and whether its packet is whole now: for who wants the frames of a packet. */
  onFragment: ((key: string, isWhole: boolean) => void) | null = null;

  constructor(problems: ProblemCounters, clock: Clock, limits: FragmentLimits = DEFAULT_FRAGMENT_LIMITS) {
    this.problems = problems;
    this.clock = clock;
    this.limits = limits;
  }

  /** Takes a fragment: the packet that is complete with it, or null. */
  take(fragment: Fragment): WholePacket | null {
    const whole = this.takeIn(fragment);
    this.onFragment?.(fragment.key, whole !== null);
    return whole;
  }

  private takeIn(fragment: Fragment): WholePacket | null {
    this.giveUpOld();
    const { key, octets, offset } = fragment;
    if (octets.length === 0 || offset + octets.length > MOST_OCTETS) {
      this.problems.add(PROBLEM['fragments-invalid']);
      return null;
    }
    const datagram = this.waiting.get(key) ?? this.begin(fragment);
    const before = datagram.octets;
    if (offset === 0 && datagram.nextHeader === 0) datagram.nextHeader = fragment.nextHeader;
    datagram.add(offset, octets, !fragment.hasMore);
    this.octetsWaiting += datagram.octets - before;
    if (datagram.isComplete) return this.complete(key, datagram);
    if (datagram.fragments > this.limits.fragments) this.giveUp(key, datagram, PROBLEM['fragments-too-many']);
    this.limitWaiting();
    return null;
  }

  /** Packets of which fragments are missing so far. */
  get waitingPackets(): number {
    return this.waiting.size;
  }

  /** No frame will follow: what is not complete is counted and given up. */
  finish(): void {
    for (const [key, datagram] of this.waiting) {
      this.giveUp(key, datagram, PROBLEM['fragments-incomplete']);
    }
  }

  private begin({ key, header }: Fragment): Datagram {
    const datagram = new Datagram(header, this.clock.timeNs);
    this.waiting.set(key, datagram);
    return datagram;
  }

  private complete(key: string, datagram: Datagram): WholePacket {
    this.forget(key, datagram);
    const bytes = datagram.assemble();
    if (datagram.isContradictory) this.problems.add(PROBLEM['fragments-overlap']);
    return { bytes, nextHeader: datagram.nextHeader };
  }

  private giveUpOld(): void {
    const oldestNs = this.clock.timeNs - this.limits.ageNs;
    for (const [key, datagram] of this.waiting) {
      if (datagram.startedNs >= oldestNs) return;
      this.giveUp(key, datagram, PROBLEM['fragments-too-old']);
    }
  }

  private limitWaiting(): void {
    for (const [key, datagram] of this.waiting) {
      if (this.waiting.size > this.limits.datagrams) {
        this.giveUp(key, datagram, PROBLEM['fragments-packets-full']);
      } else if (this.octetsWaiting > this.limits.octets) {
        this.giveUp(key, datagram, PROBLEM['fragments-octets-full']);
      } else return;
    }
  }

  private giveUp(key: string, datagram: Datagram, problem: number): void {
    this.problems.add(problem);
    this.forget(key, datagram);
  }

  private forget(key: string, datagram: Datagram): void {
    this.waiting.delete(key);
    this.octetsWaiting -= datagram.octets;
  }
}
