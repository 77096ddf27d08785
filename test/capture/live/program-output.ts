/**
 * What the real programs print on standard error, recorded on Linux in network namespaces: tcpdump 4.99.3 and dumpcap 4.0.17 with
 * libpcap 1.10.3, and `cap` 0.2.1 with the lines of the program around it.
 */
import type { BackendName, EndReason, LinkState } from '../../../src/capture/live/capture-request.js';

export interface RecordedEnd {
  readonly what: string;
  readonly backend: BackendName;
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly signal?: string;
  readonly filter?: string;
  readonly wasReady: boolean;
  readonly wasStopped?: boolean;
  readonly link: LinkState;
  readonly reason: EndReason;
  /** Words that the message must hold. */
  readonly says: string;
}

const LISTENING = 'tcpdump: listening on eth9, link-type EN10MB (Ethernet), snapshot length 262144 bytes\n';
const CAPTURING = "Capturing on 'eth9'\n";
const DUMPCAP_READY = `${CAPTURING}File: -\n`;
const DUMPCAP_NONE =
  "\rPackets captured: 0\nPackets received/dropped on interface 'eth9': 0/0 (pcap:0/dumpcap:0/flushed:0/ps_ifdrop:0) (0.0%)\n";
const TCPDUMP_NONE = '0 packets captured\n0 packets received by filter\n0 packets dropped by kernel\n';
const CAP_ABORTS =
  '{"cap":"ready"}\nnode: ../src/binding.cc:190: static void Pcap::cb_packets(uv_poll_t*, int, int): Assertion `status == 0\' failed.\n';

/** Ends of captures on `eth9`, and what is to be made of them. */
export const RECORDED_ENDS: readonly RecordedEnd[] = [
  {
    what: 'dumpcap, bad filter',
    backend: 'dumpcap',
    filter: 'tcp prot 80',
    stderr: `${CAPTURING}dumpcap: Invalid capture filter "tcp prot 80" for interface 'eth9'.\n\nThat string isn't a valid capture filter (can't parse filter expression: syntax error).\nSee the User's Guide for a description of the capture filter syntax.\n`,
    exitCode: 1,
    wasReady: false,
    link: 'up',
    reason: 'bad-filter',
    says: "tcp prot 80 is not valid: can't parse filter expression: syntax error",
  },
  {
    what: 'dumpcap, filter that nothing can pass',
    backend: 'dumpcap',
    filter: 'ip6 and arp',
    stderr: `${CAPTURING}dumpcap: Invalid capture filter "ip6 and arp" for interface 'eth9'.\n\nThat string isn't a valid capture filter (expression rejects all packets).\nSee the User's Guide for a description of the capture filter syntax.\n`,
    exitCode: 1,
    wasReady: false,
    link: 'up',
    reason: 'bad-filter',
    says: 'expression rejects all packets',
  },
  {
    what: 'dumpcap, no such interface',
    backend: 'dumpcap',
    stderr: 'Capturing on \'eth9\'\ndumpcap: There is no device named "eth9".\n(No such device exists)\n',
    exitCode: 1,
    wasReady: false,
    link: 'gone',
    reason: 'no-interface',
    says: 'no interface eth9',
  },
  {
    what: 'dumpcap, as a user who may not',
    backend: 'dumpcap',
    stderr: `${CAPTURING}dumpcap: You do not have permission to capture on device "eth9".\n(socket: Operation not permitted)\nPlease check to make sure you have sufficient permissions.\n\nOn Debian and Debian derivatives such as Ubuntu, if you have installed Wireshark from a package, try running\n\n    sudo dpkg-reconfigure wireshark-common\n\nselecting "<Yes>" in response to the question\n\n    Should non-superusers be able to capture packets?\n`,
    exitCode: 1,
    wasReady: false,
    link: 'up',
    reason: 'no-permission',
    says: 'dumpcap has no permission',
  },
  {
    what: 'dumpcap, interface down',
    backend: 'dumpcap',
    stderr: `${CAPTURING}dumpcap: Device "eth9" is not up.\n(That device is not up)\n`,
    exitCode: 1,
    wasReady: false,
    link: 'down',
    reason: 'interface-down',
    says: 'eth9 is down',
  },
  {
    what: 'dumpcap, interface deleted',
    backend: 'dumpcap',
    stderr: `${DUMPCAP_READY}dumpcap: The network adapter "eth9" is no longer attached; the capture has stopped.\n${DUMPCAP_NONE}`,
    exitCode: 0,
    wasReady: true,
    link: 'gone',
    reason: 'interface-gone',
    says: 'eth9 is gone',
  },
  {
    what: 'dumpcap, killed',
    backend: 'dumpcap',
    stderr: DUMPCAP_READY,
    exitCode: null,
    signal: 'SIGKILL',
    wasReady: true,
    link: 'up',
    reason: 'died',
    says: 'dumpcap was ended by SIGKILL',
  },
  {
    what: 'dumpcap, told to end by another',
    backend: 'dumpcap',
    stderr: `${DUMPCAP_READY}${DUMPCAP_NONE}`,
    exitCode: 0,
    wasReady: true,
    link: 'up',
    reason: 'died',
    says: 'dumpcap ended by itself',
  },
  {
    what: 'dumpcap, stopped',
    backend: 'dumpcap',
    stderr: `${DUMPCAP_READY}${DUMPCAP_NONE}`,
    exitCode: 0,
    wasReady: true,
    wasStopped: true,
    link: 'up',
    reason: 'stopped',
    says: 'stopped',
  },
  {
    what: 'tcpdump, bad filter',
    backend: 'tcpdump',
    filter: 'tcp prot 80',
    stderr: "tcpdump: can't parse filter expression: syntax error\n",
    exitCode: 1,
    wasReady: false,
    link: 'up',
    reason: 'bad-filter',
    says: "not valid: can't parse filter expression: syntax error",
  },
  {
    what: 'tcpdump, filter of an unknown host',
    backend: 'tcpdump',
    filter: 'host no-such-host.invalid',
    stderr: "tcpdump: unknown host 'no-such-host.invalid'\n",
    exitCode: 1,
    wasReady: false,
    link: 'up',
    reason: 'bad-filter',
    says: "unknown host 'no-such-host.invalid'",
  },
  {
    what: 'tcpdump, a complaint about the filter in words that are not known',
    backend: 'tcpdump',
    filter: 'vlan and wlan type mgt',
    stderr: 'tcpdump: 802.11 link-layer types supported only on 802.11\n',
    exitCode: 1,
    wasReady: false,
    link: 'up',
    reason: 'bad-filter',
    says: '802.11 link-layer types supported only on 802.11',
  },
  {
    what: 'tcpdump, no such interface',
    backend: 'tcpdump',
    stderr: 'tcpdump: eth9: No such device exists\n(No such device exists)\n',
    exitCode: 1,
    wasReady: false,
    link: 'gone',
    reason: 'no-interface',
    says: 'no interface eth9',
  },
  {
    what: 'tcpdump, as a user who may not',
    backend: 'tcpdump',
    filter: 'tcp',
    stderr:
      "tcpdump: eth9: You don't have permission to perform this capture on that device\n(socket: Operation not permitted)\n",
    exitCode: 1,
    wasReady: false,
    link: 'up',
    reason: 'no-permission',
    says: 'tcpdump has no permission',
  },
  {
    what: 'tcpdump, interface down',
    backend: 'tcpdump',
    filter: 'tcp',
    stderr: 'tcpdump: eth9: That device is not up\n',
    exitCode: 1,
    wasReady: false,
    link: 'down',
    reason: 'interface-down',
    says: 'eth9 is down',
  },
  {
    what: 'tcpdump, interface deleted',
    backend: 'tcpdump',
    stderr: `${LISTENING}tcpdump: pcap_loop: The interface disappeared\n${TCPDUMP_NONE}`,
    exitCode: 1,
    wasReady: true,
    link: 'gone',
    reason: 'interface-gone',
    says: 'eth9 is gone',
  },
  {
    what: 'tcpdump, killed',
    backend: 'tcpdump',
    stderr: LISTENING,
    exitCode: null,
    signal: 'SIGKILL',
    wasReady: true,
    link: 'up',
    reason: 'died',
    says: 'tcpdump was ended by SIGKILL',
  },
  {
    what: 'tcpdump, gives up for a reason that is not known',
    backend: 'tcpdump',
    stderr: `${LISTENING}tcpdump: pcap_loop: recvfrom failed: Bad address\n`,
    exitCode: 1,
    wasReady: true,
    link: 'up',
    reason: 'failed',
    says: 'recvfrom failed: Bad address',
  },
  {
    what: 'cap, bad filter',
    backend: 'cap',
    filter: 'tcp prot 80',
    stderr: '{"cap":"failed","message":"can\'t parse filter expression: syntax error"}\n',
    exitCode: 1,
    wasReady: false,
    link: 'up',
    reason: 'bad-filter',
    says: "not valid: can't parse filter expression: syntax error",
  },
  {
    what: 'cap, no such interface',
    backend: 'cap',
    stderr:
      'Warning: SIOCGIFADDR: eth9: No such device - This may not actually work\n{"cap":"failed","message":"No such device exists"}\n',
    exitCode: 1,
    wasReady: false,
    link: 'gone',
    reason: 'no-interface',
    says: 'no interface eth9',
  },
  {
    what: 'cap, as a user who may not',
    backend: 'cap',
    stderr: '{"cap":"failed","message":"socket: Operation not permitted"}\n',
    exitCode: 1,
    wasReady: false,
    link: 'up',
    reason: 'no-permission',
    says: 'cap has no permission',
  },
  {
    what: 'cap, not installed',
    backend: 'cap',
    stderr: '{"cap":"missing","message":"Cannot find module \'cap\'"}\n',
    exitCode: 1,
    wasReady: false,
    link: 'up',
    reason: 'no-program',
    says: "Cannot find module 'cap'",
  },
  {
    what: 'cap, interface goes down',
    backend: 'cap',
    stderr: CAP_ABORTS,
    exitCode: null,
    signal: 'SIGABRT',
    wasReady: true,
    link: 'down',
    reason: 'interface-down',
    says: 'eth9 is down',
  },
  {
    what: 'cap, interface deleted',
    backend: 'cap',
    stderr: CAP_ABORTS,
    exitCode: null,
    signal: 'SIGABRT',
    wasReady: true,
    link: 'gone',
    reason: 'interface-gone',
    says: 'eth9 is gone',
  },
];
