import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addressText } from '../../src/diagnosis/address-text.js';
import { FlowFacts } from '../../src/survey/flow-facts.js';
import type { Survey } from '../../src/survey/survey.js';
import { corpusFolder } from '../capture/corpus-folder.js';
import { surveyOfFile } from '../survey/survey-of-file.js';

/** One line of a conn.log, with the number of tshark's stream. */
interface ConnRow {
  readonly proto: string;
  readonly 'id.orig_h': string;
  readonly 'id.orig_p': number;
  readonly conn_state: string;
  readonly history: string;
  readonly orig_pkts: number;
  readonly resp_pkts: number;
  readonly _tsharkStream: number | null;
}

interface Baseline {
  readonly capture: string;
  readonly rows: readonly ConnRow[];
}

/** Rows in which Zeek did not use the packets that we use, by capture, each with the reason. */
const OTHER_PACKETS: Readonly<Record<string, { rows: number; why: string }>> = {
  'captures/zeek__zeek/ssh.client-side-half-duplex.pcap': {
    rows: 10,
    why: 'Zeek ends a connection of which it sees one side after its timeout, and has two rows for five flows',
  },
  'captures/zeek__zeek/pop3.pcap': {
    rows: 6,
    why: 'every repeated SYN with its RST is a row of its own in Zeek',
  },
  'captures/zeek__zeek/gre-aruba-amsdu.pcap': {
    rows: 1,
    why: 'of the two packets in one frame of 802.11 one is read',
  },
  'captures/zeek__zeek/teredo_bubble_with_payload.pcap': {
    rows: 1,
    why: 'Zeek reads a packet behind a Teredo bubble, Wireshark does not',
  },
};

const path = join(corpusFolder ?? '', 'zeek-conn.json');
const baselines: Baseline[] =
  corpusFolder !== null && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];

describe.skipIf(baselines.length === 0)('conn_state and history are those of Zeek', () => {
  test.each(baselines)('$capture', async ({ capture, rows }) => {
    const survey = await surveyOfFile(join(corpusFolder ?? '', capture));
    const tcp = rows.filter(({ proto }) => proto === 'tcp');
    const same = tcp.filter((row) => hasSamePackets(survey, row));
    expect(tcp.length - same.length, 'rows of other packets').toBe(OTHER_PACKETS[capture]?.rows ?? 0);
    for (const row of same) expect(ours(survey, row)).toEqual(theirs(row));
  });
});

function hasSamePackets(survey: Survey, row: ConnRow): boolean {
  const flow = row._tsharkStream;
  if (flow === null || flow >= survey.flows.length) return false;
  const facts = new FlowFacts(survey).at(flow);
  return facts.clientSegments === row.orig_pkts && facts.serverSegments === row.resp_pkts;
}

function ours(survey: Survey, row: ConnRow): string[] {
  const facts = new FlowFacts(survey).at(row._tsharkStream ?? -1);
  const client = addressText(survey.addresses, facts.clientAddress, facts.isIpv6);
  return [client, String(facts.clientPort), facts.state, facts.history];
}

function theirs(row: ConnRow): string[] {
  return [row['id.orig_h'], String(row['id.orig_p']), row.conn_state, row.history];
}
