/**
 * The build as another program meets it, by the name of the package: what `exports` and `bin` promise.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function run(...args: string[]) {
  return spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
}

test('the example of the README runs against the package', () => {
  const example = /```js\n([\s\S]*?)```/.exec(readFileSync(`${ROOT}README.md`, 'utf8'))?.[1] ?? '';
  const { stdout, stderr } = run('--input-type=module', '--eval', example);
  expect(stderr).toBe('');
  expect(stdout).toContain('health-check-reset 192.0.2.80 10');
});

test.each([
  'tcpdx/schema/report.json',
  'tcpdx/schema/flow.json',
  'tcpdx/schema/show.json',
  'tcpdx/schema/frame.json',
  'tcpdx/package.json',
])('%s is exported', (name) => {
  const code = `import it from '${name}' with { type: 'json' }; console.log(typeof it)`;
  expect(run('--no-warnings', '--input-type=module', '--eval', code).stdout).toBe('object\n');
});

test('nothing else is exported', () => {
  expect(run('--input-type=module', '--eval', "import 'tcpdx/dist/cli/run.js'").stderr).toContain(
    'ERR_PACKAGE_PATH_NOT_EXPORTED',
  );
});

test('the program of the package starts', () => {
  const { bin, version } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
    bin: { tcpdx: string };
    version: string;
  };
  expect(readFileSync(`${ROOT}${bin.tcpdx}`, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(run(bin.tcpdx, '--version').stdout).toBe(`${version}\n`);
});
