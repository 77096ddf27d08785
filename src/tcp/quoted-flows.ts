/** Flows kept of which no segment was captured: more are counted and not numbered. */
const MOST_QUOTED_FLOWS = 65_536;

/**
 * Flows of which no segment was captured, only ICMP errors that quote one: number by tuple.
 *
 * Wireshark numbers them with the others. They are apart from the table of flows so that segments are looked up as if
 * there were none; only a new flow asks here whether it has its number already.
 */
export class QuotedFlows {
  private readonly flowOf = new Map<string, number>();

  get size(): number {
    return this.flowOf.size;
  }

  get isFull(): boolean {
    return this.flowOf.size >= MOST_QUOTED_FLOWS;
  }

  /** Numbers of the flows. */
  numbers(): Iterable<number> {
    return this.flowOf.values();
  }

  /** The flow of a tuple in either direction; undefined when there is none. */
  get(
    source: number,
    destination: number,
    sourcePort: number,
    destinationPort: number,
    isIpv6: boolean,
  ): number | undefined {
    return this.flowOf.get(keyOf(source, destination, sourcePort, destinationPort, isIpv6));
  }

  /** Keeps the flow of a tuple. */
  set(
    source: number,
    destination: number,
    sourcePort: number,
    destinationPort: number,
    isIpv6: boolean,
    flow: number,
  ): void {
    this.flowOf.set(keyOf(source, destination, sourcePort, destinationPort, isIpv6), flow);
  }

  /** Forgets a tuple whose flow has a segment now. */
  delete(
    source: number,
    destination: number,
    sourcePort: number,
    destinationPort: number,
    isIpv6: boolean,
  ): void {
    this.flowOf.delete(keyOf(source, destination, sourcePort, destinationPort, isIpv6));
  }

  /** Forgets the flows before `firstKept`. */
  evict(firstKept: number): void {
    for (const [key, flow] of this.flowOf) if (flow < firstKept) this.flowOf.delete(key);
  }
}

function keyOf(
  source: number,
  destination: number,
  sourcePort: number,
  destinationPort: number,
  isIpv6: boolean,
): string {
  const [a, b] = [`${source}:${sourcePort}`, `${destination}:${destinationPort}`];
  return `${isIpv6 ? 6 : 4} ${a < b ? `${a} ${b}` : `${b} ${a}`}`;
}
