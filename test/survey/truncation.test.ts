import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openCaptureFrom } from '../../src/capture/open-capture.js';
import { Survey } from '../../src/survey/survey.js';
import { MemorySource } from '../capture/read-all.js';

const FOLDER = new URL('../../captures/', import.meta.url);

/** Larger captures repeat what the small ones have and would take a minute. */
const LARGEST_FILE = 3000;

const captures = readdirSync(FOLDER)
  .filter((name) => /\.pcap(ng)?$/.test(name))
  .map((name) => [name, readFileSync(new URL(name, FOLDER))] as const)
  .filter(([, bytes]) => bytes.length <= LARGEST_FILE);

async function surveyOf(name: string, bytes: Uint8Array) {
  const survey = new Survey();
  const reader = await openCaptureFrom(new MemorySource(bytes), name, survey.timeBase);
  await survey.read(reader, 0);
  survey.finish();
  await reader.close();
  return { survey, reader };
}

describe('A capture that is cut at any octet', () => {
  test('some of the captures are small enough for this', () => {
    expect(captures.length).toBeGreaterThan(15);
  });

  test.each(captures)('%s is analysed up to there', async (name, bytes) => {
    const ends = await endsOfFrames(name, bytes);
    const boundaries = new Set([24, ...ends]);
    for (let length = name.endsWith('ng') ? 28 : 24; length < bytes.length; length++) {
      const { survey, reader } = await surveyOf(name, bytes.subarray(0, length));
      const whole = ends.filter((end) => end <= length).length;
      expect(survey.frames, `frames in the first ${length} octets`).toBe(whole);
      const { endedEarly } = reader;
      if (name.endsWith('.pcap')) expect(endedEarly === null, `at ${length}`).toBe(boundaries.has(length));
      if (endedEarly !== null) {
        expect(endedEarly.frameNumber).toBe(whole + 1);
        expect(endedEarly.atOffset).toBeLessThan(length);
      }
    }
  });
});

/** Offsets behind the records of all frames. */
async function endsOfFrames(name: string, bytes: Uint8Array): Promise<number[]> {
  const survey = new Survey();
  const reader = await openCaptureFrom(new MemorySource(bytes), name, survey.timeBase);
  const ends: number[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  do {
    while (reader.next()) {
      const { fileOffset, capturedLength } = reader.frame;
      const isPcapng = name.endsWith('ng');
      ends.push(fileOffset + (isPcapng ? view.getUint32(fileOffset + 4, true) : 16 + capturedLength));
    }
  } while (await reader.fill());
  await reader.close();
  return ends;
}
