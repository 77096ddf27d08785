/**
 * The fields of the filter language: the one table from which parsing, completion, `tcpdx filter` and docs/filter.md come.
 *
 * A flow matches a comparison when any of its values does; `!=`, `not in` and `!~` ask all of them, as in Wireshark 4.
 */
import type { Field } from './field.js';
import { END_FIELDS, FINDING_FIELDS, PLACE_FIELDS, SIZE_FIELDS } from './fields-flow.js';
import { HTTP_FIELDS } from './fields-http.js';
import { HEALTH_FIELDS, TEARDOWN_FIELDS } from './fields-tcp.js';
import { WIRESHARK_FIELDS } from './fields-wireshark.js';

/** All fields, in the order in which they are shown. */
export const FIELDS: readonly Field[] = [
  ...FINDING_FIELDS,
  ...END_FIELDS,
  ...PLACE_FIELDS,
  ...SIZE_FIELDS,
  ...TEARDOWN_FIELDS,
  ...HEALTH_FIELDS,
  ...HTTP_FIELDS,
  ...WIRESHARK_FIELDS,
];

/** Names that belong to the screen, where flows are marked and notes are written. */
export const RESERVED_FIELDS: readonly string[] = ['note', 'marked'];

const BY_NAME: ReadonlyMap<string, Field> = new Map(
  FIELDS.flatMap((field) => [field.name, ...field.aliases].map((name) => [name, field] as const)),
);

/** A field by its name or an alias, in lower case. */
export function fieldOf(name: string): Field | undefined {
  return BY_NAME.get(name);
}

/** Every name by which a field is known. */
export function fieldNames(): string[] {
  return [...BY_NAME.keys()];
}
