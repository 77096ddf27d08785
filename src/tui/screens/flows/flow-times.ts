/** When a flow began, as the user wants times to be shown. */
import type { SurveyRows } from '../../../survey/survey-rows.js';
import { ownText, type SafeText } from '../../../view/safe-text.js';
import { isoTime } from '../../../view/time.js';
import type { TimeFormat } from '../../shared.js';
import { clockText, secondsText } from './numbers.js';

/** Times of one capture in one format. */
export class FlowTimes {
  readonly title: string;
  /** Cells of the longest time. */
  readonly width: number;
  private readonly survey: SurveyRows;
  private readonly format: TimeFormat;
  private readonly clock: { readonly digits: number; readonly hasDays: boolean };

  /** @param digits of the second, where times are UTC */
  constructor(survey: SurveyRows, format: TimeFormat, digits: number) {
    this.survey = survey;
    this.format = format;
    const { firstTimeNs, lastTimeNs, timeBase } = survey;
    const day = (timeNs: number) => isoTime(timeBase.epochSeconds, timeNs)?.slice(0, 10);
    this.title = format === 'utc' ? 'Start UTC' : format === 'delta' ? 'After s' : 'Start s';
    const longest = secondsText(lastTimeNs - firstTimeNs).length;
    this.clock = { digits, hasDays: day(firstTimeNs) !== day(lastTimeNs) };
    const clockCells = this.clock.hasDays ? 14 : 9 + digits;
    this.width = format === 'utc' ? clockCells : Math.max(9, longest + (format === 'delta' ? 1 : 0));
  }

  /** @param aboveNs start of the flow in the row above; NaN in the first row */
  text(startNs: number, aboveNs: number): SafeText {
    const { survey, format } = this;
    if (format === 'utc') return clockText(survey.timeBase.epochSeconds, startNs, this.clock);
    if (format === 'delta') return Number.isNaN(aboveNs) ? ownText('') : secondsText(startNs - aboveNs);
    return secondsText(startNs - survey.firstTimeNs);
  }
}
