/**
 * Oddities met in frames, as codes that are counted and reported, never thrown.
 *
 * A frame with a problem still exists and keeps its number. Codes are part of the published JSON.
 */

/** Code of a problem and what it means. The order is the order of the counters. */
export const PROBLEMS = {
  'link-type-unsupported': 'frames of a link type that is not decoded',
  'frame-cut-in-link-header': 'frames that end inside their link-layer header',
  'link-header-invalid': 'link-layer headers with an impossible length or mark',
  'link-fragment': 'packets split by their link layer, which are not put together',
  'encrypted-not-decoded': 'frames encrypted by their link layer (IEEE 802.11, MACsec, PPP)',
  'compressed-not-decoded': 'PPP frames with compressed headers or content, which are not decoded',
  'aggregate-not-decoded':
    'packets aggregated with others in an IEEE 802.11 frame, of which only the last is read',
  'too-many-layers': 'frames with more than 16 headers inside each other',
  'ip-header-invalid': 'IP headers with an impossible version or length',
  'ip-header-cut': 'frames that end inside the IP header',
  'ip-length-invalid': 'IPv4 headers whose total length is shorter than the header',
  'ip-length-zero': 'IP headers with length 0 (segmentation offload): the length of the frame was used',
  'ip-length-beyond-frame': 'IP headers that announce more octets than the frame had on the wire',
  'ip-fragment': 'IP fragments: the packets were put together where all of them were captured',
  'fragments-incomplete': 'packets in fragments of which not all were captured: they were not read',
  'fragments-cut': 'IP fragments that were captured only in part, which are not put together',
  'fragments-overlap':
    'packets whose fragments overlap or disagree about where the packet ends: of octets sent twice, those of the fragment that begins first were kept',
  'fragments-invalid':
    'IP fragments without octets or beyond the largest packet of 65,535, which were left out',
  'fragments-too-old': 'packets whose fragments did not all come within 60 seconds: they were not read',
  'fragments-too-many': 'packets given up because they came in more than 2,048 fragments',
  'fragments-packets-full': 'packets given up, the oldest first, because 4,096 waited for fragments',
  'fragments-octets-full':
    'packets given up, the oldest first, because 16 MiB of fragments waited for others',
  'icmp-quote-cut': 'ICMP errors that end inside the packet they quote',
  'icmp-flow-unknown': 'ICMP errors about a TCP segment of a flow of which nothing else was captured',
  'icmp-flow-numbered-by-wireshark':
    'ICMP errors about a flow of which nothing else was captured, beyond 65,536 such flows: numbers of later flows are higher in Wireshark',
  'icmp-errors-not-kept':
    'ICMP errors beyond the first 10 of a flow, or 262,144 in all, or from IPv6 addresses beyond the limit of their table, counted but not kept',
  'ipv6-extension-cut': 'frames that end inside an IPv6 extension header',
  'tunnel-not-decoded':
    'packets of a tunnel that is not decoded (ESP, IPComp, L2TPv3, PPP, 802.11, CAPWAP in fragments or under DTLS, VXLAN on port 8472)',
  'tunnel-header-cut': 'packets that end inside the header of a tunnel',
  'tunnel-header-invalid': 'tunnel headers with a part of length 0',
  'tcp-header-cut': 'segments that end inside the TCP header',
  'tcp-header-invalid': 'TCP headers with a data offset below 5 or beyond the segment',
  'payload-cut-by-snaplen': 'segments whose payload was cut by the snapshot length',
  'time-missing': 'frames without a time',
  'time-backwards': 'frames whose time lies before the frame in front of them',
  'reset-with-payload': 'RST segments with payload, which is not part of the stream',
  'counter-saturated': 'counters of one flow that reached their largest value and stopped',
  'flows-evicted':
    'flows evicted from memory, the oldest first: their findings were kept, their rows were not',
  'reorder-buffer-full': 'gaps given up because too much out-of-order data was waiting',
  'http-head-too-long': 'HTTP heads longer than 64 KiB, which were not read',
  'http-exchanges-not-kept': 'HTTP exchanges beyond the limit of the table, counted but not kept',
  'probe-flows-not-kept':
    'flows that may be probes, beyond the limit of their lists: no period was looked for among them',
  'services-not-kept': 'flows of services beyond the first 524,288, which no rule judged',
  'tls-stream-lost':
    'times that records of TLS could not be followed: octets are missing, or what came is no record',
  'http2-stream-lost':
    'times that frames of HTTP/2 could not be followed: octets are missing, or what came is no frame',
  'protocols-not-kept': 'connections with TLS, HTTP/2 or an upgrade beyond the limit of the table',
  'text-not-kept': 'texts (targets, hosts, user agents) beyond the limit of the table',
  'addresses-not-kept':
    'segments from or to IPv6 addresses beyond the limit of their table, which belong to no flow: numbers of later flows are higher in Wireshark',
} as const;

/** A problem code. */
export type ProblemCode = keyof typeof PROBLEMS;

const CODES = Object.keys(PROBLEMS) as ProblemCode[];

/** Number of each problem: the index of its counter. */
export const PROBLEM = Object.fromEntries(CODES.map((code, index) => [code, index])) as Record<
  ProblemCode,
  number
>;

/** Counters of problems, cheap enough for the hot path. */
export class ProblemCounters {
  private readonly counts = new Float64Array(CODES.length);

  /** Counts one problem by its number (`PROBLEM['ip-fragment']`). */
  add(problem: number, times = 1): void {
    this.counts[problem] = (this.counts[problem] as number) + times;
  }

  /** How often a problem was met. */
  count(code: ProblemCode): number {
    return this.counts[PROBLEM[code]] as number;
  }

  /** Problems met at least once, most frequent first. */
  list(): { code: ProblemCode; count: number }[] {
    return CODES.map((code) => ({ code, count: this.count(code) }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
  }
}
