/**
 * `tcpdx live` on a real link: two network namespaces, a veth pair, the servers and clients of captures/make. Needs Linux, root,
 * and ip, ethtool; each program of capture that is missing is skipped.
 */
import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
// @ts-expect-error A program of its own, without types.
import { Lab as UntypedLab } from '../../captures/make/lab.mjs';

interface Side {
  readonly device: string;
  readonly netns: string;
}
interface Lab {
  readonly clientSide: Side;
  readonly serverSide: Side;
  open(): void;
  start(side: Side, stdio: readonly string[], ...command: string[]): ChildProcess;
  close(): void;
}

const FOLDER = mkdtempSync(join(tmpdir(), 'tcpdx-live-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const MAIN = fileURLToPath(new URL('../../dist/bin/tcpdx.js', import.meta.url));
const MAKE = fileURLToPath(new URL('../../captures/make/', import.meta.url));
const SCENARIO = 'iis7-health-check';

/** Time until a finding is told, and for how long tcpdump holds frames (docs/decisions/0010). */
const LATEST_MS = 1000;
const HELD_MS = 1000;

/** Programs without which nothing can be tried; the reason is printed. */
const missing = ['ip', 'ethtool'].filter((name) => spawnSync(name, ['-V'], { encoding: 'utf8' }).error);
const isRoot = process.getuid?.() === 0;
const canTry = process.platform === 'linux' && isRoot && missing.length === 0;
if (!canTry) console.log(`live: skipped, needs Linux, root, ip and ethtool (missing: ${missing.join(', ')})`);

interface Event {
  readonly event: string;
  readonly change?: string;
  readonly time?: string;
  readonly finding?: { readonly rule: string; readonly server: string; readonly flowCount: number };
  readonly live?: Readonly<Record<string, number | string | null>>;
  readonly report?: { readonly findings: readonly { rule: string; flowCount: number }[] };
  /** When the line was read. */
  readonly heardMs: number;
}

/** Runs the scenario while `tcpdx live` looks on, then presses Ctrl-C. */
async function lookOn(argv: readonly string[]) {
  const lab = new UntypedLab() as Lab;
  try {
    lab.open();
    const { serverSide, clientSide } = lab;
    const command = [process.execPath, MAIN, 'live', serverSide.device, '--format', 'json', ...argv];
    const live = lab.start(serverSide, ['ignore', 'pipe', 'pipe'], ...command);
    const events: Event[] = [];
    const lines = createInterface({ input: live.stdout as NodeJS.ReadableStream });
    lines.on('line', (line) => events.push({ ...JSON.parse(line), heardMs: Date.now() }));
    let errors = '';
    live.stderr?.on('data', (octets: Buffer) => {
      errors += octets.toString();
    });
    const ended = once(live, 'exit');
    await heard(lines, () => events.length > 0);
    const node = (side: Side, script: string) =>
      lab.start(side, ['ignore', 'ignore', 'inherit', 'ipc'], process.execPath, MAKE + script, SCENARIO);
    await once(node(serverSide, 'server.mjs'), 'message');
    await once(node(clientSide, 'client.mjs'), 'exit');
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const stoppedMs = Date.now();
    live.kill('SIGINT');
    const [exitCode] = await ended;
    return { events, exitCode, errors, stopMs: Date.now() - stoppedMs };
  } finally {
    lab.close();
  }
}

function heard(lines: NodeJS.EventEmitter, isEnough: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    lines.on('line', () => isEnough() && resolve());
  });
}

describe.skipIf(!canTry).each(['dumpcap', 'tcpdump', 'cap'])('with %s', (backend) => {
  test('the finding is told within a second of the RST being handed on, and Ctrl-C gives the account and the report', async () => {
    const path = join(FOLDER, `${backend}.pcapng`);
    const { events, exitCode, errors, stopMs } = await lookOn(['--backend', backend, '-w', path]);
    if (events.length === 0) {
      console.log(`live with ${backend}: skipped: ${errors}`);
      return;
    }
    const first = events.find(({ finding }) => finding?.rule === 'fin-answered-by-reset') as Event;
    const latencyMs = first.heardMs - Date.parse(first.time ?? '');
    console.log(`live with ${backend}: told ${latencyMs} ms after the RST; Ctrl-C to the end ${stopMs} ms`);
    expect(latencyMs).toBeGreaterThanOrEqual(0);
    expect(latencyMs).toBeLessThan(backend === 'tcpdump' ? LATEST_MS + HELD_MS : LATEST_MS);
    const end = events.find(({ event }) => event === 'end')?.live as Record<string, number | null>;
    console.log(JSON.stringify(end));
    expect(end).toMatchObject({ interface: 'srv0', backend, endedBy: 'stopped' });
    expect(end.analysed).toBeGreaterThan(100);
    if (end.received !== null) {
      const { analysed, droppedByKernel, droppedByUs, unread } = end;
      expect((analysed ?? 0) + (droppedByKernel ?? 0) + (droppedByUs ?? 0) + (unread ?? 0)).toBe(
        end.received,
      );
    }
    expect(events.at(-1)?.event).toBe('report');
    const rules = events.at(-1)?.report?.findings.map(({ rule, flowCount }) => `${rule} ${flowCount}`);
    expect(rules).toEqual(['health-check-reset 10', 'fin-answered-by-reset 10', 'graceful-health-check 10']);
    expect(exitCode).toBe(0);
    expect(stopMs).toBeLessThan(2000);
    const again = spawnSync(process.execPath, [MAIN, 'report', path, '--format', 'json'], {
      encoding: 'utf8',
    });
    expect(JSON.parse(again.stdout).findings).toEqual(events.at(-1)?.report?.findings);
    const tshark = spawnSync('tshark', ['-r', path], { encoding: 'utf8' });
    if (tshark.error === undefined)
      expect(tshark.stdout.trim().split('\n')).toHaveLength(end.analysed as number);
  }, 40_000);
});
