/** HTTP heads cut by a snapshot length: our messages beside those of tshark, length by length. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.js';
import { isSubsequence } from '../corpus/compare.js';

const CAPTURE = 'captures/httpsys-503.pcap';
/** With so many octets of every frame all start lines of the capture are whole. */
const WHOLE_START_LINES = 78;

const isThere = (tool: string) => spawnSync(tool, ['--version']).status === 0;
const hasTools = isThere('tshark') && isThere('editcap');
if (!hasTools)
  console.log('Skipped: heads that are cut against tshark, which is not installed (apt install tshark)');

const folder = mkdtempSync(join(tmpdir(), 'cut-heads-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** `frame METHOD target` and `frame status`, in the order of frames. */
function theirMessages(path: string): string[] {
  const fields = ['frame.number', 'http.request.method', 'http.request.uri', 'http.response.code'];
  const args = ['-n', '-r', path, '-Y', 'http.request.method || http.response.code', '-T', 'fields'];
  const output = execFileSync('tshark', [...args, ...fields.flatMap((field) => ['-e', field])], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = output.split(/\r?\n/).filter((line) => line !== '');
  return lines.map((line) =>
    line
      .split('\t')
      .filter((value) => value !== '')
      .join(' '),
  );
}

interface FlowLine {
  readonly exchanges: readonly {
    readonly method: string | null;
    readonly target: string | null;
    readonly status: number | null;
    readonly requestFrame: number | null;
    readonly responseFrame: number | null;
  }[];
}

async function ourMessages(path: string): Promise<string[]> {
  const lines = (await runCli(['flows', path, '--json'])).stdout.split('\n').filter((line) => line !== '');
  const messages = lines
    .flatMap((line) => (JSON.parse(line) as FlowLine).exchanges)
    .flatMap(({ method, target, status, requestFrame, responseFrame }) => [
      ...(requestFrame === null ? [] : [[requestFrame, `${method} ${target}`] as const]),
      ...(responseFrame === null ? [] : [[responseFrame, `${status}`] as const]),
    ]);
  return messages.toSorted(([a], [b]) => a - b).map(([frame, text]) => `${frame} ${text}`);
}

describe.skipIf(!hasTools)('Messages whose heads are cut are those of tshark', () => {
  test.each([60, 66, 70, 74, WHOLE_START_LINES, 96, 128, 160, 256])('at %i octets', async (length) => {
    const path = join(folder, `${length}.pcap`);
    execFileSync('editcap', ['-F', 'pcap', '-s', `${length}`, CAPTURE, path]);
    const [ours, theirs] = [await ourMessages(path), theirMessages(path)];
    if (length >= WHOLE_START_LINES) expect(ours).toEqual(theirs);
    else expect(isSubsequence(ours, theirs), `${ours}`).toBe(true);
    expect(ours.length > 0).toBe(length >= 69);
  });
});
