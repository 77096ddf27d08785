/**
 * Every rule has its page in docs/rules/ and a capture that shows it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../src/rules/index.js';

const ROOT = new URL('../../', import.meta.url);
const CAPTURES = new URL('captures/', ROOT);

interface Described {
  readonly find: readonly { rule: string }[];
}

const descriptions = readdirSync(CAPTURES)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, CAPTURES), 'utf8')) as Described);

const shown = new Set(descriptions.flatMap(({ find }) => find.map(({ rule }) => rule)));

describe.each(RULES.map(({ id }) => id))('%s', (id) => {
  test('has a page', () => expect(existsSync(new URL(`docs/rules/${id}.md`, ROOT))).toBe(true));
  test('has a capture that shows it', () => expect(shown).toContain(id));
});

test('there are captures in which nothing may be found', () => {
  expect(descriptions.filter(({ find }) => find.length === 0).length).toBeGreaterThanOrEqual(RULES.length);
});
