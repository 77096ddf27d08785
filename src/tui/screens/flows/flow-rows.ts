/** The rows that are on the screen as text: nothing else of the list is read. */
import { ExchangeFacts } from '../../../survey/exchange-facts.js';
import { FlowFacts } from '../../../survey/flow-facts.js';
import type { SurveyRows } from '../../../survey/survey-rows.js';
import { plain } from '../../../view/number.js';
import { ownText, type SafeText } from '../../../view/safe-text.js';
import { cellText } from '../../cells.js';
import { firstOctetUs } from '../../flow-keys.js';
import type { Shared } from '../../shared.js';
import { type Annotation, annotationOf, annotationText } from './annotation.js';
import { endText } from './end-words.js';
import { endsOf } from './ends.js';
import type { FlowTimes } from './flow-times.js';
import { surveyOf } from './kept-flow.js';
import { shortCount, shortDuration } from './numbers.js';

/** What a flow may show, by column. */
export const COLUMN_IDS = [
  'flow',
  'start',
  'client',
  'server',
  'segments',
  'payload',
  'duration',
  'ttfb',
  'end',
  'annotation',
] as const;

/** One of `COLUMN_IDS`. */
export type ColumnId = (typeof COLUMN_IDS)[number];

/** A row of the list. */
export interface FlowRowText {
  readonly flow: number;
  readonly texts: Readonly<Record<ColumnId, SafeText>>;
  /** Null for a flow whose row is not kept. */
  readonly annotation: Annotation | null;
}

/** The rows `from … end - 1` of the list. */
export function flowRows(shared: Shared, times: FlowTimes | null, from: number, end: number): FlowRowText[] {
  const { flows } = shared.flows;
  const rows: FlowRowText[] = [];
  for (let row = from; row < Math.min(end, flows.length); row++) {
    const flow = flows[row] as number;
    const survey = surveyOf(shared, flow);
    rows.push(
      survey === null || times === null
        ? unknownRow(flow)
        : rowOf(flow, survey, shared, times, flows[row - 1]),
    );
  }
  return rows;
}

function rowOf(
  flow: number,
  survey: SurveyRows,
  shared: Shared,
  times: FlowTimes,
  above: number | undefined,
): FlowRowText {
  const facts = new FlowFacts(survey);
  const hasAbove = shared.timeFormat === 'delta' && above !== undefined && surveyOf(shared, above) !== null;
  const aboveNs = hasAbove ? facts.at(above).firstTimeNs : Number.NaN;
  facts.at(flow);
  const annotation = annotationOf(flow, survey, shared);
  const { client, server } = endsOf(survey, facts);
  const texts = {
    flow: plain(flow),
    start: times.text(facts.firstTimeNs, aboveNs),
    client: cellText(client),
    server: cellText(server),
    segments: shortCount(facts.clientSegments + facts.serverSegments),
    payload: shortCount(facts.clientPayloadBytes + facts.serverPayloadBytes),
    duration: shortDuration(facts.lastTimeNs - facts.firstTimeNs),
    ttfb: shortDuration(firstOctetUs(facts, new ExchangeFacts(survey.exchanges, survey.texts)) * 1000),
    end: endText(facts.teardown),
    annotation: cellText(annotationText(annotation)),
  };
  return { flow, texts, annotation };
}

function unknownRow(flow: number): FlowRowText {
  const none = ownText('');
  const texts = Object.fromEntries(COLUMN_IDS.map((id) => [id, none])) as Record<ColumnId, SafeText>;
  return {
    flow,
    texts: { ...texts, flow: plain(flow), annotation: ownText('not kept in memory') },
    annotation: null,
  };
}
