/**
 * The library as another program sees it: what is exported, and that the example in its documentation runs.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as library from '../../src/index.js';

const ROOT = new URL('../../', import.meta.url);

test('exports what is documented and nothing else', () => {
  expect(Object.keys(library).sort()).toEqual([
    'CaptureError',
    'Diagnostician',
    'ExchangeFacts',
    'FlowFacts',
    'RULES',
    'SEVERITIES',
    'Survey',
    'TimeBase',
    'diagnose',
    'flowLines',
    'flowRecords',
    'flowTable',
    'jsonReport',
    'markdownReport',
    'openCapture',
    'orderByFirstFrame',
    'packageVersion',
    'readCaptures',
    'textReport',
  ]);
});

test('the example in its documentation runs', async () => {
  const source = readFileSync(new URL('src/index.ts', ROOT), 'utf8');
  await expectFindings(exampleOf(source.replace(/^ \* ?/gm, '')));
});

test('the example for frames and flows one by one runs', async () => {
  const source = readFileSync(new URL('src/index.ts', ROOT), 'utf8').replace(/^ \* ?/gm, '');
  const printed = (await runExample(exampleOf(source.split('@example').at(-1) ?? ''))).split('\n');
  expect(printed).toHaveLength(23);
  expect(printed[0]).toBe(
    '0 198.51.100.10:37285 2026-11-21T09:22:59.485386000Z health-check-reset fin-answered-by-reset',
  );
});

test('the example in the README runs', async () => {
  await expectFindings(exampleOf(readFileSync(new URL('README.md', ROOT), 'utf8')));
});

async function expectFindings(example: string): Promise<void> {
  const printed = await runExample(example);
  expect(printed).toContain('health-check-reset 192.0.2.80 10');
  expect(printed).toContain('TCP health check answered by RST');
}

/** The first block of code that imports the package. */
function exampleOf(text: string): string {
  const code = /```(?:js|ts)\n((?:(?!```)[\s\S])*from 'tcpdx';[\s\S]*?)```/.exec(text)?.[1];
  if (code === undefined) throw new Error('Expected an example that imports the package');
  return code;
}

/** Runs an example (JavaScript without types) on the source of the library; returns what it printed. */
async function runExample(example: string): Promise<string> {
  const imported = /^import \{([^}]+)\} from 'tcpdx';$/m;
  const names = imported.exec(example)?.[1]?.trim() ?? '';
  const lines: string[] = [];
  const stand = { log: (...values: unknown[]) => lines.push(values.join(' ')) };
  const body = `const { ${names} } = library; return (async () => {${example.replace(imported, '')}})();`;
  await new Function('library', 'console', body)(library, stand);
  return lines.join('\n');
}
