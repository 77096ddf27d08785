/** Characters that no output may have: what a terminal obeys and what a reader's eye does not see. */
import { expect } from 'vitest';

/** The line feed is ours. */
const UNSAFE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Expects an output to have none of them. */
export function expectSafe(output: string): void {
  // `expect` for every output of every run would take most of the time.
  if (UNSAFE.test(output)) expect(output).not.toMatch(UNSAFE);
  if (LONE_SURROGATE.test(output)) expect(output).not.toMatch(LONE_SURROGATE);
}
