import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { windowText } from '../view/capture-text.js';
import { findingTitle } from '../view/finding-text.js';
import { count, counted } from '../view/number.js';
import { join, ownText, type SafeText, say } from '../view/safe-text.js';
import { severitySign, severityWord } from '../view/severity.js';
import { teardownCounts } from '../view/teardown-text.js';
import { type Block, facts, heading, table } from './document.js';
import { flowsOf, foldFindings, serversOf } from './finding-folds.js';

/** Findings in the table: a scan can give thousands. */
const MOST_ROWS = 200;

/** What was captured, in numbers, and the findings at a glance. */
export function summarySection(diagnosis: Diagnosis): Block[] {
  const { capture, totals } = diagnosis;
  return [
    heading(2, ownText('Summary')),
    ...facts([
      [ownText('Window'), windowText(diagnosis.capture)],
      [
        ownText('Captured'),
        say`${counted(capture.frames, 'frame')} in ${counted(capture.files.length, 'file')}; ${ownText(diagnosis.filter === null ? '' : 'matching the filter ')}${counted(totals.flows, 'flow')}, ${counted(totals.segments, 'TCP segment')}, ${counted(totals.payloadBytes, 'octet')} of payload`,
      ],
      [ownText('HTTP'), httpText(diagnosis)],
      ...(totals.flows === 0 ? [] : [[ownText('Ended as'), endedText(diagnosis)] as const]),
    ]),
    ...findingTable(diagnosis),
  ];
}

function httpText({ totals }: Diagnosis): SafeText {
  if (totals.requests + totals.responses === 0) return ownText('none recognised');
  const statuses = Object.entries(totals.status)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([status, times]) => say`${ownText(status)} x ${count(times)}`);
  const split = statuses.length === 0 ? ownText('') : say` (${join(statuses, ', ')})`;
  return say`${counted(totals.requests, 'request')}, ${counted(totals.responses, 'response')}${split}`;
}

/** Every connection, whether a rule found something in it or not. */
function endedText({ totals, filter }: Diagnosis): SafeText {
  const left = filter?.evictedFlows ?? 0;
  const rest = left === 0 ? ownText('') : say`; without ${counted(left, 'flow')} that did not fit in memory`;
  return say`${teardownCounts(totals.teardowns)}${rest}`;
}

function findingTable({ findings }: Diagnosis): Block[] {
  const rows = foldFindings(findings)
    .slice(0, MOST_ROWS)
    .map((fold) => [
      say`${severitySign(fold.findings[0].severity)} ${severityWord(fold.findings[0].severity)}`,
      findingTitle(fold.findings[0]),
      serversOf(fold) ?? ownText('-'),
      count(flowsOf(fold)),
    ]);
  return table([ownText('Severity'), ownText('Finding'), ownText('Server'), ownText('Flows')], rows);
}
