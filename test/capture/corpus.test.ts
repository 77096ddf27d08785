import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TimeBase } from '../../src/bytes/time.js';
import { CaptureError } from '../../src/capture/capture-error.js';
import { openCapture } from '../../src/capture/open-capture.js';
import { corpusFolder, filesBelow } from './corpus-folder.js';
import { type ReadFrame, readAll } from './read-all.js';

/** What is read of an oracle file. */
interface Oracle {
  readonly capinfos: { readonly startEpoch?: string; readonly endEpoch?: string };
  readonly tshark: { readonly frames: number; readonly rc: number };
}

const TCPDUMP = 'the-tcpdump-group__tcpdump/';
const LINK_TYPE_UNKNOWN_TO_TSHARK = 'tshark refuses the whole file for its link type; we read the frames';

/** Captures in which the number of our frames is not tshark's, each with the reason. */
const OTHER_FRAMES: Readonly<Record<string, { readonly frames: number; readonly why: string }>> = {
  'OISF__suricata-verify/fuzz.pcap': {
    frames: 1,
    why: 'tshark guesses a variant with record headers of 24 octets; read as pcap, the second record is too long',
  },
  'the-tcpdump-group__libpcap/brcm-tag-stp.pcap': { frames: 4, why: LINK_TYPE_UNKNOWN_TO_TSHARK },
  'the-tcpdump-group__libpcap/linktype-reserved-field-not-zero.pcap': {
    frames: 0,
    why: 'tshark refuses reserved bits in the link type; we count them',
  },
  [`${TCPDUMP}dsa-high-vid.pcap`]: { frames: 4, why: LINK_TYPE_UNKNOWN_TO_TSHARK },
  [`${TCPDUMP}hoobr_juniper3.pcap`]: { frames: 1, why: LINK_TYPE_UNKNOWN_TO_TSHARK },
  [`${TCPDUMP}kday6.pcap`]: { frames: 1, why: LINK_TYPE_UNKNOWN_TO_TSHARK },
  [`${TCPDUMP}vtp_asan-2.pcap`]: { frames: 1, why: LINK_TYPE_UNKNOWN_TO_TSHARK },
  [`${TCPDUMP}vtp_asan-3.pcap`]: { frames: 1, why: LINK_TYPE_UNKNOWN_TO_TSHARK },
};

/** Captures in which our first or last time is not that of capinfos, each with the reason. */
const OTHER_TIMES: Readonly<Record<string, string>> = {
  'google__gopacket/be--test902.pcapng':
    'units of 2^-8 seconds: capinfos prints two decimals of 1519128000.1953125',
  'seladb__PcapPlusPlus/pcapng-example.pcapng':
    'one interface has times in the year 586,524, which capinfos takes for the earliest',
  'seladb__PcapPlusPlus/pcapng-example.pcapng.zst': 'the same capture, compressed',
  [`${TCPDUMP}atm-oam-loopback-print-overrun.pcap`]:
    'microseconds of 10^6 and more overflow 32 bits in capinfos',
};

/** Captures that we refuse, with the code of the refusal. */
const REFUSED: Readonly<Record<string, string>> = {
  'rusticata__pcap-parser/modified-format.pcap': 'unsupported-format',
  'the-tcpdump-group__libpcap/pcap-invalid-version-1.pcap': 'bad-header',
};

const ORACLES = join(corpusFolder ?? '', 'oracle');

const oracles = corpusFolder === null ? [] : filesBelow(ORACLES, /\.oracle\.json$/);

describe.skipIf(corpusFolder === null)('Every capture of the corpus', () => {
  test.each(oracles)('%s', async (oraclePath) => {
    const name = oraclePath.replace(/\.oracle\.json$/, '');
    const oracle = JSON.parse(readFileSync(join(ORACLES, oraclePath), 'utf8')) as Oracle;
    const path = join(corpusFolder ?? '', 'captures', name);
    const timeBase = new TimeBase();
    const reader = await openCapture(path, { timeBase, hash: false }).catch((error: unknown) => {
      if (error instanceof CaptureError) return error;
      throw error;
    });
    if (reader instanceof CaptureError) {
      expect(reader.code).toBe(REFUSED[name]);
      return;
    }
    const frames = await readAll(reader, timeBase);
    await reader.close();
    expect(frames.length).toBe(OTHER_FRAMES[name]?.frames ?? oracle.tshark.frames);
    if (name in OTHER_TIMES || name in OTHER_FRAMES) return;
    expect(reader.endedEarly !== null).toBe(oracle.tshark.rc !== 0);
    const ours = span(frames);
    const theirs = capinfosSpan(oracle);
    // capinfos has no times for a damaged file, nor when one frame has none.
    if (theirs === null) return;
    if (ours === null) throw new Error('No frame has a time');
    const tolerance = clockTolerance(frames, timeBase);
    expect(abs(ours.first - theirs.first)).toBeLessThanOrEqual(tolerance);
    expect(abs(ours.last - theirs.last)).toBeLessThanOrEqual(tolerance);
  });
});

function span(frames: readonly ReadFrame[]): { first: bigint; last: bigint } | null {
  let first: bigint | null = null;
  let last: bigint | null = null;
  for (const { timeNs } of frames) {
    if (timeNs === null) continue;
    if (first === null || timeNs < first) first = timeNs;
    if (last === null || timeNs > last) last = timeNs;
  }
  return first === null || last === null ? null : { first, last };
}

function capinfosSpan({ capinfos }: Oracle): { first: bigint; last: bigint } | null {
  const first = nanoseconds(capinfos.startEpoch);
  const last = nanoseconds(capinfos.endEpoch);
  return first === null || last === null ? null : { first, last };
}

/** `seconds.fraction` with any number of decimals, as capinfos prints it; null for "n/a". */
function nanoseconds(text: string | undefined): bigint | null {
  const parts = /^(\d+)(?:\.(\d{1,9}))?$/.exec(text ?? '');
  if (parts === null) return null;
  return BigInt(parts[1] as string) * 1_000_000_000n + BigInt((parts[2] ?? '').padEnd(9, '0'));
}

/** 0 for captures of less than 104 days; beyond, the nanoseconds that a double rounds off (see `TimeBase`). */
function clockTolerance(frames: readonly ReadFrame[], timeBase: TimeBase): bigint {
  const epoch = BigInt(timeBase.epochSeconds ?? 0) * 1_000_000_000n;
  const furthest = frames.reduce((most, { timeNs }) => {
    const distance = timeNs === null ? 0n : abs(timeNs - epoch);
    return distance > most ? distance : most;
  }, 0n);
  return furthest / 2n ** 53n;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
