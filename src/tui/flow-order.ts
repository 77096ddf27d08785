/** What a list of flows can be sorted by. */
export const SORT_COLUMNS = [
  'severity',
  'flow',
  'start',
  'client',
  'server',
  'segments',
  'payload',
  'duration',
  'ttfb',
  'end',
] as const;

/** One of `SORT_COLUMNS`. */
export type SortColumn = (typeof SORT_COLUMNS)[number];

/** An order of flows; equal ones stay in the order of their numbers. */
export interface SortOrder {
  readonly column: SortColumn;
  readonly isDescending: boolean;
}
