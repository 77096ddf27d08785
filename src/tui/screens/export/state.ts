import type { ExportRequest } from '../../effect.js';
import type { ExportContent } from '../../export-content.js';
import type { EditedLine } from '../../line-editor.js';
import type { Message } from '../../shared.js';
import type { Scope } from './scopes.js';

/** Where the cursor is. */
export type Field = 'what' | 'as' | 'to' | 'replace';

/** State of the export dialog. */
export interface ExportState {
  readonly field: Field;
  readonly scope: Scope;
  readonly content: ExportContent;
  /** What can be written at all. */
  readonly contents: readonly ExportContent[];
  readonly path: EditedLine;
  /** The flow on the screen below; null for none. */
  readonly flow: number | null;
  /** What is being written; null while nothing is. */
  readonly asked: ExportRequest | null;
  /** Why nothing was written, until something is changed. */
  readonly refusal: Message | null;
  /** The user wants the file that is there to be replaced. */
  readonly isReplacing: boolean;
}

/** The fields that are there: `replace` only once a file was found to be in the way. */
export function fieldsOf({ refusal }: ExportState): readonly Field[] {
  return refusal?.canReplace === true ? ['what', 'as', 'to', 'replace'] : ['what', 'as', 'to'];
}
