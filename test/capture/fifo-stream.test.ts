import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fifoStream } from '../../src/capture/fifo-stream.js';

let folder = '';
let path = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpdx-fifo-'));
  path = join(folder, 'fifo');
  spawnSync('mkfifo', [path]);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(process.platform === 'win32')('A FIFO whose writer is silent', () => {
  test('ends at once where it was stopped before it was opened', async () => {
    const octets = await fifoStream(path, AbortSignal.abort()).toArray();
    expect(octets).toEqual([]);
    // Nobody wrote, so that the opening still waits for somebody.
    closeSync(openSync(path, 'r+'));
  });

  test('ends where it is when it is stopped, with what was written', async () => {
    const writer = openSync(path, 'r+');
    try {
      writeSync(writer, 'written');
      const stop = new AbortController();
      const stream = fifoStream(path, stop.signal);
      stream.once('readable', () => stop.abort());
      expect(Buffer.concat(await stream.toArray()).toString()).toBe('written');
    } finally {
      closeSync(writer);
    }
  });
});
