/**
 * ICMP errors in, notes at the flows that they quote out. A flow of which nothing else is known takes the number that
 * Wireshark gives it, and has no segments.
 */
import type { IcmpError } from '../decode/icmp-error.js';
import type { Packet } from '../decode/packet.js';
import { PROBLEM, type ProblemCounters } from '../decode/problem.js';
import { ACK, SYN } from '../decode/tcp.js';
import { type AddressTable, areKept } from '../tcp/address-table.js';
import type { ExtraRows } from '../tcp/extra-row.js';
import { FlowFlag, sideFlag } from '../tcp/flow-flag.js';
import { FlowRow } from '../tcp/flow-row.js';
import type { FlowTable } from '../tcp/flow-table.js';
import { ensureExtra } from '../tcp/history.js';
import { type IcmpNote, IcmpRows, MOST_ICMP_ERRORS_OF_FLOW, quotedSide } from '../tcp/icmp-row.js';
import type { SegmentPlace } from '../tcp/segment-place.js';

/** An error, and whose segment it quotes. */
export type IcmpErrorOfFlow = IcmpNote & { readonly about: 'client' | 'server' };

/** The errors kept of the flow on which a cursor is. */
export function icmpErrorsOf(rows: IcmpRows, extras: ExtraRows, row: FlowRow): IcmpErrorOfFlow[] {
  const errors: IcmpErrorOfFlow[] = [];
  const first = row.extra === 0 ? 0 : extras.firstIcmpError(row.extra);
  for (let at = first; at !== 0; at = rows.next(at)) {
    const note = rows.note(at);
    errors.push({ ...note, about: quotedSide(row, note) === row.clientSide ? 'client' : 'server' });
  }
  return errors;
}

/** The ICMP errors of a capture. */
export class IcmpErrors {
  readonly rows = new IcmpRows();
  private readonly flows: FlowTable;
  private readonly addresses: AddressTable;
  private readonly extras: ExtraRows;
  private readonly problems: ProblemCounters;
  /** The tuple that was looked for last has a flow, which may be an older one. */
  private isTupleKnown = false;

  constructor(flows: FlowTable, addresses: AddressTable, extras: ExtraRows, problems: ProblemCounters) {
    this.flows = flows;
    this.addresses = addresses;
    this.extras = extras;
    this.problems = problems;
  }

  /** Takes the error in `packet.icmp`. */
  take(packet: Packet, place: SegmentPlace): void {
    packet.icmp.isThere = false;
    if (this.findQuotedFlow(packet) || this.addQuotedFlow(packet, place))
      this.note(packet, place.frameNumber);
    else this.countUnknown(packet);
    this.flows.forgetLast();
  }

  /** The capture ended: errors about flows of which nothing else was captured are counted. */
  finish(): void {
    this.problems.add(PROBLEM['icmp-flow-unknown'], this.unknownSoFar);
  }

  /** Errors about flows of which nothing else was captured so far. */
  get unknownSoFar(): number {
    const row = new FlowRow(this.flows.rows);
    let errors = 0;
    for (const flow of this.flows.quoted.numbers()) errors += this.extras.icmpErrors(row.moveTo(flow).extra);
    return errors;
  }

  /** The errors kept of a flow, in order, and whose segment each of them quotes. */
  ofFlow(flow: number): IcmpErrorOfFlow[] {
    return icmpErrorsOf(this.rows, this.extras, new FlowRow(this.flows.rows).moveTo(flow));
  }

  /** True when `flows.row` is on the flow that is quoted and `flows.side` is the sender of the quoted segment. */
  private findQuotedFlow({ bytes, icmp }: Packet): boolean {
    const { flows, addresses } = this;
    const { ipVersion, sourcePort, destinationPort } = icmp;
    const source = addresses.knownIdOf(bytes, icmp.sourceAt, ipVersion);
    const destination = addresses.knownIdOf(bytes, icmp.destinationAt, ipVersion);
    this.isTupleKnown = false;
    if (source === null || destination === null) return false;
    const quoted = flows.quoted.get(source, destination, sourcePort, destinationPort, ipVersion === 6);
    if (quoted !== undefined) {
      flows.row.moveTo(quoted);
      return true;
    }
    if (!flows.find(source, destination, sourcePort, destinationPort, ipVersion === 6)) return false;
    this.isTupleKnown = true;
    return !this.isAnotherSyn(icmp);
  }

  /**
   * Adds a flow for a quote that Wireshark numbers, where it would make a conversation. Who sent the quoted segment is its
   * side A until a segment comes.
   */
  private addQuotedFlow({ bytes, icmp }: Packet, place: SegmentPlace): boolean {
    const { flows, addresses } = this;
    if (!icmp.isNumbered || flows.quoted.isFull) return false;
    const { ipVersion, sourcePort, destinationPort, flags } = icmp;
    const isIpv6 = ipVersion === 6;
    const source = addresses.idOf(bytes, icmp.sourceAt, ipVersion);
    const destination = addresses.idOf(bytes, icmp.destinationAt, ipVersion);
    if (!areKept(source, destination, isIpv6)) return false;
    const row = flows.addQuoted(this.isTupleKnown, source, destination, sourcePort, destinationPort, isIpv6);
    row.firstFrame = place.frameNumber;
    row.lastFrame = place.frameNumber;
    row.firstTimeNs = place.timeNs;
    row.lastTimeNs = place.timeNs;
    row.setFirstPlace(place.file, place.fileOffset);
    row.setLastPlace(place.file, place.fileOffset);
    if ((flags & SYN) !== 0)
      row.setClient((flags & ACK) === 0 ? 0 : 1, (flags & ACK) === 0 ? 'syn' : 'syn-ack');
    else if (sourcePort === destinationPort) row.setClient(0, 'first-sender');
    else row.setClient(sourcePort > destinationPort ? 0 : 1, 'port');
    return true;
  }

  /** The SYN of a later connection between the same ports, which was not captured itself. */
  private isAnotherSyn({ flags, sequence }: IcmpError): boolean {
    if ((flags & (SYN | ACK)) !== SYN) return false;
    const { row, side } = this.flows;
    return row.has(sideFlag(FlowFlag.SequenceKnownA, side)) && row.initialSequence(side) !== sequence;
  }

  private note({ bytes, icmp }: Packet, frame: number): void {
    const { extras, rows, flows } = this;
    const extra = ensureExtra(flows.row, extras);
    const { type, code, nextHopMtu, ipVersion, sourcePort } = icmp;
    if (extras.addIcmpError(extra) > MOST_ICMP_ERRORS_OF_FLOW || rows.isFull) {
      this.problems.add(PROBLEM['icmp-errors-not-kept']);
      return;
    }
    const sender = this.addresses.idOf(bytes, icmp.sourceAt, ipVersion);
    const reporter = this.addresses.idOf(bytes, icmp.reporterAt, ipVersion);
    if (!areKept(sender, reporter, ipVersion === 6)) {
      this.problems.add(PROBLEM['icmp-errors-not-kept']);
      return;
    }
    const note = { frame, type, code, sender, senderPort: sourcePort, nextHopMtu, reporter };
    extras.setFirstIcmpError(extra, rows.append(extras.firstIcmpError(extra), note));
  }

  private countUnknown({ icmp }: Packet): void {
    this.problems.add(PROBLEM['icmp-flow-unknown']);
    if (icmp.isNumbered) this.problems.add(PROBLEM['icmp-flow-numbered-by-wireshark']);
  }
}
