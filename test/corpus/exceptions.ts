/**
 * Captures of the corpus in which our flows are not those of tshark, each with the reason. An entry that is no longer
 * needed fails the test, as does a difference without an entry.
 */
import type { ProblemCode } from '../../src/decode/problem.js';

/** Why flows differ. `limit of tshark`: ours was looked at and is right. */
export type ExceptionCategory = 'format refused' | 'limit of tshark';

/** One capture whose flows differ. */
export interface Exception {
  readonly category: ExceptionCategory;
  /** Flows of tshark that differ from ours. */
  readonly flows: number;
  readonly why: string;
  /** The survey itself must count this. */
  readonly problem?: ProblemCode;
}

/** Captures of a format that is refused: nothing of them is compared. */
export function isRefused(name: string): boolean {
  return [
    'rusticata__pcap-parser/modified-format.pcap',
    'the-tcpdump-group__libpcap/pcap-invalid-version-1.pcap',
  ].includes(name);
}

const tshark = (flows: number, why: string): Exception => ({ category: 'limit of tshark', flows, why });

/** The captures, by path below `captures/`. */
export const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  'OISF__suricata-verify/fuzz.pcap': {
    category: 'limit of tshark',
    flows: 0,
    why: 'tshark takes the file for a variant with longer record headers and finds no TCP in the first record',
  },
  'OISF__suricata-verify/bug-76--input.pcap': {
    category: 'limit of tshark',
    flows: 2,
    why: 'the requests of #0 and #1 are HTTP/0.9, which tshark does not list',
  },
  'OISF__suricata-verify/drop-protocol-change--input.pcap': {
    category: 'limit of tshark',
    flows: 1,
    problem: 'tcp-header-invalid',
    why: 'the header of #1 says that it has 8 octets: tshark shows no flags of it, and what lies behind as payload',
  },

  'OISF__suricata-verify/http-evader-474--input.pcap': tshark(
    1,
    '`HTTP/1.1 <TAB>200`: tshark takes three characters at a fixed place and reads 20',
  ),
  'arkime__arkime/wireshark-retrans.pcap': tshark(
    1,
    'tshark lists two responses again that were retransmitted; not with tcp.reassemble_out_of_order',
  ),
  'brimdata__brimcap/alerts.pcap': tshark(
    7,
    'segments out of order: with tcp.reassemble_out_of_order tshark lists the responses that we see',
  ),
  'microsoft__prot-od-netcaps/MS-RMSOD_Example4_Win2016_X64_Win10_X64_Domain_v-yvrich.cap': tshark(
    8,
    'tshark 4.0 calls an IPv6 payload length of 0 malformed; these are 15 segments of segmentation offload',
  ),
  'seladb__PcapPlusPlus/tcp-reassembly.pcap': tshark(1, 'TCP headers quoted in an sFlow sample'),
  'the-tcpdump-group__tcpdump/bigtcp-ipv6.pcap': tshark(
    0,
    'tshark 4.0 calls an IPv6 payload length of 0 malformed; it is one segment of segmentation offload',
  ),
  'zeek__zeek/fragmented-4.pcap': tshark(
    1,
    'the request, put together from fragments, is HTTP/0.9, which tshark does not list',
  ),
  'zeek__zeek/get-to-ssh-server.pcap': tshark(1, 'HTTP on port 22 is SSH for tshark'),
  'zeek__zeek/http-single-conn-22.pcap': tshark(1, 'HTTP on port 22 is SSH for tshark'),
  'zeek__zeek/tcp-http-with-padding.pcap': tshark(
    1,
    'a request in segments of a few octets on a port of its own: tshark looks for HTTP only in the first segment',
  ),
};
