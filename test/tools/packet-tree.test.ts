/**
 * The packet tree against tshark: for every field that both name, the same values at the same octets, in the same order.
 * Reassembly, relative numbers and names are off in tshark, so that both see one frame at a time.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TimeBase } from '../../src/bytes/time.js';
import { openCapture } from '../../src/capture/open-capture.js';
import type { ChecksumOutcome, TreeNode } from '../../src/closeup/tree/node.js';
import { packetTree } from '../../src/closeup/tree/packet-tree.js';
import { corpusFolder } from '../capture/corpus-folder.js';

const PREFERENCES = [
  'tcp.desegment_tcp_streams:FALSE',
  'tcp.relative_sequence_numbers:FALSE',
  'ip.check_checksum:TRUE',
  'tcp.check_checksum:TRUE',
  'udp.check_checksum:TRUE',
  'http.desegment_headers:FALSE',
  'http.desegment_body:FALSE',
  'ip.defragment:FALSE',
  'ipv6.defragment:FALSE',
].flatMap((preference) => ['-o', preference]);

const ICMP_HEADER = 8;

/** Frames compared of one file. */
const MOST_FRAMES = 400;

/** Fields of ours that are compared, by their beginning. */
const COMPARED =
  /^(eth\.(dst|src|type|len|padding)$|vlan\.(priority|dei|id|etype)$|ieee8021ad\.(priority|dei|id)$|sll\.|null\.family|arp\.|ip\.(?!checksum$|opt)|ipv6\.|tcp\.(?!len|seq$|ack$|checksum$)|udp\.(srcport|dstport|length|checksum\.status)|icmp\.(type|code|checksum\.status|ident|seq|mtu)$|icmpv6\.(type|code|checksum\.status)$|mpls\.|pppoe\.|gre\.|vxlan\.|geneve\.(vni|proto_type)|http\.)/;

/** Fields that only one side has or means otherwise, each with the reason. */
const NOT_COMPARED: ReadonlySet<string> = new Set([
  // Octets under a name of our own.
  'http.request',
  'http.response',
  'http.head_end',
  'http.line_part',
  'http.file_data',
  'tcp.options.mptcp.data',
  // Listed by tshark a second time for every line.
  'http.request.line',
  'http.response.line',
]);

/** Files of the corpus with one of each header, small enough for every run. */
const SAMPLE = [
  'zeek__zeek/linux_dlt_sll2.pcap',
  'zeek__zeek/vlan-pcp-dei.pcapng',
  'google__gopacket/test_loopback.pcap',
  'the-tcpdump-group__tcpdump/LINKTYPE_RAW_ipv6.pcap',
  'the-tcpdump-group__tcpdump/mptcp-tcprst.pcap',
  'arkime__arkime/dot1ad.pcap',
  'arkime__arkime/gre-sample.pcap',
  'arkime__arkime/mpls-basic.pcap',
  'seladb__PcapPlusPlus/IcmpPackets.pcap',
  'zeek__zeek/vxlan-encapsulated-http.pcap',
  'zeek__zeek/geneve-many-options.pcap',
  'zeek__zeek/tcp-http-with-padding.pcap',
  'brimdata__brimcap/alerts.pcap',
];

const hasTshark = spawnSync('tshark', ['--version']).status === 0;
if (!hasTshark) console.log('Skipped: the packet tree against tshark, which is not installed');

describe.skipIf(!hasTshark)('The same fields as in tshark', () => {
  const captures = readdirSync('captures').filter((name) => /\.pcap(ng)?$/.test(name));
  test.each(captures)('%s', (name) => compare(`captures/${name}`));
  test.skipIf(corpusFolder === null).each(SAMPLE)('%s', (name) =>
    compare(`${corpusFolder}/captures/${name}`),
  );
});

/** A value at its octets. */
interface Shown {
  readonly at: number;
  readonly length: number;
  readonly value: string;
}

type Fields = ReadonlyMap<string, readonly Shown[]>;

async function compare(path: string): Promise<void> {
  const theirs = tsharkFrames(path);
  const ours = await ourFrames(path);
  expect(theirs.length).toBeGreaterThan(0);
  for (const [index, fields] of theirs.entries()) {
    const own = ours[index] ?? new Map<string, readonly Shown[]>();
    const known = knownToBoth(fields, own);
    const readByUs = knownToBoth(own, own);
    const [left, right] = [sharedFields(readByUs, known), sharedFields(known, readByUs)];
    expect({ frame: index + 1, fields: left }).toEqual({ frame: index + 1, fields: right });
  }
}

/** Their fields without those that we leave out on purpose. */
function knownToBoth(theirs: Fields, ours: Fields): Fields {
  const unreadAt = firstAt(ours, 'data', 'http.line_part', 'http.file_data');
  const quoteAt = firstAt(theirs, 'icmp.type', 'icmpv6.type') + ICMP_HEADER;
  const isProvider = theirs.has('ieee8021ad.id');
  return new Map(
    [...theirs].map(([name, shown]) => {
      // Behind what we leave as octets: tunnels that are not opened, lines that go on in another frame, bodies.
      const known = shown.filter(({ at }) => at < unreadAt);
      // Of a packet that ICMP quotes tshark verifies nothing, and names no raw sequence number.
      if (name.endsWith('.status') || name === 'tcp.seq_raw')
        return [name, known.filter(({ at }) => at < quoteAt)];
      // tshark hides an `ip.version` in IPv6, and tells the type behind a provider's tag nowhere.
      if (name === 'ip.version') return [name, known.filter(({ value }) => value !== '6')];
      return [name, name === 'vlan.etype' && isProvider ? (ours.get(name) ?? []) : known];
    }),
  );
}

function firstAt(fields: Fields, ...names: readonly string[]): number {
  const places = names.flatMap((name) => (fields.get(name) ?? []).map(({ at }) => at));
  return Math.min(Number.POSITIVE_INFINITY, ...places);
}

/** Our compared fields must be theirs as well: one that tshark does not show at all is a difference. */
function sharedFields(fields: Fields, others: Fields): Record<string, readonly Shown[]> {
  const names = new Set([...fields.keys(), ...others.keys()]);
  // tshark names the payload a second time, under HTTP.
  if ([...names].some((name) => name.startsWith('http.'))) names.delete('tcp.payload');
  const isOurs = (name: string) =>
    COMPARED.test(name) && !NOT_COMPARED.has(name) && !/^ipv6\..*\.data$/.test(name);
  const compared = [...names].filter((name) => isOurs(name) && OUR_FIELDS.has(name)).sort();
  return Object.fromEntries(compared.map((name) => [name, fields.get(name) ?? []]));
}

/** Fields that the tree has ever shown: tshark knows many more. */
const OUR_FIELDS = new Set<string>();

async function ourFrames(path: string): Promise<Fields[]> {
  const reader = await openCapture(path, { timeBase: new TimeBase(), hash: false });
  const frames: Fields[] = [];
  do {
    while (frames.length < MOST_FRAMES && reader.next()) {
      const { bytes, at, capturedLength, originalLength, linkType } = reader.frame;
      const octets = bytes.slice(at, at + capturedLength);
      frames.push(fieldsOf(packetTree({ octets, linkType, originalLength }), octets));
    }
  } while (frames.length < MOST_FRAMES && (await reader.fill()));
  await reader.close();
  return frames;
}

/** tshark's numbers for what came of a checksum: it does not tell offload from damage. */
const STATUS: Readonly<Record<ChecksumOutcome, string>> = {
  wrong: '0',
  zero: '0',
  'pseudo-header-only': '0',
  ok: '1',
  'not-checkable': '2',
  'not-used': '3',
};

function fieldsOf(tree: readonly TreeNode[], octets: Uint8Array): Fields {
  const fields = new Map<string, Shown[]>();
  const note = (field: string, shown: Shown): void => {
    OUR_FIELDS.add(field);
    fields.set(field, [...(fields.get(field) ?? []), shown]);
  };
  const visit = (node: TreeNode): void => {
    const { field, at, length, value, children } = node;
    if (value !== null) note(field, { at, length, value: plainValue(node, octets) });
    if (value?.type === 'checksum') note(`${field}.status`, { at, length: 0, value: STATUS[value.outcome] });
    children.forEach(visit);
  };
  tree.forEach(visit);
  return fields;
}

function plainValue({ value, at, length }: TreeNode, octets: Uint8Array): string {
  switch (value?.type) {
    case 'integer':
    case 'flags':
    case 'checksum':
      return String(value.value);
    case 'flag':
      return value.isSet ? '1' : '0';
    case 'address':
    case 'text':
      return normal(value.text);
    default:
      return Buffer.from(octets.subarray(at, at + length)).toString('hex');
  }
}

const FIELD =
  /^\s*<field name="([^"]+)"(?: showname="(?:[^"]*)")?(?: hide="yes")? size="(\d+)" pos="(\d+)"(?: show="([^"]*)")?/;

function tsharkFrames(path: string): Fields[] {
  const args = ['-n', '-r', path, '-c', String(MOST_FRAMES), ...PREFERENCES, '-T', 'pdml'];
  const xml = execFileSync('tshark', args, {
    encoding: 'latin1',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 512 * 1024 * 1024,
  });
  return xml
    .split('<packet>')
    .slice(1)
    .map((packet) => {
      const fields = new Map<string, Shown[]>();
      for (const line of packet.split('\n')) {
        const [, name, length, at, show] = FIELD.exec(line) ?? [];
        if (name === undefined) continue;
        const shown = { at: Number(at), length: Number(length), value: normal(show ?? '') };
        fields.set(name, [...(fields.get(name) ?? []), shown]);
      }
      return fields;
    });
}

/** tshark's way of showing numbers and octets, made ours. */
function normal(show: string): string {
  if (/^0x[0-9a-f]+$/.test(show)) return String(Number(show));
  if (/^[0-9a-f]{2}(:[0-9a-f]{2})*$/.test(show)) return show.replaceAll(':', '');
  return show
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&');
}
