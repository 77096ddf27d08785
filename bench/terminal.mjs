/**
 * A program on a terminal of its own: `script` of util-linux makes the terminal, xterm.js keeps its screen. Times are those at
 * which octets of the program arrived, so they hold what the terminal in between costs.
 */
import { spawn } from 'node:child_process';
import xterm from '@xterm/headless';
import { CannotRun } from './cannot-run.mjs';

const PATIENCE_MS = 120_000;

const quoted = (word) => `'${word.replaceAll("'", "'\\''")}'`;

/** One program, from its start to its end. */
export class Terminal {
  /** When it was started, by `performance.now()`. */
  startedMs = performance.now();
  #child;
  #screen;
  #waiting = null;

  /** @param {string[]} command @param {{ columns: number, rows: number, env?: Record<string, string> }} options */
  constructor(command, { columns, rows, env = {} }) {
    const line = `stty rows ${rows} cols ${columns}; exec ${command.map(quoted).join(' ')}`;
    this.#screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
    this.#child = spawn('script', ['-qfec', line, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', ...env },
    });
    // Some programs ask the terminal what it is.
    this.#screen.onData((answer) => this.#child.stdin.write(answer));
    this.#child.stdout.on('data', (octets) => {
      const arrivedMs = performance.now();
      this.#screen.write(octets, () => this.#look(arrivedMs));
    });
    this.#child.on('error', () => this.#waiting?.reject(new CannotRun('script (util-linux) is needed')));
    this.#child.on('close', () => this.#waiting?.reject(new CannotRun(`${command[0]} ended:\n${this.text}`)));
  }

  /** What is on the screen. */
  get text() {
    const { active } = this.#screen.buffer;
    return Array.from({ length: this.#screen.rows }, (_, row) =>
      active.getLine(active.baseY + row)?.translateToString(true),
    ).join('\n');
  }

  /** Types keys, as octets. Returns when. */
  type(keys) {
    const typedMs = performance.now();
    this.#child.stdin.write(keys);
    return typedMs;
  }

  /** Waits until the screen shows something. Returns when that arrived. */
  async until(pattern) {
    if (pattern.test(this.text)) return performance.now();
    const { promise, timer } = this.#wait(pattern);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting = null;
    }
  }

  /** The largest memory that the program had so far, in octets. */
  async processes() {
    const { readdirSync, readFileSync } = await import('node:fs');
    const parentOf = (id) =>
      Number(/^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${id}/stat`, 'utf8'))?.[1]);
    const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const children = ids.filter((id) => {
      try {
        return parentOf(id) === this.#child.pid;
      } catch {
        return false;
      }
    });
    return children.map((id) => readFileSync(`/proc/${id}/status`, 'utf8'));
  }

  end() {
    this.#child.kill('SIGKILL');
    this.#child.stdin.destroy();
  }

  #wait(pattern) {
    let timer;
    const promise = new Promise((resolve, reject) => {
      this.#waiting = { pattern, resolve, reject };
      timer = setTimeout(
        () => reject(new CannotRun(`Waited for ${pattern}, but the screen shows:\n${this.text}`)),
        PATIENCE_MS,
      );
    });
    return { promise, timer };
  }

  #look(arrivedMs) {
    if (this.#waiting?.pattern.test(this.text)) this.#waiting.resolve(arrivedMs);
  }
}
