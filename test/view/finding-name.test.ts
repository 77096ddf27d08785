import { expect, test } from 'vitest';
import { RULES } from '../../src/rules/index.js';
import { findingName } from '../../src/view/finding-name.js';

test.each(RULES.map(({ id }) => id))('the name of %s fits into a column', (rule) => {
  const name = findingName({ rule });
  expect(name).not.toBe(rule);
  expect(name.length).toBeLessThanOrEqual(24);
});
