/** Below the list of flows while a capture is taken: probes per service, what was found so far, where the frames are kept. */
import type { Finding } from '../../diagnosis/diagnosis.js';
import type { ProbeOutcome, ProbeStrip } from '../../diagnosis/probe-strips.js';
import { endpointText } from '../../view/endpoint.js';
import { findingName } from '../../view/finding-name.js';
import { liveSourceText } from '../../view/live-text.js';
import { count, counted, plain } from '../../view/number.js';
import { ownText, type SafeText, safeText, say } from '../../view/safe-text.js';
import { cell, cellText, fillRows, fitLine, padLine, spans, widthOf } from '../cells.js';
import { glyphsOf } from '../glyphs.js';
import type { LiveState } from '../live-state.js';
import type { Look, Size } from '../look.js';
import { prose } from '../prose.js';
import { severitySpan } from '../severity-sign.js';
import type { Shared } from '../shared.js';
import type { Line, Span, Tone } from '../span.js';

/** From so many rows of the room on there are so many rows of probes and of findings, the first that fits. */
const FORMS: readonly { readonly rows: number; readonly probes: number; readonly findings: number }[] = [
  { rows: 28, probes: 6, findings: 6 },
  { rows: 18, probes: 3, findings: 3 },
];

const MOST_FAULT_ROWS = 3;

/** Cells of a service and of its counts. */
const WIDEST_SERVICE = 24;
const COUNT_CELLS = 20;

/** Rows that the panel wants in a room; 0 where no capture is being taken, or was. */
export function livePanelRows(shared: Shared, room: Size): number {
  return shared.live === undefined ? 0 : panelLines(shared, room.columns, room.rows).length;
}

/** The panel, in exactly so many rows: those at its end are worth the most. */
export function livePanel(shared: Shared, room: Size, rows: number): Line[] {
  if (rows <= 0) return [];
  const lines = panelLines(shared, room.columns, room.rows);
  return fillRows(lines.slice(-rows), rows);
}

function panelLines(shared: Shared, columns: number, rows: number): Line[] {
  const { live, look } = shared;
  if (live === undefined) return [];
  const form = FORMS.find((one) => rows >= one.rows);
  const findings = toldFindings(shared);
  const lines =
    form === undefined
      ? [live.fault === null ? findingsInOneLine(findings, columns, look) : faultLine(live.fault, look)]
      : [
          ...probeLines(live.probes.slice(0, form.probes), live.probes.length, columns, look),
          ...findingLines(findings, form.findings, shared, columns),
          ...stateLines(live, columns, look),
        ];
  return lines.map((line) => fitLine(line, columns, look));
}

interface Numbered {
  readonly finding: Finding;
  readonly number: number;
}

function toldFindings({ capture, mutedRules }: Shared): Numbered[] {
  const all = capture.kind === 'ready' ? capture.diagnosis.findings : [];
  return all
    .map((finding, index) => ({ finding, number: index + 1 }))
    .filter(({ finding }) => !mutedRules.has(finding.rule));
}

function heading(words: Line, columns: number, look: Look): Line {
  const { horizontal } = glyphsOf(look);
  const lead = spans(['dim', horizontal.repeat(2)], ['plain', ' ']);
  const room = Math.max(0, columns - widthOf(lead) - widthOf(words) - 1);
  return [...lead, ...words, ...spans(['dim', ` ${horizontal.repeat(room)}`])];
}

const OUTCOME_TONES: Readonly<Record<ProbeOutcome, Tone>> = {
  ok: 'good',
  reset: 'error',
  refused: 'error',
  unanswered: 'warning',
};

function probeLines(strips: readonly ProbeStrip[], services: number, columns: number, look: Look): Line[] {
  if (strips.length === 0) return [];
  const signs = glyphsOf(look).probes;
  const legend = (['ok', 'reset', 'refused', 'unanswered'] as const).flatMap((outcome) =>
    spans([OUTCOME_TONES[outcome], `  ${signs[outcome]}`], ['dim', ` ${outcome}`]),
  );
  const more = services > strips.length ? `  ${strips.length} of ${services} services` : '';
  const title = [...spans(['title', 'PROBES']), ...legend, ...spans(['dim', more])];
  const texts = strips.map(({ server }) => cellText(endpointText(server)));
  const width = Math.min(WIDEST_SERVICE, Math.max(...texts.map(({ length }) => length)));
  return [
    heading(title, columns, look),
    ...strips.map((strip, index) => stripLine(strip, texts[index] as SafeText, width, columns, look)),
  ];
}

/** `10.0.0.21:80  ■■■✖✖  2 of 114 bad`, the newest at the right. */
function stripLine(
  { outcomes, probes, bad }: ProbeStrip,
  server: SafeText,
  width: number,
  columns: number,
  look: Look,
): Line {
  const signs = glyphsOf(look).probes;
  const room = Math.max(1, columns - width - COUNT_CELLS - 4);
  const shown = outcomes.slice(-room);
  const cells = groupsOf(shown).map(
    ([outcome, length]): Span => ({
      text: ownText(signs[outcome].repeat(length)),
      tone: OUTCOME_TONES[outcome],
    }),
  );
  const words = bad === 0 ? say`${counted(probes, 'probe')}` : say`${count(bad)} of ${count(probes)} bad`;
  const line: Line = [
    ...spans(['plain', ' ']),
    { text: cell(server, width, look), tone: 'server' },
    ...spans(['plain', '  ']),
    ...cells,
  ];
  return [...line, { text: say`  ${words}`, tone: bad === 0 ? 'dim' : 'error' }];
}

function groupsOf(outcomes: readonly ProbeOutcome[]): [ProbeOutcome, number][] {
  const groups: [ProbeOutcome, number][] = [];
  for (const outcome of outcomes) {
    const last = groups[groups.length - 1];
    if (last?.[0] === outcome) last[1]++;
    else groups.push([outcome, 1]);
  }
  return groups;
}

function findingLines(findings: readonly Numbered[], most: number, shared: Shared, columns: number): Line[] {
  const { look, capture, live } = shared;
  const word = live?.phase === 'ended' ? 'FINDINGS' : 'FINDINGS SO FAR';
  const more = findings.length > most ? `  ${most} of ${findings.length}, all: 2` : '';
  const title = heading(spans(['title', word], ['dim', more]), columns, look);
  if (findings.length === 0) return [title, spans(['dim', '  none'])];
  const lastNs = capture.kind === 'ready' ? capture.survey.lastTimeNs : Number.NaN;
  const nowNs = live?.gauges?.nowNs ?? lastNs;
  return [title, ...findings.slice(0, most).map((one) => findingLine(one, nowNs, columns, look))];
}

/** `#1 ✖ health check reset  10.0.0.21:80  114 flows  last 2 s ago` */
function findingLine({ finding, number }: Numbered, nowNs: number, columns: number, look: Look): Line {
  const { server, flowCount, lastTimeNs } = finding;
  const where = server === null ? ownText('many servers') : cellText(endpointText(server));
  const nameWidth = columns < 60 ? 18 : 26;
  const left: Line = [
    { text: say` #${plain(number)}`.padEnd(5) as SafeText, tone: 'strong' },
    severitySpan(finding.severity, look),
    { text: say` ${cell(findingName(finding), nameWidth, look)} `, tone: 'plain' },
    { text: where, tone: 'server' },
  ];
  const age = Math.max(0, Math.round((nowNs - lastTimeNs) / 1e9));
  const right: Line = [
    { text: counted(flowCount, 'flow'), tone: 'strong' },
    { text: Number.isNaN(age) ? ownText(' ') : say`  last ${ageText(age)} ago `, tone: 'dim' },
  ];
  const room = columns - widthOf(right) - 1;
  return room < widthOf(left) ? left : [...padLine(left, room + 1), ...right];
}

function ageText(seconds: number): SafeText {
  if (seconds < 120) return ownText(`${seconds} s`);
  return ownText(seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`);
}

/** `#1 ✖ 114  #2 ▲ 37`: where there is one line only. */
function findingsInOneLine(findings: readonly Numbered[], columns: number, look: Look): Line {
  if (findings.length === 0) return spans(['dim', ' nothing found so far']);
  const line: Span[] = [];
  for (const { finding, number } of findings) {
    const next: Line = [
      { text: say` #${plain(number)} `, tone: 'strong' },
      severitySpan(finding.severity, look),
      { text: say` ${findingName(finding)} ${count(finding.flowCount)} `, tone: 'plain' },
    ];
    if (line.length > 0 && widthOf(line) + widthOf(next) > columns) break;
    line.push(...next);
  }
  return line;
}

/** What is wrong, what to do about it, and where the frames are kept. */
function stateLines(live: LiveState, columns: number, look: Look): Line[] {
  const { fault, warning } = live;
  const sign = glyphsOf(look);
  const wrong = (tone: 'error' | 'warning', mark: string, text: SafeText) =>
    prose(text, { width: columns - 1, tone, lead: spans([tone, ` ${mark} `]), most: MOST_FAULT_ROWS });
  const rows: Line[] = [];
  if (fault !== null) rows.push(...wrong('error', sign.error, fault));
  else if (warning !== null) rows.push(...wrong('warning', sign.warning, warning));
  if (live.gauges !== null) {
    rows.push([{ text: say` ${cellText(liveSourceText(live.gauges.facts))}`, tone: 'dim' }]);
  }
  return [...rows, keptLine(live, columns, look)];
}

function faultLine(fault: SafeText, look: Look): Line {
  return [...spans(['error', ` ${glyphsOf(look).error} `]), { text: cellText(fault), tone: 'error' }];
}

/** Where the frames are kept. */
function keptLine({ gauges }: LiveState, columns: number, look: Look): Line {
  const sign = glyphsOf(look);
  const recording = gauges?.recording ?? null;
  if (gauges === null) return spans(['dim', ' the capture program is being started']);
  if (recording === null) return spans(['dim', ' nothing is recorded (--no-record)']);
  const { paths, isFailedOnly, deletedFrames } = recording;
  const [path = ''] = paths.slice(-1);
  const others = paths.length > 1 ? say` and ${count(paths.length - 1)} more` : ownText('');
  const gone = deletedFrames === 0 ? ownText('') : say`, ${counted(deletedFrames, 'frame')} left the ring`;
  const kept = isFailedOnly ? ' failed connections are kept in ' : ' kept in ';
  const tail = say`${others}${gone}`;
  const room = Math.max(8, columns - kept.length - tail.length - 1);
  return [
    ...spans(['dim', kept]),
    { text: cutFront(cellText(safeText(path, 1000)), room, sign.ellipsis), tone: 'plain' },
    { text: tail, tone: 'dim' },
  ];
}

/** Of a path the end is worth more than the beginning. */
function cutFront(text: SafeText, width: number, ellipsis: string): SafeText {
  return (text.length <= width ? text : `${ellipsis}${text.slice(text.length - width + 1)}`) as SafeText;
}
