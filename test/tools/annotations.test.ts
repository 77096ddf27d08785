/**
 * Our annotations against `tcp.analysis.*` of tshark, frame by frame, over the captures of this repository and of the corpus.
 * What differs is explained in docs/annotations.md.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { TimeBase } from '../../src/bytes/time.js';
import { CaptureError } from '../../src/capture/capture-error.js';
import { openCapture } from '../../src/capture/open-capture.js';
import { Annotator } from '../../src/closeup/annotations/annotate.js';
import { ANNOTATIONS, type AnnotationId } from '../../src/closeup/annotations/annotation.js';
import { segmentHeader } from '../../src/closeup/segment.js';
import { TupleTable } from '../../src/closeup/tuple-table.js';
import { decodeFrame } from '../../src/decode/decode-frame.js';
import { Layer, layerOfLinkType } from '../../src/decode/layer.js';
import { Packet } from '../../src/decode/packet.js';
import { ProblemCounters } from '../../src/decode/problem.js';
import { AddressTable } from '../../src/tcp/address-table.js';
import { corpusFolder, filesBelow } from '../capture/corpus-folder.js';

/** Least share of flows in which every kind is met as often as in tshark. */
const LEAST_AGREEMENT = 0.99;

/** tshark's field of each kind. It sets `retransmission` for the fast and the spurious kind as well. */
const FIELDS: Readonly<Record<AnnotationId, string>> = {
  'port-numbers-reused': 'tcp.analysis.reused_ports',
  'zero-window-probe': 'tcp.analysis.zero_window_probe',
  'zero-window': 'tcp.analysis.zero_window',
  'previous-segment-not-captured': 'tcp.analysis.lost_segment',
  'keep-alive': 'tcp.analysis.keep_alive',
  'window-update': 'tcp.analysis.window_update',
  'window-full': 'tcp.analysis.window_full',
  'keep-alive-ack': 'tcp.analysis.keep_alive_ack',
  'zero-window-probe-ack': 'tcp.analysis.zero_window_probe_ack',
  'duplicate-ack': 'tcp.analysis.duplicate_ack',
  'acked-unseen-segment': 'tcp.analysis.ack_lost_segment',
  'spurious-retransmission': 'tcp.analysis.spurious_retransmission',
  'fast-retransmission': 'tcp.analysis.fast_retransmission',
  'out-of-order': 'tcp.analysis.out_of_order',
  retransmission: 'tcp.analysis.retransmission',
};

const ALSO_RETRANSMISSION: readonly AnnotationId[] = ['fast-retransmission', 'spurious-retransmission'];

const hasTshark = spawnSync('tshark', ['--version']).status === 0;
if (!hasTshark)
  console.log('Skipped: annotations against tshark, which is not installed (apt install tshark)');

const corpusCaptures = join(corpusFolder ?? '', 'captures');
const files = [
  ...readdirSync('captures')
    .filter((name) => /\.pcap(ng)?$/.test(name))
    .map((name) => join('captures', name)),
  ...(corpusFolder === null
    ? []
    : filesBelow(join(corpusFolder, 'oracle'), /\.oracle\.json$/).map((name) =>
        join(corpusCaptures, name.replace(/\.oracle\.json$/, '')),
      )),
];

/** `frame kind` of all marks, by flow. */
type Marks = Map<string, Set<string>>;

/** Per kind: flows in which either side has it, flows in which the counts are the same, marks of both. */
const tally = new Map(ANNOTATIONS.map((id) => [id, { met: 0, same: 0, ours: 0, theirs: 0 }]));
let flowCount = 0;

/** Captures with flows that differ, each with the reason: docs/annotations.md has the same table. */
const EXPLAINED: readonly (readonly [name: RegExp, why: string])[] = [
  [/MS-RMSOD_Example4/, 'IPv6 packets of length 0 (segmentation offload) are malformed to tshark'],
  [/cisco-fabric-path/, 'the second copy of every segment is cut, and malformed to tshark'],
  [
    /(rlogin|rsh)-long-client-user-no-nul|telnet-long-line-no-eol|telnet-unclosed-suboption/,
    'tshark keeps 10,000 unacknowledged segments and forgets to count the FIN of a further one',
  ],
];

describe.skipIf(!hasTshark)('Annotations are those of tshark', () => {
  test.each(files)('%s', async (path) => {
    const ours = await ourMarks(path);
    if (ours === null) return;
    const theirs = tsharkMarks(path);
    const differences: string[] = [];
    for (const flow of new Set([...ours.keys(), ...theirs.keys()])) {
      const [mine, his] = [ours.get(flow) ?? new Set<string>(), theirs.get(flow) ?? new Set<string>()];
      count(mine, his);
      const onlyOurs = [...mine].filter((mark) => !his.has(mark));
      const onlyTheirs = [...his].filter((mark) => !mine.has(mark));
      if (onlyOurs.length + onlyTheirs.length === 0) continue;
      differences.push(`flow ${flow}: ours ${onlyOurs.slice(0, 8)}, tshark ${onlyTheirs.slice(0, 8)}`);
    }
    if (!EXPLAINED.some(([name]) => name.test(path))) expect(differences).toEqual([]);
  }, 180_000);

  test('every kind in nearly all flows', () => {
    expect(flowCount).toBeGreaterThan(0);
    for (const [id, { met, same }] of tally) {
      expect((flowCount - met + same) / flowCount, id).toBeGreaterThanOrEqual(LEAST_AGREEMENT);
    }
  });

  test('and every kind is met at all', () => {
    if (corpusFolder === null) return;
    for (const [id, { theirs }] of tally) expect(theirs, id).toBeGreaterThan(0);
  });

  afterAll(() => {
    const rows = [...tally].map(
      ([id, { met, same, ours, theirs }]) =>
        `  ${id}: ${same} of ${met} flows, ${ours} marks, tshark ${theirs}`,
    );
    console.log(
      [`${flowCount} flows, of them with a kind of annotation and the same count:`, ...rows].join('\n'),
    );
  });
});

function count(mine: ReadonlySet<string>, his: ReadonlySet<string>): void {
  flowCount++;
  for (const [id, row] of tally) {
    const [ours, theirs] = [countOf(mine, id), countOf(his, id)];
    row.ours += ours;
    row.theirs += theirs;
    if (ours + theirs === 0) continue;
    row.met++;
    if (ours === theirs) row.same++;
  }
}

function countOf(marks: ReadonlySet<string>, id: AnnotationId): number {
  let count = 0;
  for (const mark of marks) if (mark.endsWith(` ${id}`)) count++;
  return count;
}

function add(
  marks: Marks,
  flow: number | string,
  frame: number | string,
  ids: readonly AnnotationId[],
): void {
  const ofFlow = marks.get(String(flow)) ?? new Set<string>();
  marks.set(String(flow), ofFlow);
  for (const id of ids) ofFlow.add(`${frame} ${id}`);
}

function tsharkMarks(path: string): Marks {
  const fields = ['frame.number', 'tcp.stream', ...ANNOTATIONS.map((id) => FIELDS[id])];
  const args = ['-n', '-r', path, '-Y', 'tcp', '-T', 'fields', '-E', 'separator=/t', '-E', 'aggregator=|'];
  const { stdout } = spawnSync('tshark', [...args, ...fields.flatMap((field) => ['-e', field])], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const marks: Marks = new Map();
  for (const line of stdout.split('\n')) {
    const [frame = '', stream = '', ...values] = line.split('\t');
    if (stream === '') continue;
    add(
      marks,
      stream.split('|').at(-1) ?? '',
      frame,
      ANNOTATIONS.filter((_, index) => (values[index] ?? '') !== ''),
    );
  }
  return marks;
}

/** Null for a file that is refused. */
async function ourMarks(path: string): Promise<Marks | null> {
  const packet = new Packet(new ProblemCounters());
  const addresses = new AddressTable(0);
  const tuples = new TupleTable(0);
  const annotators = new Map<number, Annotator>();
  const marks: Marks = new Map();
  const place = { frameNumber: 0, timeNs: 0, file: 0, fileOffset: 0 };
  try {
    const reader = await openCapture(path, { timeBase: new TimeBase(), hash: false });
    const { frame } = reader;
    do {
      while (reader.next()) {
        place.frameNumber++;
        if (!Number.isNaN(frame.timeNs)) place.timeNs = frame.timeNs;
        const layer = layerOfLinkType(frame.linkType) ?? Layer.Stop;
        if (!decodeFrame(packet, layer, frame.bytes, frame.at, frame.capturedLength, frame.originalLength))
          continue;
        const flow = tuples.take(
          addresses.idOf(packet.bytes, packet.sourceAt, packet.ipVersion),
          addresses.idOf(packet.bytes, packet.destinationAt, packet.ipVersion),
          (packet.sourcePort << 16) | packet.destinationPort,
          packet.ipVersion === 6,
          packet.flags,
          packet.sequence,
          packet.acknowledgment,
        );
        const annotator = annotators.get(flow) ?? new Annotator(tuples.isReuse);
        annotators.set(flow, annotator);
        const ids = annotator
          .take(segmentHeader(packet, place, tuples.side === 0 ? 0 : 1))
          .map(({ id }) => id);
        const isAlsoRetransmission = ids.some((id) => ALSO_RETRANSMISSION.includes(id));
        add(marks, flow, place.frameNumber, isAlsoRetransmission ? [...ids, 'retransmission'] : ids);
      }
    } while (await reader.fill());
    await reader.close();
  } catch (error) {
    if (error instanceof CaptureError) return null;
    throw error;
  }
  return marks;
}
