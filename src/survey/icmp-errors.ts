/**
 * ICMP errors in, notes at the flows that they quote out. An error makes no flow: what it quotes was not captured here.
 */
import type { IcmpError } from '../decode/icmp-error.js';
import type { Packet } from '../decode/packet.js';
import { PROBLEM, type ProblemCounters } from '../decode/problem.js';
import { ACK, SYN } from '../decode/tcp.js';
import type { AddressTable } from '../tcp/address-table.js';
import type { ExtraRows } from '../tcp/extra-row.js';
import { FlowFlag, sideFlag } from '../tcp/flow-flag.js';
import { FlowRow } from '../tcp/flow-row.js';
import type { FlowTable } from '../tcp/flow-table.js';
import { ensureExtra } from '../tcp/history.js';
import { type IcmpNote, IcmpRows, MOST_ICMP_ERRORS_OF_FLOW } from '../tcp/icmp-row.js';

/** An error, and whose segment it quotes. */
export type IcmpErrorOfFlow = IcmpNote & { readonly about: 'client' | 'server' };

/** The errors kept of the flow on which a cursor is. */
export function icmpErrorsOf(rows: IcmpRows, extras: ExtraRows, row: FlowRow): IcmpErrorOfFlow[] {
  const errors: IcmpErrorOfFlow[] = [];
  const first = row.extra === 0 ? 0 : extras.firstIcmpError(row.extra);
  for (let at = first; at !== 0; at = rows.next(at)) {
    const note = rows.note(at);
    errors.push({ ...note, about: note.side === row.clientSide ? 'client' : 'server' });
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

  constructor(flows: FlowTable, addresses: AddressTable, extras: ExtraRows, problems: ProblemCounters) {
    this.flows = flows;
    this.addresses = addresses;
    this.extras = extras;
    this.problems = problems;
  }

  /** Takes the error in `packet.icmp`. */
  take(packet: Packet, frameNumber: number): void {
    packet.icmp.isThere = false;
    if (this.findQuotedFlow(packet)) this.note(packet, frameNumber);
    else this.countUnknown(packet);
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
    if (source === null || destination === null) return false;
    if (!flows.find(source, destination, sourcePort, destinationPort, ipVersion === 6)) return false;
    return !this.isAnotherSyn(icmp);
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
    if (extras.addIcmpError(extra) > MOST_ICMP_ERRORS_OF_FLOW || rows.isFull) {
      this.problems.add(PROBLEM['icmp-errors-not-kept']);
      return;
    }
    const { type, code, nextHopMtu, ipVersion } = icmp;
    const reporter = this.addresses.idOf(bytes, icmp.reporterAt, ipVersion);
    const note = { frame, type, code, side: flows.side, nextHopMtu, reporter };
    extras.setFirstIcmpError(extra, rows.append(extras.firstIcmpError(extra), note));
  }

  private countUnknown({ icmp }: Packet): void {
    this.problems.add(PROBLEM['icmp-flow-unknown']);
    if (icmp.isNumbered) this.problems.add(PROBLEM['icmp-flow-numbered-by-wireshark']);
  }
}
