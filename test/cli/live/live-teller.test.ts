/** What `tcpdx live` prints where the reader is slow. */
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { LiveTeller } from '../../../src/cli/live-teller.js';
import type { Finding } from '../../../src/diagnosis/diagnosis.js';
import { RULES } from '../../../src/rules/index.js';
import { diagnoseCapture } from '../../diagnosis/diagnose-capture.js';
import { Kept } from '../run-cli.js';

const CAPTURE = fileURLToPath(new URL('../../../captures/iis7-health-check.pcap', import.meta.url));

/** Takes lines only when it is told to. */
class SlowReader extends Writable {
  text = '';
  isReading = false;
  private taken: (() => void) | null = null;

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    if (this.isReading) setImmediate(done);
    else this.taken = done;
  }

  read(): void {
    this.isReading = true;
    this.taken?.();
  }
}

test('no more than 4 MiB of growth waits for a slow reader; what is new is told, and growth again once all was read', async () => {
  const { diagnosis } = await diagnoseCapture(CAPTURE);
  const [finding] = diagnosis.findings as [Finding];
  const stdout = new SlowReader();
  const io = { stdout, stderr: new Kept(), stderrIsTerminal: false };
  const context = { version: '0', secrets: 'masked', rules: RULES } as const;
  const teller = new LiveTeller(io, 'json', context, () => {});
  const told = (change: string) => stdout.text.split(`"change":"${change}"`).length - 1;
  const grow = () => teller.changes([{ kind: 'grown', finding }], diagnosis.capture);
  const end = () => teller.end({ diagnosis, message: null, recorded: [] });

  for (let look = 0; look < 10_000; look++) grow();
  teller.changes([{ kind: 'new', finding }], diagnosis.capture);
  stdout.read();
  await end();
  const grown = told('grown');
  expect(stdout.text.length).toBeGreaterThan(4 * 1024 * 1024);
  expect(stdout.text.length).toBeLessThan(4.1 * 1024 * 1024);
  expect(told('new')).toBe(1);

  grow();
  await end();
  expect(told('grown')).toBe(grown + 1);
});
