import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inlineTables } from '../../scripts/inline-tables.mjs';

const FOLDER = join(mkdtempSync(join(tmpdir(), 'tcpdx-inline-')), 'src');
mkdirSync(FOLDER);
writeFileSync(
  join(FOLDER, 'table.ts'),
  `const FIRST = 16;
   export const Flag = { A: 1 << 3, B: FIRST, Both: (1 << 3) | FIRST } as const;
   export const Text = { A: 'a' } as const;
   const Hidden = { A: 1 } as const;
   export type Flags = typeof Hidden;`,
);

/** What a file that imports the tables becomes; null where nothing is to be written. */
function written(code: string): string | null {
  const path = join(FOLDER, 'user.ts');
  const whole = `import { Flag, Flag as Mark, Text } from './table.js';\n${code}`;
  writeFileSync(path, whole);
  return inlineTables().transform.handler(whole, path)?.code.split('\n')[1] ?? null;
}

test.each([
  ['a member', 'f(Flag.A);', 'f(8);'],
  ['a member that is named by a constant', 'f(Flag.B | Flag.A);', 'f(16 | 8);'],
  ['a member that is made of others', 'f(Flag.Both);', 'f(24);'],
  ['a member of a table under another name', 'f(Mark.B);', 'f(16);'],
])('%s is written as its number', (_, code, expected) => {
  expect(written(code)).toBe(expected);
});

test.each([
  ['a table of texts', 'f(Text.A);'],
  ['a member that the table does not have', 'f(Flag.toString);'],
  ['the table itself', 'f(Object.keys(Flag));'],
  ['a member named by a value', 'f(Flag[name]);'],
  ['a type', 'let a: typeof Flag.A;'],
  ['a text', "f('Flag.A');"],
  ['a member of something else', 'f(other.Flag.A);'],
])('%s stays as it is', (_, code) => {
  expect(written(code)).toBeNull();
});
