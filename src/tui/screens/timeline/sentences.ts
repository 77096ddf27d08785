/** All that the plot shows, in sentences. */
import { count, counted } from '../../../view/number.js';
import { join, ownText, type SafeText, say } from '../../../view/safe-text.js';
import { startOf } from './grid.js';
import type { Plot } from './plot.js';
import { peakOf } from './state.js';
import { type Clock, errorsText, isRated, microseconds, rateText } from './words.js';

/** Fewer probes than this do not tell whether they are constant. */
const FEWEST_PROBES = 8;
const QUARTERS = 4;

/** Largest distance of the share of a quarter from that of all. */
const CONSTANT_WITHIN = 0.1;

/** The numbers of one column. */
export function columnSentence(plot: Plot, column: number, clock: Clock): SafeText {
  const { grid } = plot;
  const at = (values: Uint32Array) => values[column] as number;
  const rate = (value: number) =>
    value > 0 && isRated(grid) ? say` (${rateText(value, grid)})` : ownText('');
  const parts = [
    say`${counted(at(plot.began), 'new connection')}${rate(at(plot.began))}`,
    say`${count(at(plot.failed))} failed${rate(at(plot.failed))}`,
    say`${errorsText(at(plot.errors), at(plot.unavailable))}${rate(at(plot.errors))}`,
    probesText(at(plot.probes), at(plot.failedProbes)),
    handshakeText(plot.handshakeUs[column] as number),
  ];
  return say`${clock.text(startOf(grid, column))} UTC: ${join(parts, ', ')}.`;
}

function handshakeText(us: number): SafeText {
  return Number.isNaN(us) ? ownText('no whole handshake') : say`handshake median ${microseconds(us)}`;
}

function probesText(probes: number, failed: number): SafeText {
  if (probes === 0) return ownText('no probe');
  return say`${counted(probes, 'probe')}${failed === 0 ? ownText('') : say` (${count(failed)} failed)`}`;
}

/** What the window shows as a whole: connections, failures, 5xx responses, probes, handshakes. */
export function windowSentences(plot: Plot, clock: Clock): SafeText[] {
  return [
    connections(plot, clock),
    errorsSentence(plot, clock),
    ...probesSentences(plot, clock),
    handshakes(plot, clock),
  ];
}

function connections(plot: Plot, clock: Clock): SafeText {
  const began = sumOf(plot.began);
  if (began === 0) return ownText('No connection began in this window.');
  const failed = sumOf(plot.failed);
  const failures =
    failed === 0
      ? ownText('none of them with a finding above info')
      : say`${count(failed)} of them with a finding above info, ${peakText(plot, plot.failed, clock)}`;
  return say`${counted(began, 'connection')} began, ${peakText(plot, plot.began, clock)}; ${failures}.`;
}

function errorsSentence(plot: Plot, clock: Clock): SafeText {
  const { errors, unavailable, errorTimes } = plot;
  if (errorTimes === null) return ownText('No response with 5xx.');
  const total = errorsText(sumOf(errors), sumOf(unavailable));
  const from = clock.text(errorTimes.firstNs);
  if (sumOf(errors) === 1) return say`${total}, at ${from}.`;
  return say`${total}: they start ${from}, ${peakText(plot, errors, clock)}, end ${clock.text(errorTimes.lastNs)}.`;
}

function probesSentences(plot: Plot, clock: Clock): SafeText[] {
  const probes = sumOf(plot.probes);
  if (probes === 0) return [ownText('No probe of a health check.')];
  const failed = sumOf(plot.failedProbes);
  if (failed === 0) return [say`${counted(probes, 'probe')} of health checks, none failed.`];
  const first = plot.failedProbes.findIndex((value) => value > 0);
  const last = plot.failedProbes.findLastIndex((value) => value > 0);
  const span =
    first === last
      ? say`at ${clock.text(startOf(plot.grid, first))}`
      : say`from ${clock.text(startOf(plot.grid, first))} to ${clock.text(startOf(plot.grid, last))}`;
  const total = say`${counted(probes, 'probe')} of health checks, ${count(failed)} failed, ${span}.`;
  return [total, constancy(plot, probes, failed)];
}

/** Whether probes fail as often in every quarter of the window that has any. */
function constancy(plot: Plot, probes: number, failed: number): SafeText {
  if (probes < FEWEST_PROBES) return ownText('Too few probes to tell whether their failures are constant.');
  const { columns } = plot.grid;
  const shares: SafeText[] = [];
  let isConstant = true;
  for (let quarter = 0; quarter < QUARTERS; quarter++) {
    const from = Math.floor((columns * quarter) / QUARTERS);
    const end = Math.floor((columns * (quarter + 1)) / QUARTERS);
    const all = sumOf(plot.probes.subarray(from, end));
    const bad = sumOf(plot.failedProbes.subarray(from, end));
    shares.push(say`${count(bad)} of ${count(all)}`);
    if (all === 0 || Math.abs(bad / all - failed / probes) > CONSTANT_WITHIN) isConstant = false;
  }
  const quarters = say`in the quarters of the window ${join(shares, ', ')} failed`;
  if (!isConstant) return say`Failed probes are not constant: ${quarters}.`;
  const meaning =
    plot.errorTimes === null
      ? ownText('')
      : ownText(' They do not tell when responses with 5xx start and end.');
  return say`Failed probes are constant: ${quarters}.${meaning}`;
}

function handshakes(plot: Plot, clock: Clock): SafeText {
  const { handshakeUs, grid } = plot;
  const slowest = peakOf(handshakeUs);
  if (slowest === null) return ownText('No handshake was captured whole.');
  const most = handshakeUs[slowest] as number;
  const least = handshakeUs.reduce((lowest, us) => (us < lowest ? us : lowest), most);
  const at = clock.text(startOf(grid, slowest));
  if (least === most) return say`Handshakes take ${microseconds(most)} (median per column).`;
  return say`Handshakes take ${microseconds(least)} to ${microseconds(most)} (median per column), most at ${at}.`;
}

/** `peak 7.9/s at 09:25:02`. */
function peakText({ grid }: Plot, values: Uint32Array, clock: Clock): SafeText {
  const peak = peakOf(values) ?? 0;
  const rate = rateText(values[peak] as number, grid);
  const unit = isRated(grid) ? ownText('') : ownText(' in a column');
  return say`peak ${rate}${unit} at ${clock.text(startOf(grid, peak))}`;
}

function sumOf(values: Uint32Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
