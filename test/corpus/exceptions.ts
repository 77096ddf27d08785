/**
 * Captures of the corpus in which our flows are not those of tshark, each with the reason. An entry that is no longer
 * needed fails the test, as does a difference without an entry.
 */
import type { ProblemCode } from '../../src/decode/problem.js';

/** Why flows differ. `limit of tshark`: ours was looked at and is right. */
export type ExceptionCategory =
  | 'format refused'
  | 'link type not decoded'
  | 'encapsulation not decoded'
  | 'fragments'
  | 'head cut by the snapshot length'
  | 'limit of tshark';

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
    'seladb__PcapPlusPlus/pcapng-example.pcapng.zst',
    'the-tcpdump-group__libpcap/pcap-invalid-version-1.pcap',
  ].includes(name);
}

const linkType = (flows: number, why: string): Exception => ({
  category: 'link type not decoded',
  flows,
  why,
  problem: 'link-type-unsupported',
});

const encapsulation = (
  flows: number,
  why: string,
  problem: ProblemCode = 'tunnel-not-decoded',
): Exception => ({
  category: 'encapsulation not decoded',
  flows,
  why,
  problem,
});

const fragments = (flows: number, why: string): Exception => ({
  category: 'fragments',
  flows,
  why,
  problem: 'ip-fragment',
});

const tshark = (flows: number, why: string): Exception => ({ category: 'limit of tshark', flows, why });

/** The captures, by path below `captures/`. */
export const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  'OISF__suricata-verify/bug-5437-02--input.pcap': encapsulation(10, 'ERSPAN over GRE'),
  'OISF__suricata-verify/pppoe-session-http.pcap': encapsulation(1, 'PPPoE', 'pppoe-not-decoded'),
  'arkime__arkime/gre-erspan-vxlan.pcap': encapsulation(1, 'VXLAN in ERSPAN over GRE'),
  'arkime__arkime/gre-sample.pcap': encapsulation(1, 'GRE'),
  'arkime__arkime/mpls-basic.pcap': encapsulation(1, 'some segments are in MPLS', 'mpls-not-decoded'),
  'seladb__PcapPlusPlus/gtp.pcap': encapsulation(1, 'GTP-U'),
  'seladb__PcapPlusPlus/one_http_stream_rst.pcap': encapsulation(1, 'PPPoE behind QinQ', 'pppoe-not-decoded'),
  'zeek__zeek/cisco-fabric-path.pcap': encapsulation(16, 'every segment once more in FabricPath'),
  'zeek__zeek/geneve-inner-tcp-bad-checksum.pcap': encapsulation(1, 'GENEVE'),
  'zeek__zeek/geneve-many-options.pcap': encapsulation(1, 'GENEVE'),
  'zeek__zeek/gre-aruba-amsdu.pcap': encapsulation(1, '802.11 over GRE'),
  'zeek__zeek/gre-aruba.pcap': encapsulation(23, '802.11 over GRE'),
  'zeek__zeek/gre-over-udp-4754.pcap': encapsulation(1, 'GRE over UDP'),
  'zeek__zeek/gtp6_gtp_0x32.pcap': encapsulation(1, 'GTP-U'),
  'zeek__zeek/mixed-vlan-mpls.pcap': encapsulation(3, 'MPLS: the first flow is missing', 'mpls-not-decoded'),
  'zeek__zeek/pbb.pcap': encapsulation(1, 'provider backbone bridging'),
  'zeek__zeek/tunnel-direct-bypass.pcap': encapsulation(1, 'every second segment of the flow is in GRE'),
  'zeek__zeek/vxlan-encapsulated-http.pcap': encapsulation(1, 'VXLAN'),

  'OISF__suricata-verify/frag-ppp-ip-tcp-syn.pcap': linkType(1, 'PPP'),
  'arkime__arkime/nflog.pcap': linkType(1, 'NFLOG'),
  'seladb__PcapPlusPlus/CiscoHDLC.pcap': linkType(1, 'Cisco HDLC'),
  'the-tcpdump-group__libpcap/arcnet-rfc1201-arp-icmp-http.pcap': linkType(1, 'ARCNET'),
  'the-tcpdump-group__libpcap/http_PPI.pcap': linkType(1, 'PPI'),
  'the-tcpdump-group__tcpdump/arcnet-rfc1201-arp-icmp-http.pcap': linkType(1, 'ARCNET'),
  'the-tcpdump-group__tcpdump/bgp-aigp.pcap': linkType(1, 'Juniper'),
  'the-tcpdump-group__tcpdump/ipoib.pcap': linkType(6, 'IP over InfiniBand'),
  'the-tcpdump-group__tcpdump/lspping-fec-ldp.pcap': linkType(2, 'PPP'),
  'zeek__zeek/dns-inverse-query.pcap': linkType(1, 'FDDI'),

  'OISF__suricata-verify/frag-eth-vlan-ipv6-tcp.pcap': fragments(1, 'the only packet is in three fragments'),
  'OISF__suricata-verify/frag-ip-tcp.pcap': fragments(1, 'the only packet is in three fragments'),
  'the-tcpdump-group__tcpdump/bgp-bgp_capabilities_print-oobr-2.pcap': fragments(
    1,
    'tshark reads the first fragment of a packet whose others are not there',
  ),
  'the-tcpdump-group__tcpdump/rpki-rtr-oobr.pcap': fragments(
    1,
    'tshark reads the first fragment of a packet whose others are not there',
  ),
  'zeek__zeek/fragmented-4.pcap': fragments(1, 'one of two segments is in fragments'),

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
    category: 'fragments',
    flows: 1,
    problem: 'ip-fragment',
    why: 'tshark reassembles a segment out of fragments',
  },
  'seladb__PcapPlusPlus/pcapng-example.pcapng': {
    category: 'head cut by the snapshot length',
    flows: 1,
    problem: 'payload-cut-by-snaplen',
    why: 'tshark reads the status line of a head of which 62 octets of 1,208 were captured; we read whole heads',
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
  'zeek__zeek/get-to-ssh-server.pcap': tshark(1, 'HTTP on port 22 is SSH for tshark'),
  'zeek__zeek/http-single-conn-22.pcap': tshark(1, 'HTTP on port 22 is SSH for tshark'),
  'zeek__zeek/tcp-http-with-padding.pcap': tshark(
    1,
    'a request in segments of a few octets on a port of its own: tshark looks for HTTP only in the first segment',
  ),
};
