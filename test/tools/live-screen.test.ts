/**
 * The screen of `tcpdx live` on a real link, in a real terminal: two network namespaces, a veth pair, the servers and clients of
 * captures/make, tmux. Needs Linux, root, ip, ethtool, tmux, dumpcap or tcpdump.
 */
import { type ChildProcess, execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
// @ts-expect-error A program of its own, without types.
import { Lab as UntypedLab } from '../../captures/make/lab.mjs';
import { hasTmux, TmuxTerminal } from './tmux-terminal.js';

interface Side {
  device: string;
  netns: string;
}
interface Lab {
  readonly clientSide: Side;
  readonly serverSide: Side;
  open(): void;
  start(side: Side, stdio: readonly string[], ...command: string[]): ChildProcess;
  close(): void;
}

const PROGRAM = fileURLToPath(new URL('../../dist/bin/tcpdx.js', import.meta.url));
const MAKE = fileURLToPath(new URL('../../captures/make/', import.meta.url));
const has = (name: string, ...argv: string[]) =>
  spawnSync(name, argv, { stdio: 'ignore' }).error === undefined;
const missing = ['ip', 'ethtool', 'dumpcap'].filter((name) => !has(name, '-v'));
const canTry = process.platform === 'linux' && process.getuid?.() === 0 && missing.length === 0 && hasTmux();
if (!canTry) console.log(`live screen: skipped, needs Linux, root and tmux (missing: ${missing.join(', ')})`);

const ON_SCREEN = /● LIVE/;
const SHELL_AGAIN = /recorded: .*pcapng/;

describe.skipIf(!canTry)('the live screen', () => {
  let lab: Lab;
  let terminal: TmuxTerminal;
  let folder: string;
  beforeEach(() => {
    lab = new UntypedLab() as Lab;
    lab.clientSide.netns = `tcpdxls-c-${process.pid}`;
    lab.serverSide.netns = `tcpdxls-s-${process.pid}`;
    lab.open();
    folder = mkdtempSync(join(tmpdir(), 'tcpdx-live-screen-'));
    terminal = new TmuxTerminal(120, 36, { PS1: '$ ' });
  });
  afterEach(() => {
    terminal.close();
    lab.close();
    rmSync(folder, { recursive: true });
  });

  const start = async (...options: string[]) => {
    const inside = `ip netns exec ${lab.serverSide.netns} ${process.execPath} ${PROGRAM}`;
    terminal.run(`${inside} live srv0 -w ${join(folder, 'kept.pcapng')} ${options.join(' ')}`);
  };
  const node = (side: Side, script: string) =>
    lab.start(
      side,
      ['ignore', 'ignore', 'inherit', 'ipc'],
      process.execPath,
      MAKE + script,
      'iis7-health-check',
    );
  const traffic = async () => {
    const server = node(lab.serverSide, 'server.mjs');
    await once(server, 'message');
    return { client: node(lab.clientSide, 'client.mjs'), server };
  };
  const capturing = () =>
    spawnSync('ip', ['netns', 'pids', lab.serverSide.netns], { encoding: 'utf8' })
      .stdout.trim()
      .split('\n')
      .map(Number)
      .find(
        (pid) =>
          spawnSync('ps', ['-o', 'comm=', String(pid)], { encoding: 'utf8' }).stdout.trim() === 'dumpcap',
      );

  test('a finding within a second of its RST, follow, pause, the ladder meanwhile, stop, and a file for others', async () => {
    await start('--backend dumpcap');
    await terminal.until(ON_SCREEN);
    const { client } = await traffic();
    const seen = await terminal.until(/#1 .*FIN answered by RST/);
    const seenMs = Date.now();
    expect(seen).toContain('FOLLOW newest at the end');
    await terminal.until(/PROBES[\s\S]*192\.0\.2\.80:80 +✖+ /);
    terminal.press('p');
    await terminal.until(/● PAUSED/);
    const paused = /(\d+) of \d+/.exec(terminal.screen())?.[0];
    await once(client, 'exit');
    expect(/(\d+) of \d+/.exec(terminal.screen())?.[0]).toBe(paused);
    terminal.press('p');
    await terminal.until(/23 of 23/);
    terminal.press('F', 'g', 'Enter');
    await terminal.until(/SYN,ACK[\s\S]*RST,ACK/);
    expect(terminal.screen()).toMatch(ON_SCREEN);
    terminal.press('Escape');
    await terminal.until(/3 Flows/);
    terminal.press('S');
    await terminal.until(/■ ended[\s\S]*drops 0/);
    terminal.press('q');
    await terminal.until(/What becomes of it/);
    terminal.press('Enter');
    await terminal.until(SHELL_AGAIN);
    expect(terminal.screen({ history: true })).toMatch(/received \d+ = analysed \d+/);
    const { exitCode, line } = await terminal.afterwards();
    expect(exitCode).toBe(0);
    expect(line).toMatch(/ echo /);
    expect(terminal.flag('alternate_on')).toBe('0');
    expect(terminal.flag('cursor_flag')).toBe('1');
    if (!has('tshark', '-v')) return;
    const fields = (...argv: string[]) =>
      execFileSync('tshark', ['-r', join(folder, 'kept.pcapng'), '-T', 'fields', ...argv], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
        .split('\n')
        .filter((text) => text !== '');
    expect(new Set(fields('-e', 'tcp.stream')).size).toBe(23);
    const [reset] = fields('-Y', 'tcp.flags.reset==1', '-e', 'frame.time_epoch');
    const latencyMs = seenMs - 1000 * Number(reset);
    console.log(`live screen: the finding was seen ${Math.round(latencyMs)} ms after its RST`);
    expect(latencyMs).toBeLessThan(1000);
  }, 60_000);

  test('Ctrl-C ends it at once, with the report on the normal screen', async () => {
    await start();
    await terminal.until(ON_SCREEN);
    const { client } = await traffic();
    await once(client, 'exit');
    terminal.press('C-c');
    const pressedMs = Date.now();
    await terminal.until(SHELL_AGAIN);
    console.log(`live screen: Ctrl-C to the end of the report ${Date.now() - pressedMs} ms`);
    expect(terminal.screen({ history: true })).toContain('TCP health check answered by RST');
    expect((await terminal.afterwards()).exitCode).toBe(0);
  }, 60_000);

  test.each([
    '',
    '--no-tui',
  ])('a terminal that is closed ends it in peace, and the recording is whole: %s', async (option) => {
    const told = join(folder, 'told');
    await start(option, `2>${told}`);
    await terminal.until(option === '' ? ON_SCREEN : /live srv0/);
    const { client } = await traffic();
    await once(client, 'exit');
    const { processId } = terminal;
    terminal.close();
    await vi.waitUntil(() => !existsSync(`/proc/${processId}`), { timeout: 10_000 });
    const text = readFileSync(told, 'utf8');
    expect(text).toMatch(/received (\d+) = analysed \1 [\s\S]*recorded: .*kept\.pcapng \(\d+ frames\)/);
    expect(text).not.toMatch(/failed|Assertion/);
  }, 60_000);

  test.each([
    ['killed', () => process.kill(capturing() as number, 'SIGKILL'), /ended by SIGKILL/],
    [
      'without an interface',
      () => execFileSync('ip', ['-n', lab.serverSide.netns, 'link', 'del', 'srv0']),
      /srv0 is gone/,
    ],
  ])(
    '%s, the screen says so, and the exit code is 4',
    async (_, fault, words) => {
      await start('--backend dumpcap');
      await terminal.until(ON_SCREEN);
      fault();
      await terminal.until(words);
      terminal.press('C-c');
      await terminal.until(/Redaction/);
      expect((await terminal.afterwards()).exitCode).toBe(4);
    },
    60_000,
  );

  test('a filter that is refused is told with advice, and the exit code is 3', async () => {
    await start("-f 'tcp prt 80'");
    await terminal.until(/filter tcp prt 80 is not valid/);
    terminal.press('q');
    await terminal.until(/man pcap-filter/);
    expect((await terminal.afterwards()).exitCode).toBe(3);
  }, 60_000);
});
