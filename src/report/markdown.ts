/**
 * A report as Markdown (CommonMark with the tables of GitHub): the same blocks as the text report. Text from packets
 * cannot become markup: see `markdown-escape.ts`.
 */
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import type { SafeText } from '../view/safe-text.js';
import type { ReportContext } from './context.js';
import type { Block, Citations, Code, Table } from './document.js';
import { markdownCell, markdownText, markdownWithin } from './markdown-escape.js';
import { reportBlocks } from './report-blocks.js';

/** The report as Markdown with line feeds, the last one included. */
export function markdownReport(diagnosis: Diagnosis, context: ReportContext): string {
  const parts = reportBlocks(diagnosis, context).map((block) => blockLines(block).join('\n'));
  return `${parts.join('\n\n')}\n`;
}

function blockLines(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return [`${'#'.repeat(block.level)} ${markdownWithin(block.text)}`];
    case 'paragraph':
      return [markdownText(block.text)];
    case 'facts':
      return block.rows.map(([label, value]) => `- **${markdownWithin(label)}**: ${markdownWithin(value)}`);
    case 'list':
      return block.items.map((item) => `- ${markdownText(item)}`);
    case 'steps':
      return block.items.map((item, index) => `${index + 1}. ${markdownText(item)}`);
    case 'table':
      return tableLines(block);
    case 'code':
      return codeLines(block);
    case 'citations':
      return citationLines(block);
  }
}

function tableLines({ columns, rows }: Table): string[] {
  const line = (cells: readonly SafeText[]) => `| ${cells.map(markdownCell).join(' | ')} |`;
  return [line(columns), `|${' --- |'.repeat(columns.length)}`, ...rows.map(line)];
}

function codeLines({ lines }: Code): string[] {
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run + 1)));
  return [fence, ...lines, fence];
}

/** Addresses of documents are our own knowledge, so they may be links. */
function citationLines({ items }: Citations): string[] {
  return items.map(({ title, url }) => `- ${markdownText(title)}${url === null ? '' : `: <${url}>`}`);
}
