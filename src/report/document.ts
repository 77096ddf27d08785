/**
 * A report as blocks, before it has a format: what is said is decided once, how it is set is decided by `text.ts` and
 * `markdown.ts`. All text is safe text.
 */
import type { SafeText } from '../view/safe-text.js';

/** A heading; level 1 is the title of the report. */
export interface Heading {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3 | 4;
  readonly text: SafeText;
}

/** Sentences that belong together. */
export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: SafeText;
}

/** Labels and what they stand for. */
export interface Facts {
  readonly kind: 'facts';
  readonly rows: readonly (readonly [label: SafeText, value: SafeText])[];
}

/** A list; `steps` are done in order. */
export interface List {
  readonly kind: 'list' | 'steps';
  readonly items: readonly SafeText[];
}

/** A table; the cells of a row are as many as the columns. */
export interface Table {
  readonly kind: 'table';
  readonly columns: readonly SafeText[];
  readonly rows: readonly (readonly SafeText[])[];
}

/** Text to be copied as it is, such as a display filter. */
export interface Code {
  readonly kind: 'code';
  readonly lines: readonly SafeText[];
}

/** Documents that are cited. */
export interface Citations {
  readonly kind: 'citations';
  readonly items: readonly { readonly title: SafeText; readonly url: SafeText | null }[];
}

/** A part of a report. */
export type Block = Heading | Paragraph | Facts | List | Table | Code | Citations;

/** A heading block. */
export function heading(level: Heading['level'], text: SafeText): Heading {
  return { kind: 'heading', level, text };
}

/** A paragraph block. */
export function paragraph(text: SafeText): Paragraph {
  return { kind: 'paragraph', text };
}

/** A list block, or nothing for no items. */
export function list(items: readonly SafeText[], kind: List['kind'] = 'list'): List[] {
  return items.length === 0 ? [] : [{ kind, items }];
}

/** A block of labels and values, or nothing. */
export function facts(rows: Facts['rows']): Facts[] {
  return rows.length === 0 ? [] : [{ kind: 'facts', rows }];
}

/** A table block, or nothing without rows. */
export function table(columns: readonly SafeText[], rows: Table['rows']): Table[] {
  return rows.length === 0 ? [] : [{ kind: 'table', columns, rows }];
}
