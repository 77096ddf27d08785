/** A real terminal with a shell in it, by tmux: what is on its screen, and the state it is in. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether there is tmux. */
export function hasTmux(): boolean {
  try {
    execFileSync('tmux', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** One terminal of its own server, so that nobody's settings count. */
export class TmuxTerminal {
  private isClosed = false;
  private readonly socket = join(mkdtempSync(join(tmpdir(), 'tcpdx-tmux-')), 'socket');

  constructor(columns: number, rows: number, environment: Readonly<Record<string, string>> = {}) {
    const variables = { LC_ALL: 'C.UTF-8', ...environment };
    const settings = Object.entries(variables).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    const size = ['-x', String(columns), '-y', String(rows)];
    this.tmux('-f', '/dev/null', 'new-session', '-d', ...size, ...settings, 'bash --norc --noprofile');
  }

  /** Types text, then Enter. */
  run(command: string): void {
    this.tmux('send-keys', '-l', command);
    this.tmux('send-keys', 'Enter');
  }

  /** Types text. */
  type(text: string): void {
    this.tmux('send-keys', '-l', text.replace(/;$/, '\\;'));
  }

  /** Presses keys by tmux's names. */
  press(...keys: readonly string[]): void {
    this.tmux('send-keys', ...keys);
  }

  resize(columns: number, rows: number): void {
    this.tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** What is on the screen, with attributes or what was scrolled away where wanted. */
  screen({ attributes = false, history = false } = {}): string {
    return this.tmux('capture-pane', '-p', ...(attributes ? ['-e'] : []), ...(history ? ['-S', '-'] : []));
  }

  /** A value that tmux knows of the terminal, such as `cursor_flag`. */
  flag(name: string): string {
    return this.tmux('display-message', '-p', `#{${name}}`).trim();
  }

  /** The program that the shell runs. */
  get processId(): number {
    return Number(execFileSync('pgrep', ['-P', this.flag('pane_pid')], { encoding: 'utf8' }).trim());
  }

  /** Waits until the screen shows something; returns the screen. */
  async until(pattern: RegExp, timeoutMs = 20_000): Promise<string> {
    const endMs = Date.now() + timeoutMs;
    for (;;) {
      const screen = this.screen();
      if (pattern.test(screen)) return screen;
      if (Date.now() > endMs) throw new Error(`Waited for ${pattern}, but the screen shows:\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Waits for the shell, and asks it for the exit code and the state of the line. */
  async afterwards(): Promise<{ readonly exitCode: number; readonly line: string }> {
    this.run('code=$?; clear; stty -a; echo "code=$code="');
    const screen = await this.until(/code=\d+=/);
    return { exitCode: Number(/code=(\d+)=/.exec(screen)?.[1]), line: screen };
  }

  /** Closes the terminal under whatever runs in it. May be called twice. */
  close(): void {
    if (!this.isClosed) this.tmux('kill-server');
    this.isClosed = true;
  }

  private tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-S', this.socket, ...args], { encoding: 'utf8' });
  }
}
