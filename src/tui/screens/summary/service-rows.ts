/** The services of the capture: flows, failures, findings, and failures over time. */
import type { Diagnosis } from '../../../diagnosis/diagnosis.js';
import { endpointText } from '../../../view/endpoint.js';
import { count, counted, plain } from '../../../view/number.js';
import { join, ownText, type SafeText, say } from '../../../view/safe-text.js';
import { durationText } from '../../../view/time.js';
import { cell, spans } from '../../cells.js';
import { type Glyphs, glyphsOf } from '../../glyphs.js';
import type { Look } from '../../look.js';
import { prose } from '../../prose.js';
import type { Line, Span } from '../../span.js';
import { BINS, findingsAt, type Overview, type ServiceOverview } from './overview.js';

/** Cells of the columns, in front of the findings. */
const SERVER_CELLS = 24;
const COUNT_CELLS = 8;
const FINDINGS_CELLS = 26;

/** From this many cells on there is room for failures over time. */
const WITH_BAR = SERVER_CELLS + 2 * COUNT_CELLS + 8 + BINS + 2;

/** The head of the table. */
export function serviceHead({ mostFailed }: Overview, diagnosis: Diagnosis, width: number, look: Look): Line {
  const cells = [
    cell(ownText('Server'), serverCells(width), look),
    cell(ownText('flows'), COUNT_CELLS, look, 'right'),
    cell(ownText('failed'), COUNT_CELLS, look, 'right'),
    say`  ${cell(ownText('findings'), findingsCells(width), look)}`,
  ];
  const { firstTimeNs, lastTimeNs } = diagnosis.capture;
  const hasBar = width >= WITH_BAR && mostFailed > 0 && firstTimeNs !== null && lastTimeNs !== null;
  const over = hasBar ? say`failures over ${durationText(lastTimeNs - firstTimeNs)}` : ownText('');
  return [{ text: join([...cells, over], ''), tone: 'dim' }];
}

/** The row of a service. */
export function serviceRow(
  service: ServiceOverview,
  { findings }: Diagnosis,
  overview: Overview,
  { width, look, muted }: { width: number; look: Look; muted: ReadonlySet<string> },
): Line {
  const own = findingsAt(findings, service.endpoint).filter(([, { rule }]) => !muted.has(rule));
  const named = own.map(([index, { flowCount }]) => say`#${plain(index + 1)} ${count(flowCount)}`);
  const failed: Span = {
    text: cell(count(service.failed), COUNT_CELLS, look, 'right'),
    tone: service.failed > 0 ? 'error' : 'plain',
  };
  const findingsText = say`  ${cell(join(named, '  '), findingsCells(width), look)}`;
  return [
    { text: cell(endpointText(service.endpoint), serverCells(width), look), tone: 'server' },
    { text: cell(count(service.flows), COUNT_CELLS, look, 'right'), tone: 'plain' },
    failed,
    { text: findingsText, tone: 'plain' },
    ...(width >= WITH_BAR && overview.mostFailed > 0 ? bar(service, overview.mostFailed, look) : []),
  ];
}

/** What the table leaves out, and how its bars are read. */
export function serviceNotes(overview: Overview, shown: number, width: number): Line[] {
  const { serviceCount, flowsOfOthers, mostFailed } = overview;
  const unshown = serviceCount - shown;
  const more = unshown > 0 ? [say`${counted(unshown, 'more server')} not shown: see 3.`] : [];
  const beyond =
    flowsOfOthers > 0
      ? [say`${counted(flowsOfOthers, 'flow')} of further servers are not told apart here.`]
      : [];
  const scale =
    width >= WITH_BAR && mostFailed > 0
      ? [say`A full bar is ${counted(mostFailed, 'failed flow')}; a flow counts where it began.`]
      : [];
  return [...more, ...beyond, ...scale].flatMap((text) => prose(text, { width, tone: 'dim' }));
}

function serverCells(width: number): number {
  return width < WITH_BAR ? Math.max(12, Math.min(SERVER_CELLS, width - 2 * COUNT_CELLS - 8)) : SERVER_CELLS;
}

function findingsCells(width: number): number {
  const rest = width - serverCells(width) - 2 * COUNT_CELLS - 2;
  return width < WITH_BAR ? Math.max(0, rest) : Math.min(FINDINGS_CELLS, rest - BINS - 3);
}

function bar({ failedAt }: ServiceOverview, most: number, look: Look): Span[] {
  const glyphs = glyphsOf(look);
  const cells = Array.from({ length: BINS }, (_, bin) => barCell(failedAt[bin] ?? 0, most, glyphs));
  return spans(['dim', glyphs.vertical], ['error', cells.join('')], ['dim', glyphs.vertical]);
}

/** Whatever is above zero is seen. */
function barCell(failed: number, most: number, { bars }: Glyphs): SafeText {
  if (failed === 0) return ownText(' ');
  return ownText(bars[Math.max(0, Math.ceil((failed / most) * bars.length) - 1)] ?? '#');
}
