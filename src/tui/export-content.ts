/** What the export dialog can write, as a table: words, and how the files are named. */
import type { ExportRequest } from './effect.js';

/** One kind of content. */
export type ExportContent = ExportRequest['content'];

/** Words on a content. */
export interface ContentWords {
  /** On the dialog's button. */
  readonly label: string;
  /** In `Writes … of 3 flows`. */
  readonly sentence: string;
  /** What the default name ends in. */
  readonly suffix: string;
}

/** Whether `Services.export` can write captures: turn it on together with the writer. */
const CAN_WRITE_CAPTURE: boolean = true;

/** The words by content. */
export const CONTENT_WORDS: Readonly<Record<ExportContent, ContentWords>> = {
  'report-text': { label: 'report, text', sentence: 'the report as text', suffix: '.report.txt' },
  'report-markdown': { label: 'report, Markdown', sentence: 'the report as Markdown', suffix: '.report.md' },
  'report-json': { label: 'report, JSON', sentence: 'the report as JSON', suffix: '.report.json' },
  'flows-json': { label: 'flows, JSON lines', sentence: 'a line of JSON per flow', suffix: '.flows.jsonl' },
  capture: {
    label: 'capture with notes',
    sentence: 'a pcapng capture with evidence and notes as comments',
    suffix: '.annotated.pcapng',
  },
};

/** All contents, in the order of the dialog. */
export const ALL_CONTENTS: readonly ExportContent[] = [
  'report-text',
  'report-markdown',
  'report-json',
  'flows-json',
  'capture',
];

/** The contents that can be written today. */
export const WRITABLE_CONTENTS: readonly ExportContent[] = ALL_CONTENTS.filter(
  (content) => content !== 'capture' || CAN_WRITE_CAPTURE,
);
