/**
 * The contract of the programs that capture: one table, each program, real frames on a wire between two network namespaces.
 * Linux, as root, with dumpcap, tcpdump, ip and ethtool; what loads the wire needs tcpreplay.
 */
import { type ChildProcess, execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SinkSummary } from '../../src/capture/live/frame-sink.js';
import type { CaptureEnd, LinkState } from '../../src/capture/live/live-capture.js';
import { craftPcap } from '../capture/craft-capture.js';
import { canHaveNamespaces, Wire } from './network-namespaces.js';

const has = (program: string) => spawnSync('which', [program]).status === 0;
const NEEDED = ['dumpcap', 'tcpdump', 'ip', 'ethtool', 'sysctl'];
const missing = NEEDED.filter((it) => !has(it));
const canRun = missing.length === 0 && canHaveNamespaces();
if (!canRun) console.warn(`Live capture is not tested: root on Linux and ${NEEDED.join(', ')} are needed`);
const hasLoad = has('tcpreplay') && has('tshark');
if (canRun && !hasLoad)
  console.warn('Live capture under load is not tested: tcpreplay and tshark are needed');

const DRIVER = new URL('./live-driver.mjs', import.meta.url).pathname;
const MAIN = new URL('../../dist/bin/tcpdx.js', import.meta.url).pathname;
const NOBODY = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
const BACKENDS = ['dumpcap', 'tcpdump', 'cap'] as const;
/** tcpdump is given frames by the kernel once a second when there are few. */
const LATEST_MS = 1300;
const UDP_OVERHEAD = 42;

interface Told {
  readonly backend: string;
  readonly timesAre: string;
  readonly passedOver: readonly { backend: string; reason: string }[];
  readonly error?: { code: string; message: string; advice: string };
  readonly count: number;
  readonly frames: readonly {
    capturedLength: number;
    originalLength: number;
    timeMs: number;
    octets: string;
  }[];
  readonly end: CaptureEnd;
  readonly summary: SinkSummary | null;
  readonly endedEarly: string | null;
  readonly link: LinkState;
}

interface Order {
  readonly filter?: string | null;
  readonly snapLength?: number | null;
  readonly isPromiscuous?: boolean;
  readonly interfaceName?: string;
  readonly bufferMebibytes?: number;
  readonly recordInto?: string;
  readonly stallMs?: number;
  readonly as?: readonly string[];
  /** User that it becomes once the capture has begun. */
  readonly becomes?: number;
}

const wire = new Wire();
const root = mkdtempSync(join(tmpdir(), 'tcpdx-live-'));
beforeAll(() => canRun && wire.make());
afterAll(() => {
  if (canRun) wire.remove();
  rmSync(root, { recursive: true });
});

/** A capture on the far end of the wire. */
class Running {
  readonly child: ChildProcess;
  readonly begun: Promise<Partial<Told>>;
  readonly ended: Promise<Told>;

  constructor(backend: string, order: Order = {}) {
    const { recordInto, stallMs = 0, as = [], becomes = null, ...request } = order;
    const defaults = { interfaceName: wire.farInterface, filter: 'udp', snapLength: null };
    const name = {
      folder: recordInto,
      stem: 'live',
      extension: '.pcapng',
      isNumbered: false,
      mayAddNumber: true,
    };
    const limits = { fileOctets: null, mostFiles: null };
    const recording =
      recordInto === undefined ? null : { name, ...limits, application: 'a test', interfaceName: 'far0' };
    const argument = JSON.stringify({
      backend,
      request: { ...defaults, isPromiscuous: true, bufferMebibytes: 64, ...request },
      recording,
      stallMs,
      stallAfterMs: 500,
      becomes,
    });
    this.child = wire.start(wire.far, [...as, process.execPath, DRIVER, argument]);
    const lines: Told[] = [];
    const input = createInterface({ input: this.child.stdout as NodeJS.ReadableStream });
    this.begun = new Promise((resolve) => {
      input.on('line', (line) => {
        lines.push(JSON.parse(line) as Told);
        resolve(lines[0] as Told);
      });
    });
    this.ended = new Promise((resolve) => {
      this.child.on('close', () => resolve({ ...lines[0], ...lines.at(-1) } as Told));
    });
  }

  async stop(): Promise<Told> {
    this.child.stdin?.end();
    return this.ended;
  }

  /** The process of the capture program: its only child besides Node's own. */
  programId(): number {
    const children = execFileSync('pgrep', ['-P', String(this.child.pid)])
      .toString()
      .trim()
      .split('\n');
    return Number(children[0]);
  }
}

async function capture(backend: string, order: Order, whileItRuns: (running: Running) => Promise<void>) {
  const running = new Running(backend, order);
  expect(await running.begun).toMatchObject({ begun: true });
  await whileItRuns(running);
  return running.stop();
}

describe.skipIf(!canRun).each(BACKENDS)('%s', (backend) => {
  test('real frames arrive, whole, in order, at their times, and each is counted', async () => {
    const payloads = Array.from({ length: 50 }, (_, at) => `${at} `.repeat(1 + at));
    const before = Date.now();
    const told = await capture(backend, {}, async () => {
      await wire.send(9, payloads);
      await wait(LATEST_MS);
    });
    const after = Date.now();
    expect(
      told.frames.map(({ octets }) => Buffer.from(octets, 'hex').subarray(UDP_OVERHEAD).toString()),
    ).toEqual(payloads);
    for (const { capturedLength, originalLength, timeMs } of told.frames) {
      expect(originalLength).toBe(capturedLength);
      expect(timeMs).toBeGreaterThan(before - 1);
      expect(timeMs).toBeLessThan(after + 1);
    }
    const { reason, counters } = told.end;
    expect([reason, counters.passedOn, told.endedEarly]).toEqual(['stopped', 50, null]);
    if (backend !== 'cap') expect(counters).toMatchObject({ received: 50, droppedByKernel: 0, unread: 0 });
    if (backend === 'cap') expect(counters).toMatchObject({ droppedByKernel: null, droppedByProgram: 0 });
    expect(told.timesAre).toBe(backend === 'cap' ? 'arrival' : 'kernel');
  });

  test('only what the filter lets pass is captured', async () => {
    const told = await capture(backend, { filter: 'udp and (port 7 or port 8)' }, async () => {
      for (const port of [7, 8, 9]) await wire.send(port, ['a', 'b']);
      await wait(LATEST_MS);
    });
    expect(told.count).toBe(4);
  });

  test('a snapshot length cuts frames, and their length on the wire is told', async () => {
    const told = await capture(backend, { snapLength: 60 }, async () => {
      await wire.send(9, ['x'.repeat(100), 'y']);
      await wait(LATEST_MS);
    });
    expect(told.frames.map((it) => [it.capturedLength, it.originalLength])).toEqual([
      [60, 142],
      [43, 43],
    ]);
  });

  test.each([true, false])('the interface is promiscuous as asked: %s', async (isPromiscuous) => {
    const flags = () => {
      const argv = ['-n', wire.far, '-d', 'link', 'show', wire.farInterface];
      return execFileSync('ip', argv).toString();
    };
    await capture(backend, { isPromiscuous }, async () => {
      // `cap` cannot leave it alone, and says so.
      const expected = isPromiscuous || backend === 'cap';
      expect(/promiscuity [1-9]/.test(flags())).toBe(expected);
    });
  });

  test('what was captured just before the stop is not lost', async () => {
    const told = await capture(backend, {}, async () => {
      await wire.send(
        9,
        Array.from({ length: 500 }, () => 'x'),
      );
      await wait(backend === 'cap' ? 100 : LATEST_MS);
      await wire.send(9, ['the last']);
    });
    const { received, unread } = told.end.counters;
    if (backend === 'tcpdump') expect(told.count + (unread ?? 0)).toBe(received);
    expect(told.count).toBeGreaterThanOrEqual(500);
  });

  test('killed: it says so, and the recording holds all that came before', async () => {
    const recordInto = join(root, `killed-${backend}`);
    const told = await capture(backend, { recordInto }, async (running) => {
      await wire.send(
        9,
        Array.from({ length: 20 }, () => 'x'),
      );
      await wait(LATEST_MS);
      process.kill(running.programId(), 'SIGKILL');
      await running.ended;
    });
    expect(told.end).toMatchObject({ reason: 'died', message: expect.stringContaining('SIGKILL') });
    expect(told.summary).toMatchObject({ written: 20, fault: null });
  });

  test('the link goes down: seen at once by who looks, and cap ends with it', async () => {
    const told = await capture(backend, {}, async () => {
      wire.setFar('down');
      await wait(300);
    });
    expect(told.link).toBe('down');
    expect(told.end.reason).toBe(backend === 'cap' ? 'interface-down' : 'stopped');
    wire.setFar('up');
  });

  test('the interface is deleted: it says so', async () => {
    const told = await capture(backend, {}, async (running) => {
      wire.deleteFar();
      await running.ended;
    });
    wire.make();
    expect(told.end).toMatchObject({ reason: 'interface-gone', advice: expect.stringContaining('kept') });
  });

  test.each([
    ['bad-filter', { filter: 'tcp prot 80' }],
    ['bad-filter', { filter: 'host no-such-host.invalid' }],
    ['no-interface', { interfaceName: 'no-such' }],
    ['no-permission', { as: NOBODY }],
  ] as const)('what cannot begin is told: %s, %o', async (code, order) => {
    const told = await new Running(backend, order).ended;
    expect(told.error?.code).toBe(code);
    expect(told.error?.advice).not.toBe('');
  });

  test('started through sudo, it can be ended by who is not root any more', async () => {
    const told = await capture(backend, { as: ['env', 'SUDO_USER=nobody'], becomes: 65_534 }, async () => {
      await wire.send(9, ['x', 'y']);
      await wait(LATEST_MS);
    });
    expect([told.end.reason, told.end.counters.passedOn, told.count]).toEqual(['stopped', 2, 2]);
  });

  test('an interface that is down is told', async () => {
    wire.setFar('down');
    const told = await new Running(backend, {}).ended;
    wire.setFar('up');
    expect(told.error?.code).toBe('interface-down');
  });
});

describe.skipIf(!canRun)('the list of interfaces', () => {
  const obstacle = () => {
    const argv = ['netns', 'exec', wire.far, process.execPath, MAIN, 'interfaces', '--json'];
    const lines = execFileSync('ip', argv, { encoding: 'utf8' }).trim().split('\n');
    return lines
      .map((line) => JSON.parse(line))
      .find(({ name }: { name: string }) => name === wire.farInterface)?.obstacle;
  };

  test('an interface without a carrier can be captured, one that is switched off cannot', () => {
    execFileSync('ip', ['-n', wire.near, 'link', 'set', wire.nearInterface, 'down']);
    expect(obstacle()).toBeNull();
    wire.setFar('down');
    expect(obstacle()).toBe('down');
    wire.make();
    expect(obstacle()).toBeNull();
  });
});

describe.skipIf(!canRun)('auto', () => {
  test('takes the first that works', async () => {
    expect(await capture('auto', {}, async () => {})).toMatchObject({ backend: 'dumpcap', passedOver: [] });
  });

  test('takes the next where the first is not there, and says why', async () => {
    const dumpcap = execFileSync('which', ['dumpcap']).toString().trim();
    // Hidden in a mount namespace of its own.
    const as = ['unshare', '-m', 'sh', '-c', `mount --bind /dev/null ${dumpcap} && exec "$@"`, 'sh'];
    const told = await capture('auto', { as }, async () => {});
    expect(told.backend).toBe('tcpdump');
    expect(told.passedOver).toMatchObject([{ backend: 'dumpcap', reason: 'no-program' }]);
  });

  test('says of each why it does not do', async () => {
    const { error } = await new Running('auto', { as: NOBODY }).ended;
    expect(error?.code).toBe('no-permission');
    for (const backend of BACKENDS) expect(error?.message).toContain(backend);
  });
});

describe.skipIf(!canRun || !hasLoad)('under load', () => {
  const load = join(root, 'load.pcap');
  beforeAll(() => {
    const data = new Uint8Array(500).fill(0x55);
    data.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0, 1, 0xe6, 0, 0, 0, 0, 64, 17, 0, 0]);
    data.set([192, 0, 2, 1, 192, 0, 2, 2, 0, 9, 0, 9, 1, 0xd2, 0, 0], 26);
    writeFileSync(load, craftPcap(Array.from({ length: 1000 }, () => ({ timeNs: 0n, data }))));
  });

  const replay = (perSecond: number, frames: number) =>
    new Promise((resolve) => {
      const argv = ['tcpreplay', '-q', '-i', wire.nearInterface, '--preload-pcap', `--pps=${perSecond}`];
      wire.start(wire.near, [...argv, '--loop=0', `--limit=${frames}`, load]).on('close', resolve);
    });

  const tsharkCounts = (path: string) =>
    execFileSync('tshark', ['-r', path, '-T', 'fields', '-e', 'frame.len'], { maxBuffer: 1 << 28 })
      .toString()
      .split('\n').length - 1;

  test.each(BACKENDS)('%s: 50,000 frames a second get to the disk, all of them', async (backend) => {
    const recordInto = join(root, `load-${backend}`);
    const told = await capture(backend, { recordInto }, async () => {
      await replay(50_000, 100_000);
      await wait(LATEST_MS);
    });
    expect(told.summary).toMatchObject({ taken: 100_000, written: 100_000, notWritten: 0 });
    expect(tsharkCounts(told.summary?.files[0]?.path ?? '')).toBe(100_000);
  });

  test.each(BACKENDS)('%s: nothing is read for 3 seconds, and what is lost is told', async (backend) => {
    const order = { stallMs: 3000, bufferMebibytes: backend === 'cap' ? 64 : 4 };
    const told = await capture(backend, order, async () => {
      await replay(40_000, 120_000);
      await wait(LATEST_MS);
    });
    const { passedOn, droppedByKernel, droppedByProgram, received, unread } = told.end.counters;
    expect(told.count).toBe(passedOn);
    if (backend !== 'cap') expect(droppedByKernel).toBeGreaterThan(0);
    expect(told.count + (droppedByKernel ?? 0) + (droppedByProgram ?? 0) + (unread ?? 0)).toBe(120_000);
    if (backend !== 'cap') expect(received).toBe(120_000);
  });

  test('a disk of 4 MB is full: a valid file, what is not written is counted, and the reading goes on', async () => {
    const recordInto = join(root, 'small-disk');
    mkdirSync(recordInto);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', recordInto]);
    try {
      const told = await capture('dumpcap', { recordInto }, async () => {
        await replay(50_000, 50_000);
        await wait(LATEST_MS);
      });
      expect(told.count).toBe(50_000);
      expect(told.summary?.fault).toMatchObject({ code: 'disk-full' });
      const { written = 0, notWritten = 0, files = [] } = told.summary ?? {};
      expect(written + notWritten).toBe(50_000);
      expect(written).toBeGreaterThan(7000);
      expect(tsharkCounts(files[0]?.path ?? '')).toBe(written);
    } finally {
      execFileSync('umount', [recordInto]);
    }
  });

  test('at any moment, and after a kill, tshark reads the file', async () => {
    const recordInto = join(root, 'any-moment');
    const running = new Running('dumpcap', { recordInto });
    await running.begun;
    const replayed = replay(50_000, 100_000);
    const [name = ''] = await filesIn(recordInto);
    let before = 0;
    for (let i = 0; i < 3; i++) {
      await wait(300);
      const frames = tsharkCounts(join(recordInto, name));
      expect(frames).toBeGreaterThanOrEqual(before);
      before = frames;
    }
    running.child.kill('SIGKILL');
    await running.ended;
    expect(tsharkCounts(join(recordInto, name))).toBeGreaterThan(0);
    await replayed;
  });
});

async function filesIn(folder: string): Promise<string[]> {
  for (;;) {
    try {
      const names = readdirSync(folder);
      if (names.length > 0) return names;
    } catch {
      // Not made yet.
    }
    await wait(20);
  }
}
