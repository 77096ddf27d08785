import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configPath, parseConfig, readConfig } from '../../src/cli/config.js';
import { ConfigRefused } from '../../src/cli/config-refused.js';
import { COMMANDS } from '../../src/tui/command.js';
import { isKeyName } from '../../src/tui/key-name.js';

function errorsOf(text: string): readonly string[] {
  try {
    parseConfig(text, 'config.json');
  } catch (error) {
    if (error instanceof ConfigRefused) return error.lines;
    throw error;
  }
  return [];
}

test('an empty file changes nothing', () => {
  expect(parseConfig('{}', 'config.json')).toEqual({
    keys: new Map(),
    colours: 'auto',
    ascii: false,
    mouse: false,
  });
});

test('takes every setting', () => {
  const text =
    '{"keys": {"mark": "x", "preview": [], "down": ["j", "ctrl-n"]}, "colours": "never", "ascii": true, "mouse": true}';
  expect(parseConfig(text, 'config.json')).toEqual({
    keys: new Map([
      ['mark', ['x']],
      ['preview', []],
      ['down', ['j', 'ctrl-n']],
    ]),
    colours: 'never',
    ascii: true,
    mouse: true,
  });
});

test.each([
  ['{', [/^config\.json is not JSON: /]],
  ['[]', [/settings is \[\]; it has to be an object/]],
  ['{"color": "never"}', [/there is no setting "color"; there are keys, colours, ascii, mouse/]],
  ['{"colours": "blue"}', [/colours is "blue"; it can be "auto", "always", "never"/]],
  ['{"ascii": "yes"}', [/ascii is "yes"; it can be true, false/]],
  ['{"keys": {"marc": "x"}}', [/there is no command "marc"; did you mean "mark"\?/]],
  ['{"keys": {"mark": "ctrl-enter-x"}}', [/mark: "ctrl-enter-x" is no name of a key/]],
  ['{"keys": {"mark": 7}}', [/mark: 7 is no name of a key/]],
  ['{"keys": {"evidence": "j"}}', [/"j" stands for both down and evidence \(in lists\)/]],
  ['{"keys": {"apply-line": "x"}}', [/those of apply-line cannot be changed/]],
  ['{"keys": {"quit": []}}', [/quit needs a key/]],
  ['{"keys": {"marc": "x", "quit": []}, "mouse": 1}', [/marc/, /quit/, /mouse/]],
  ['{"__proto__": {"x": 1}}', [/no setting "__proto__"/]],
  ['{"\\u001b[31m": 1}', [/no setting "\\u001b\[31m"/]],
])('refuses %s', (text, errors) => {
  const found = errorsOf(text);
  expect(found).toHaveLength(errors.length);
  for (const [index, error] of errors.entries()) expect(found[index]).toMatch(error);
});

test('the same key may mean another thing on a screen of its own', () => {
  expect(errorsOf('{"keys": {"remedy": "j"}}')).toEqual([]);
});

test('every command has keys that terminals send, and no two of a layer share one', () => {
  for (const { keys } of COMMANDS) for (const key of keys) expect(isKeyName(key)).toBe(true);
  expect(errorsOf('{}')).toEqual([]);
});

test.each([
  ['j', true],
  ['é', true],
  ['ctrl-alt-shift-right', true],
  ['f12', true],
  ['alt-x', true],
  ['ctrl-a', true],
  ['', false],
  ['jj', false],
  ['f13', false],
  ['shift-j', false],
  ['ctrl-1', false],
  ['alt-ctrl-a', false],
  [' ', false],
  ['\u200b', false],
])('%j is a name of a key: %s', (name, isName) => {
  expect(isKeyName(name)).toBe(isName);
});

describe('is looked for', () => {
  test.each([
    [{ XDG_CONFIG_HOME: '/x', HOME: '/home/u' }, 'linux', '/x/tcpdx/config.json'],
    [{ XDG_CONFIG_HOME: 'relative', HOME: '/home/u' }, 'linux', '/home/u/.config/tcpdx/config.json'],
    [{ HOME: '/home/u' }, 'darwin', '/home/u/.config/tcpdx/config.json'],
    [{}, 'linux', null],
    [{ HOME: '/home/u' }, 'win32', null],
  ])('%j on %s: %s', (environment, platform, path) => {
    expect(configPath(environment, platform)).toBe(path === null ? null : join(path));
  });

  test('in its file, which need not be there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tcpdx-config-'));
    const environment = process.platform === 'win32' ? { APPDATA: folder } : { XDG_CONFIG_HOME: folder };
    expect((await readConfig(environment, process.platform)).ascii).toBe(false);
    await mkdir(join(folder, 'tcpdx'));
    await writeFile(join(folder, 'tcpdx', 'config.json'), '\ufeff{"ascii": true}');
    expect((await readConfig(environment, process.platform)).ascii).toBe(true);
    await writeFile(join(folder, 'tcpdx', 'config.json'), 'ascii: true');
    await expect(readConfig(environment, process.platform)).rejects.toThrow(/is not JSON/);
  });
});

test('the settings that README.md shows are right', () => {
  const shown = /^```json\n(\{\n {2}"keys"[\s\S]*?)^```/m.exec(readFileSync('README.md', 'utf8'))?.[1];
  expect(errorsOf(shown ?? '')).toEqual([]);
});
