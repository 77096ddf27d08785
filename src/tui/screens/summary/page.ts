/** The summary as a page: what is wrong first, then the findings, then who took part, then how good the capture is. */
import type { CaptureFacts, Diagnosis, Endpoint, Finding } from '../../../diagnosis/diagnosis.js';
import { windowText } from '../../../view/capture-text.js';
import { earlyEndSentence } from '../../../view/early-end-text.js';
import { nothingFound, nothingFoundMeaning } from '../../../view/nothing-found-text.js';
import { counted } from '../../../view/number.js';
import { join, ownText, type SafeText, say } from '../../../view/safe-text.js';
import { durationText, isoTime } from '../../../view/time.js';
import { spans } from '../../cells.js';
import { coverageRows } from '../../coverage-rows.js';
import { glyphsOf } from '../../glyphs.js';
import type { Size } from '../../look.js';
import { notReadyRows } from '../../not-ready.js';
import type { Page, PageItem } from '../../page.js';
import { heading, prose } from '../../prose.js';
import type { CaptureState, Shared } from '../../shared.js';
import type { Line } from '../../span.js';
import { clientRows } from './client-rows.js';
import { findingGroups } from './finding-groups.js';
import { findingRows } from './finding-rows.js';
import { type Overview, overviewOf } from './overview.js';
import { qualityRows } from './quality-rows.js';
import { serviceHead, serviceNotes, serviceRow } from './service-rows.js';

/** What can be opened from the summary. */
export type Target =
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'service'; readonly endpoint: Endpoint };

const MOST_GROUPS = 12;
const MOST_SERVICES = 8;

type Ready = Extract<CaptureState, { kind: 'ready' }>;

/** The page, told as fully as the screen has room for; the cell of the cursor is not counted. */
export function summaryPage(shared: Shared, { columns, rows }: Size): Page<Target> {
  const { capture } = shared;
  const width = columns - 1;
  if (capture.kind !== 'ready') return { lines: notReadyRows(shared, width) ?? [], items: [] };
  const overview = overviewOf(capture.survey, capture.diagnosis, shared);
  for (const inFull of [3, 1]) {
    const page = pageOf(capture, overview, shared, width, inFull);
    if (page.endOfServices <= rows) return page;
  }
  return pageOf(capture, overview, shared, width, 0);
}

/** @param inFull findings that are told in full; 0 also leaves out where their evidence is */
function pageOf(
  capture: Ready,
  overview: Overview,
  shared: Shared,
  width: number,
  inFull: number,
): PageBuilder {
  const { diagnosis } = capture;
  const page = new PageBuilder();
  page.add(frontRows(capture, shared, width));
  // Ranked causes will stand here, above the findings that they explain.
  addFindings(page, diagnosis, shared, width, inFull);
  addServices(page, diagnosis, overview, shared, width);
  page.endOfServices = page.lines.length;
  page.add(clientRows(diagnosis, overview, width));
  page.add(coverageRows(diagnosis, diagnosis.findings.length === 0 ? 'all' : 'gaps', width, shared.secrets));
  page.add(qualityRows(diagnosis, overview, width, shared.look));
  return page;
}

class PageBuilder implements Page<Target> {
  readonly lines: Line[] = [];
  readonly items: PageItem<Target>[] = [];
  /** Rows up to here answer the first questions: what is wrong, and where. */
  endOfServices = 0;

  add(lines: readonly Line[], target?: Target): void {
    const first = this.lines.length;
    this.lines.push(...lines);
    if (target !== undefined) this.items.push({ first, end: this.lines.length, target });
  }
}

/** What has to be known before anything else: damage, an early stop, and what was captured. */
function frontRows({ diagnosis, wasStopped }: Ready, { look, mutedRules }: Shared, width: number): Line[] {
  const { capture, findings, totals } = diagnosis;
  const warn = (text: SafeText) =>
    prose(text, { width, tone: 'warning', lead: spans(['warning', `${glyphsOf(look).warning} `]) });
  const damaged = capture.files.flatMap(({ endedEarly, frames }) =>
    endedEarly === null
      ? []
      : [say`${earlyEndSentence(endedEarly)} What follows covers the ${counted(frames, 'frame')} before it.`],
  );
  const muted = findings.filter(({ rule }) => mutedRules.has(rule)).length;
  const amounts = [counted(capture.frames, 'frame'), counted(totals.flows, 'flow'), shortWindow(capture)];
  return [
    ...damaged.flatMap(warn),
    ...(wasStopped ? warn(ownText('Reading was stopped: this is of what was read by then.')) : []),
    ...(muted === 0 ? [] : warn(say`${counted(muted, 'finding')} muted: see 2, x brings them back.`)),
    ...prose(join(amounts, glyphsOf(look).between), { width, tone: 'dim' }),
  ];
}

/** `2026-11-21 09:22:59 to 09:23:04 UTC (4.62 s)`; in full when it ends on another day. */
function shortWindow(capture: CaptureFacts): SafeText {
  const { epochSeconds, firstTimeNs, lastTimeNs } = capture;
  const first = isoTime(epochSeconds, firstTimeNs);
  const last = isoTime(epochSeconds, lastTimeNs);
  const isOneDay = first !== null && last !== null && first.slice(0, 10) === last.slice(0, 10);
  if (!isOneDay || firstTimeNs === null || lastTimeNs === null) return windowText(capture);
  const [day, from, to] = [first.slice(0, 10), first.slice(11, 19), last.slice(11, 19)].map(ownText);
  return say`${day as SafeText} ${from as SafeText} to ${to as SafeText} UTC (${durationText(lastTimeNs - firstTimeNs)})`;
}

function addFindings(
  page: PageBuilder,
  diagnosis: Diagnosis,
  shared: Shared,
  width: number,
  inFull: number,
): void {
  const { findings } = diagnosis;
  if (findings.length === 0) {
    page.add([
      ...heading(ownText('DIAGNOSIS')),
      ...prose(nothingFound(diagnosis), { width, tone: 'strong' }),
    ]);
    const meaning =
      diagnosis.totals.flows > 0
        ? nothingFoundMeaning(diagnosis)
        : ownText('Capture where the traffic between balancer and server passes.');
    page.add(prose(meaning, { width }));
    return;
  }
  const groups = findingGroups(findings, shared.mutedRules);
  page.add(heading(ownText('FINDINGS')));
  for (const [place, group] of groups.slice(0, MOST_GROUPS).entries()) {
    const detail = place < inFull ? 'full' : inFull === 0 ? 'short' : 'evidence';
    const [finding] = group.findings;
    page.add(findingRows(group, detail, shared, width), { kind: 'finding', finding });
  }
  const unshown = groups.length - MOST_GROUPS;
  if (unshown > 0)
    page.add(
      prose(say`${counted(unshown, 'more kind of findings', 'more kinds of findings')}: see 2.`, {
        width,
        tone: 'dim',
      }),
    );
  if (groups.length === 0) page.add(prose(ownText('All findings are muted.'), { width }));
}

function addServices(
  page: PageBuilder,
  diagnosis: Diagnosis,
  overview: Overview,
  { look, mutedRules }: Shared,
  width: number,
): void {
  const shown = overview.services.slice(0, MOST_SERVICES);
  if (shown.length === 0) return;
  page.add(heading(ownText('SERVERS')));
  page.add([serviceHead(overview, diagnosis, width, look)]);
  for (const service of shown) {
    const row = serviceRow(service, diagnosis, overview, { width, look, muted: mutedRules });
    page.add([row], { kind: 'service', endpoint: service.endpoint });
  }
  page.add(serviceNotes(overview, shown.length, width));
}
