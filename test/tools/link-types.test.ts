/**
 * Every way to carry a segment that is decoded, against tshark: it finds the same segment behind the same octets.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { concat, craftPcap } from '../capture/craft-capture.js';
import { CARRIERS as COMMON_CARRIERS } from '../decode/frames.js';
import { LINK_CARRIERS } from '../decode/link-frames.js';

/** What tshark 4.0 does not read: address family 23 behind a null header, and what follows an IPv6 mobility header. */
const UNREAD_BY_TSHARK: ReadonlySet<string> = new Set([
  'null, AF_INET6 of Windows',
  'Ethernet, IPv6 with extension headers',
]);

const CARRIERS = [...COMMON_CARRIERS, ...LINK_CARRIERS].filter(([name]) => !UNREAD_BY_TSHARK.has(name));
const LINK_TYPES = [...new Set(CARRIERS.map(([, linkType]) => linkType))].toSorted((a, b) => a - b);

/** Link types that this tshark does not read: 205 and 206 are those of 104 and 107 behind an octet. */
const UNKNOWN_TO_TSHARK: ReadonlySet<number> = new Set([205, 206]);

/** tshark takes 4 octets of a frame in FabricPath for a check sequence. */
const withCheckSequence = (name: string, frame: Uint8Array) =>
  name === 'FabricPath' ? concat(frame, new Uint8Array(4)) : frame;

const FIELDS = ['ip.src', 'ipv6.src', 'tcp.srcport', 'tcp.dstport', 'tcp.seq_raw', 'tcp.len', 'tcp.payload'];
const SEGMENT = ['50000', '80', `${2 ** 31 + 1}`, '2', '6869'];

const hasTshark = spawnSync('tshark', ['--version']).status === 0;
if (!hasTshark) console.log('Skipped: link types against tshark, which is not installed');

describe.skipIf(!hasTshark)('tshark finds the segment that we find', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tcpdx-links-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(
    LINK_TYPES.filter((linkType) => !UNKNOWN_TO_TSHARK.has(linkType)),
  )('on link type %i', (linkType) => {
    const carriers = CARRIERS.filter(([, other]) => other === linkType);
    const path = join(folder, `${linkType}.pcap`);
    const frames = carriers.map(([name, , frame], index) => ({
      timeNs: BigInt(index),
      data: withCheckSequence(name, frame),
    }));
    writeFileSync(path, craftPcap(frames, { linkType }));
    const args = ['-n', '-r', path, '-T', 'fields', '-E', 'separator=/t'];
    const output = execFileSync('tshark', [...args, ...FIELDS.flatMap((field) => ['-e', field])], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const lines = output.split(/\r?\n/).slice(0, carriers.length);
    const theirs = carriers.map(([name], index) => [name, ...(lines[index] ?? '').split('\t')]);
    expect(theirs).toEqual(
      carriers.map(([name]) => [
        name,
        ...(/IPv6|INET6|version 6|version 2$|as 14/.test(name) ? ['', '2001:db8::1'] : ['10.0.0.1', '']),
        ...SEGMENT,
      ]),
    );
  });

  test.each([...UNKNOWN_TO_TSHARK])('and it does not know link type %i', (linkType) => {
    const path = join(folder, `${linkType}.pcap`);
    writeFileSync(path, craftPcap([{ timeNs: 0n, data: Uint8Array.of(0) }], { linkType }));
    expect(spawnSync('tshark', ['-n', '-r', path], { encoding: 'utf8' }).stderr).toContain('unsupported');
  });
});
