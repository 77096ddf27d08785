/**
 * The laboratory: two network namespaces joined by a veth pair, so that what is recorded comes from a real
 * TCP stack and nothing of the machine around it (addresses, neighbours, other traffic) can get into a file.
 */
import { execFileSync, spawn } from 'node:child_process';

/** Documentation ranges only (RFC 5737, RFC 3849): the files are published. */
const CLIENTS = [
  '198.51.100.10/24',
  '198.51.100.11/24',
  '203.0.113.21/24',
  '203.0.113.22/24',
  '203.0.113.23/24',
  '203.0.113.24/24',
];
const SERVERS = ['192.0.2.80/24', '192.0.2.81/24'];
const CLIENT_SIDE = { device: 'lb0', mac: '02:00:00:00:01:10', v4: CLIENTS, v6: '2001:db8:100::10/32' };
const SERVER_SIDE = { device: 'srv0', mac: '02:00:00:00:02:80', v4: SERVERS, v6: '2001:db8:200::80/32' };

/** The kernel would otherwise hand tcpdump 64 kB "segments" with checksums still to be filled in. */
const OFFLOADS = ['tso', 'gso', 'gro', 'tx', 'rx', 'sg'].flatMap((name) => [name, 'off']);

/** Runs a program to its end and returns what it printed; its complaint becomes the error. */
export function run(program, ...args) {
  return execFileSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 26,
  });
}

/** One laboratory. `close()` may be called at any time, more than once, and leaves nothing behind. */
export class Lab {
  #children = new Set();

  constructor() {
    this.clientSide = { ...CLIENT_SIDE, netns: `tcpdx-c-${process.pid}` };
    this.serverSide = { ...SERVER_SIDE, netns: `tcpdx-s-${process.pid}` };
  }

  /**
   * @param {{ timestamps?: boolean, blackholePort?: number, prohibitedPort?: number }} options
   *   timestamps: Windows leaves TCP timestamps off, so they are off here unless asked for.
   *   blackholePort: a port whose SYNs are swallowed, as by a firewall that drops.
   *   prohibitedPort: a port whose SYNs are answered by ICMP, as by a firewall that rejects.
   */
  open({ timestamps = false, blackholePort, prohibitedPort } = {}) {
    const { clientSide: c, serverSide: s } = this;
    run('ip', 'netns', 'add', c.netns);
    run('ip', 'netns', 'add', s.netns);
    const veth = ['type', 'veth', 'peer', 'name', s.device, 'address', s.mac, 'netns', s.netns];
    run('ip', 'link', 'add', c.device, 'address', c.mac, 'netns', c.netns, ...veth);
    for (const [side, other] of [
      [c, s],
      [s, c],
    ]) {
      const inside = (...command) => run('ip', 'netns', 'exec', side.netns, ...command);
      inside('sh', '-c', `echo ${timestamps ? 1 : 0} > /proc/sys/net/ipv4/tcp_timestamps`);
      inside('ethtool', '-K', side.device, ...OFFLOADS);
      inside('ip', 'link', 'set', 'lo', 'up');
      inside('ip', 'link', 'set', side.device, 'mtu', '1500', 'up');
      for (const address of side.v4) inside('ip', 'address', 'add', address, 'dev', side.device);
      inside('ip', '-6', 'address', 'add', side.v6, 'dev', side.device, 'nodad');
      const networks = new Set(other.v4.map((address) => address.replace(/\.\d+\/24$/, '.0/24')));
      for (const network of networks) inside('ip', 'route', 'add', network, 'dev', side.device);
    }
    if (blackholePort || prohibitedPort) {
      const match = ['iif', s.device, 'ipproto', 'tcp', 'dport', String(blackholePort ?? prohibitedPort)];
      const action = blackholePort ? 'blackhole' : 'prohibit';
      run('ip', 'netns', 'exec', s.netns, 'ip', 'rule', 'add', 'pref', '1', ...match, action);
      // Linux sends the ICMP error only where it forwards, and not every time unless told so.
      const settings = 'cd /proc/sys/net/ipv4; echo 1 > ip_forward; echo 0 > icmp_ratelimit';
      if (prohibitedPort) run('ip', 'netns', 'exec', s.netns, 'sh', '-c', settings);
      // The local table is looked at first unless it is moved behind our rule.
      run('ip', 'netns', 'exec', s.netns, 'ip', 'rule', 'add', 'pref', '2', 'lookup', 'local');
      run('ip', 'netns', 'exec', s.netns, 'ip', 'rule', 'del', 'pref', '0');
    }
  }

  /** Starts a program inside one side; it dies with the laboratory. */
  start(side, stdio, ...command) {
    const child = spawn('ip', ['netns', 'exec', side.netns, ...command], { stdio });
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    return child;
  }

  close() {
    for (const child of this.#children) child.kill('SIGKILL');
    for (const { netns } of [this.clientSide, this.serverSide]) {
      try {
        run('ip', 'netns', 'del', netns);
      } catch {
        // Never made, or gone already: either way there is nothing left to clean.
      }
    }
  }
}
