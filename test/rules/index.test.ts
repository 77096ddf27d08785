/**
 * Every rule is in the list, says what a reader needs, and has its tests.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../src/rules/index.js';
import { SOURCES } from '../../src/rules/knowledge/sources.js';
import { SEVERITIES } from '../../src/rules/rule.js';
import { EVIDENCE_NOTES, VARIANTS } from '../../src/rules/sentence-ids.js';

const FOLDER = new URL('../../src/rules/', import.meta.url);

test('every file that defines a rule is in the list, under its name', () => {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ts'))
    .filter((name) =>
      /= define(Flow|Exchange|Series)Rule\(/.test(readFileSync(new URL(name, FOLDER), 'utf8')),
    );
  expect(files.sort()).toEqual(RULES.map(({ id }) => `${id}.ts`).sort());
});

test('every source is cited', () => {
  const texts = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));
  const cited = new Set(texts.flatMap((text) => text.match(/(?<=\bSOURCES\.)\w+/g) ?? []));
  expect([...cited].sort()).toEqual(Object.keys(SOURCES).sort());
});

test('the sentence ids are those of the rules', () => {
  const variants = Object.fromEntries(RULES.map(({ id, matches }) => [id, Object.keys(matches)]));
  expect(variants).toEqual(VARIANTS);
  expect(RULES.map(({ evidence }) => evidence.note).sort()).toEqual([...EVIDENCE_NOTES].sort());
});

describe.each(RULES.map((rule) => ({ id: rule.id, rule })))('$id', ({ id, rule }) => {
  test('has a test with cases that fire and cases that do not', () => {
    const file = new URL(`${id}.test.ts`, import.meta.url);
    expect(existsSync(file)).toBe(true);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/null\]/);
  });

  test('fills in every text', () => {
    expect(rule.title.length).toBeGreaterThan(10);
    expect(rule.explains.length).toBeGreaterThan(80);
    for (const list of [rule.alsoLooksLike, rule.toConfirm, rule.remedies, rule.sources]) {
      expect(list.length).toBeGreaterThan(0);
    }
    for (const text of [rule.explains, ...rule.alsoLooksLike, ...rule.toConfirm]) {
      expect(text).toMatch(/^[A-Z0-9].*[.?)]$/s);
    }
    for (const remedy of rule.remedies) {
      expect(remedy.title).not.toBe('');
      expect(remedy.steps.length).toBeGreaterThan(0);
      expect(remedy.source.title).not.toBe('');
    }
  });

  test('has matches whose variant is their key, the usual one first', () => {
    for (const [variant, match] of Object.entries(rule.matches)) {
      expect(match.variant).toBe(variant);
      expect(match.confidence).toBeGreaterThan(0);
      expect(match.confidence).toBeLessThanOrEqual(1);
      expect(SEVERITIES).toContain(match.severity);
    }
    expect(Object.values(rule.matches)[0]?.severity).toBe(rule.severity);
  });
});
