/** Two network namespaces with a wire between them, for tests that capture. Linux, as root. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import process from 'node:process';

/** Whether this machine and this user can have them. */
export function canHaveNamespaces(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const probe = `tcpdx-${process.pid}-probe`;
  const { status } = spawnSync('ip', ['netns', 'add', probe]);
  spawnSync('ip', ['netns', 'del', probe]);
  return status === 0;
}

/** A wire: what `near` sends, `far` receives. */
export class Wire {
  readonly near = `tcpdx-${process.pid}-near`;
  readonly far = `tcpdx-${process.pid}-far`;
  readonly nearInterface = 'near0';
  readonly farInterface = 'far0';
  readonly nearAddress = '192.0.2.1';
  readonly farAddress = '192.0.2.2';

  /** Makes both, or makes them anew. */
  make(): void {
    this.remove();
    for (const name of [this.near, this.far]) ip('netns', 'add', name);
    ip(
      ...['link', 'add', this.nearInterface, 'netns', this.near],
      ...['type', 'veth', 'peer', 'name', this.farInterface, 'netns', this.far],
    );
    for (const [name, at, address] of [
      [this.near, this.nearInterface, this.nearAddress],
      [this.far, this.farInterface, this.farAddress],
    ] as const) {
      // Without IPv6 and offloads, nothing is on the wire but what a test sends.
      execFileSync('ip', ['netns', 'exec', name, 'sysctl', '-qw', `net.ipv6.conf.${at}.disable_ipv6=1`]);
      execFileSync(
        'ip',
        ['netns', 'exec', name, 'ethtool', '-K', at, 'tso', 'off', 'gso', 'off', 'tx', 'off'],
        {
          stdio: 'ignore',
        },
      );
      ip('-n', name, 'addr', 'add', `${address}/24`, 'dev', at);
      ip('-n', name, 'link', 'set', at, 'up');
    }
  }

  remove(): void {
    for (const name of [this.near, this.far]) spawnSync('ip', ['netns', 'del', name]);
  }

  setFar(state: 'up' | 'down'): void {
    ip('-n', this.far, 'link', 'set', this.farInterface, state);
  }

  deleteFar(): void {
    ip('-n', this.far, 'link', 'del', this.farInterface);
  }

  /** Starts a program in one of the namespaces. */
  start(where: string, argv: readonly string[]): ChildProcess {
    return spawn('ip', ['netns', 'exec', where, ...argv], { stdio: 'pipe' });
  }

  /** Sends datagrams of these payloads from near to far, one after the other. */
  async send(port: number, payloads: readonly string[]): Promise<void> {
    const script = `const socket = require('node:dgram').createSocket('udp4');
      const [address, port, ...payloads] = process.argv.slice(1);
      const next = () => payloads.length === 0 ? socket.close()
        : socket.send(payloads.shift(), Number(port), address, next);
      next();`;
    const argv = [process.execPath, '-e', script, this.farAddress, String(port), ...payloads];
    await new Promise((resolve) => this.start(this.near, argv).on('close', resolve));
  }
}

function ip(...argv: string[]): void {
  execFileSync('ip', argv);
}
