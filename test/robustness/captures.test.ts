/** Files that are damaged, on purpose or not: they are read up to the damage or refused, and nothing else happens. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CraftFrame, craftPcap, craftPcapng } from '../capture/craft-capture.js';
import { craftNetmon } from '../capture/craft-netmon.js';
import { craftSnoop } from '../capture/craft-snoop.js';
import { readOctets } from '../capture/read-all.js';
import { mutated, mutatedAtFront, spliced } from './mutate.js';
import type { Random } from './random.js';
import { tryAll } from './try.js';

const LARGEST_FILE = 4000;

/** The longest of the file headers in question, nearly. */
const HEADER_BYTES = 40;

const files = readdirSync('captures')
  .filter((name) => /\.pcap(ng)?$/.test(name))
  .map((name) => ({ name, octets: Uint8Array.from(readFileSync(`captures/${name}`)) }))
  .filter(({ octets }) => octets.length <= LARGEST_FILE);

const FORMS: ReadonlyMap<string, (frames: readonly CraftFrame[]) => Uint8Array> = new Map([
  ['pcap', (frames) => craftPcap(frames)],
  ['nanosecond pcap, big-endian', (frames) => craftPcap(frames, { nanoseconds: true, littleEndian: false })],
  ['pcapng', (frames) => craftPcapng(frames)],
  ['pcapng, big-endian', (frames) => craftPcapng(frames, false)],
  ['snoop', (frames) => craftSnoop(frames)],
  ['Network Monitor 2.3', (frames) => craftNetmon(frames)],
  ['Network Monitor 2.0', (frames) => craftNetmon(frames, { version: [2, 0] })],
  ['Network Monitor 1', (frames) => craftNetmon(frames, { version: [1, 1] })],
]);

/** All small Ethernet captures in one form. */
async function inForm(form: (frames: readonly CraftFrame[]) => Uint8Array): Promise<Uint8Array[]> {
  const rewritten: Uint8Array[] = [];
  for (const { octets } of files) {
    const { frames } = await readOctets(octets);
    if (frames.some(({ linkType }) => linkType !== 1)) continue;
    rewritten.push(
      form(
        frames.map(({ timeNs, data, originalLength }) => ({
          timeNs: timeNs ?? 0n,
          data: Uint8Array.from(Buffer.from(data, 'hex')),
          originalLength,
        })),
      ),
    );
  }
  return rewritten;
}

describe.each([...FORMS])('%s', (_, form) => {
  test('any damage is read or refused', async () => {
    const originals = await inForm(form);
    const outcomes = await tryAll(30, (random) => {
      const octets = damaged(random.pick(originals), originals, random);
      const chunkBytes = random.pick([1, 7, 100, octets.length]);
      return { octets, chunkBytes, isPlaced: random.below(2) === 0 };
    });
    expect([...outcomes].toSorted()).toEqual(['damaged', 'read', 'refused']);
  });
});

/** Most damage is anywhere; some is in the header of the file, and some files are put together from two. */
function damaged(octets: Uint8Array, others: readonly Uint8Array[], random: Random): Uint8Array {
  const how = random.below(8);
  if (how === 0) return spliced(octets, random.pick(others), random);
  return how === 1 ? mutatedAtFront(octets, HEADER_BYTES, random) : mutated(octets, random);
}
