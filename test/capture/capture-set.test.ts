import { linkSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { MAX_FILES, orderByFirstFrame } from '../../src/capture/capture-set.js';
import { CraftPcapng, craftPcap, craftPcapng, octets } from './craft-capture.js';
import { craftNetmon } from './craft-netmon.js';
import { craftSnoop } from './craft-snoop.js';
import { temporaryFolder, WAYS_IN } from './ways-in.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const SECOND = 1_000_000_000n;

function file(name: string, stored: Uint8Array): string {
  const path = join(folder.path, name);
  writeFileSync(path, stored);
  return path;
}

const at = (name: string, second: bigint) =>
  file(name, craftPcap([{ timeNs: second * SECOND, data: octets(4) }]));

describe('Files of one capture', () => {
  test('are ordered by their first frames, whatever their names and formats', async () => {
    const third = at('a.pcap', 300n);
    const first = file('b.pcapng', craftPcapng([{ timeNs: 100n * SECOND, data: octets(4) }]));
    const second = at('c.pcap', 200n);
    const fourth = file('d.snoop', craftSnoop([{ timeNs: 400n * SECOND, data: octets(4) }]));
    const fifth = file('e.cap', craftNetmon([{ timeNs: 500n * SECOND, data: octets(4) }]));
    expect(await orderByFirstFrame([fifth, third, first, fourth, second])).toEqual([
      first,
      second,
      third,
      fourth,
      fifth,
    ]);
  });

  test('that have no frames keep their places', async () => {
    const late = at('late.pcap', 9n);
    const early = at('early.pcap', 5n);
    const empty = file('no-frames.pcap', craftPcap([]));
    expect(await orderByFirstFrame([late, empty, early])).toEqual([early, empty, late]);
  });

  test('that began in the same instant keep their order', async () => {
    const one = at('same-1.pcap', 7n);
    const two = at('same-2.pcap', 7n);
    expect(await orderByFirstFrame([two, one])).toEqual([two, one]);
  });

  test('are dated by the first frame that has a time', async () => {
    const craft = new CraftPcapng().section().interface().simple(octets(4)).enhanced(3_000_000n, octets(4));
    const simpleFirst = file('simple.pcapng', craft.bytes());
    const later = at('later.pcap', 4n);
    expect(await orderByFirstFrame([later, simpleFirst])).toEqual([simpleFirst, later]);
  });

  test('are not looked at when there is only one', async () => {
    expect(await orderByFirstFrame(['-'])).toEqual(['-']);
    expect(await orderByFirstFrame([])).toEqual([]);
  });

  test('are refused when one is standard input or a FIFO', async () => {
    const good = at('good.pcap', 1n);
    await expect(orderByFirstFrame([good, '-'])).rejects.toMatchObject({ code: 'pipe-not-alone' });
    const fifo = WAYS_IN.find((way) => way.name === 'a FIFO');
    if (fifo === undefined) return;
    const { path } = fifo.bring(octets(4), folder.path);
    await expect(orderByFirstFrame([good, path])).rejects.toMatchObject({ code: 'pipe-not-alone' });
    // Lets the waiting writer go.
    await readFile(path);
  });

  test.each([
    ['the same path twice', (path: string) => path],
    [
      'another spelling',
      (path: string) =>
        join(
          folder.path,
          '.',
          '..',
          folder.path.split(/[\\/]/).at(-1) ?? '',
          path.split(/[\\/]/).at(-1) ?? '',
        ),
    ],
    ['a hard link', hardLink],
  ])('are refused when one is given twice, by %s', async (_name, again) => {
    const path = at('twice.pcap', 1n);
    await expect(orderByFirstFrame([path, again(path)])).rejects.toMatchObject({ code: 'same-file-twice' });
  });

  test('are refused when one is given twice, by a symbolic link', async ({ skip }) => {
    const path = at('twice.pcap', 1n);
    const link = join(folder.path, 'symbolic.pcap');
    try {
      symlinkSync(path, link);
    } catch (error) {
      const reason = `symbolic links cannot be made here: ${error}`;
      console.log(reason);
      skip(reason);
    }
    await expect(orderByFirstFrame([path, link])).rejects.toMatchObject({ code: 'same-file-twice' });
  });

  test('are refused when one is no capture or not there', async () => {
    const good = at('good-2.pcap', 1n);
    await expect(orderByFirstFrame([good, join(folder.path, 'none')])).rejects.toMatchObject({
      code: 'not-found',
    });
    const bad = file('bad.pcap', octets(100));
    await expect(orderByFirstFrame([good, bad])).rejects.toMatchObject({ code: 'not-a-capture' });
  });

  test('are refused when there are too many', async () => {
    const many = Array.from({ length: MAX_FILES + 1 }, (_, index) => `${index}`);
    await expect(orderByFirstFrame(many)).rejects.toMatchObject({ code: 'too-many-files' });
  });
});

function hardLink(path: string): string {
  const link = join(folder.path, 'hard.pcap');
  linkSync(path, link);
  return link;
}
