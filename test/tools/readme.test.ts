/**
 * The commands of README.md that need a shell or another program: run as they stand, with the build for `tcpdx`.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firstMissing, isPlain, readmeCommands } from '../project/readme-commands.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(ROOT, 'dist/bin/tcpdx.js');

const inShell = readmeCommands().filter((shown) => !isPlain(shown));
const needed = ['bash', 'jq', 'gzip', 'mkfifo'];
const missing = needed.filter((program) => spawnSync(program, ['--version']).status !== 0);
if (missing.length > 0) {
  console.log(`Skipped: the commands of README.md in a shell, for want of ${missing.join(', ')}`);
}

describe.skipIf(missing.length > 0)('README.md in a shell', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tcpdx-readme-'));
    const starter = join(folder, 'tcpdx');
    writeFileSync(starter, `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
    chmodSync(starter, 0o755);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('there are such commands', () => expect(inShell.length).toBeGreaterThan(1));

  test.each(inShell)('$command', ({ command, shown }) => {
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}`, TMPDIR: folder };
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: ROOT, env, encoding: 'utf8' });
    expect(firstMissing(shown, stdout + stderr)).toBeNull();
  });
});
