/**
 * Tests of texts. A text out of a packet is a string whose characters stand for octets; what is typed is UTF-8.
 */
import type { SurveyRows } from '../survey/survey-rows.js';
import { faultAt } from './fault.js';
import { parsePattern } from './pattern/parse-pattern.js';
import { Pattern } from './pattern/pattern.js';
import type { Scalar } from './tree.js';

/** Whether a text passes. */
export type TextTest = (text: string) => boolean;

/** What a text may be asked: equal, case-insensitive part, part, pattern. */
export type TextOperator = 'in' | '~' | 'contains' | 'matches';

/**
 * The test for an operator and what was typed. Throws `FaultFound` for a pattern that is none.
 * @param isCaseKept the case matters even for `~`
 */
export function textTest(
  operator: TextOperator,
  values: readonly Scalar[],
  field: string,
  isCaseKept = false,
): TextTest {
  if (operator === 'in') {
    const wanted = new Set(values.map(({ text }) => octetText(text)));
    return (text) => wanted.has(text);
  }
  const tests = values.map((value) => partTest(operator, value, field, isCaseKept));
  return (text) => tests.some((test) => test(text));
}

function partTest(
  operator: Exclude<TextOperator, 'in'>,
  value: Scalar,
  field: string,
  isCaseKept: boolean,
): TextTest {
  if (operator === 'matches') return patternTest(value, field);
  const part = octetText(value.text);
  if (operator === 'contains' || isCaseKept) return (text) => text.includes(part);
  return containsAnyCase(value.text);
}

/** Whether a text contains another, whatever the case of ASCII letters. */
export function containsAnyCase(typed: string): TextTest {
  const part = lowerAscii(octetText(typed));
  return (text) => lowerAscii(text).includes(part);
}

function patternTest({ text, start, end, isQuoted }: Scalar, field: string): TextTest {
  const program = parsePattern(text);
  if ('problem' in program) {
    const at = Math.min(start + (isQuoted ? 1 : 0) + program.at, end - 1);
    throw faultAt('bad-pattern', { start: at, end: at + 1 }, { given: text, field, detail: program.problem });
  }
  const pattern = new Pattern(program);
  return (subject) => pattern.isFoundIn(subject);
}

/** The octets of a text in UTF-8, as characters of the same numbers. */
function octetText(text: string): string {
  // Most of what is typed is ASCII.
  return /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** Only ASCII letters: the others are octets of UTF-8, which have no case. */
function lowerAscii(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

const UNKNOWN = 0;
const NO = 1;
const YES = 2;

/** The same for texts of the pool, by their ids; of those that come again each is looked at once. */
export function pooledTest(test: TextTest, { texts }: SurveyRows): (id: number) => boolean {
  let verdicts = new Uint8Array(1024);
  return (id) => {
    if (id < 0) return test(texts.latin1(id) ?? '');
    if (id >= verdicts.length) verdicts = enlarged(verdicts, id);
    if (verdicts[id] === UNKNOWN) verdicts[id] = test(texts.latin1(id) ?? '') ? YES : NO;
    return verdicts[id] === YES;
  };
}

function enlarged(verdicts: Uint8Array<ArrayBuffer>, id: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(verdicts.length * 2, id + 1));
  larger.set(verdicts);
  return larger;
}
