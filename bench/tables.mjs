/**
 * In: results. Out: the text of the tables (Markdown, so that they can be pasted as they are).
 */
import { COUNTED, trueCounts } from './counts.mjs';
import { GOALS, isMet } from './goals.mjs';

/** @typedef {import('./rounds.mjs').CaptureResult} CaptureResult */
/** @typedef {import('./peers.mjs').Peer} Peer */

/**
 * @param {CaptureResult} result
 * @param {readonly Peer[]} programs
 * @returns {string}
 */
export function costTable(result, programs) {
  const measured = programs.filter(({ id }) => result.rounds(id) > 0);
  const rows = measured.map(({ id, title }) => {
    const ratios = result.ratios(id);
    return [
      title,
      figure(result.cpuSeconds(id), 3),
      figure(result.ratio(id), 2),
      `${figure(Math.min(...ratios), 2)}–${figure(Math.max(...ratios), 2)}`,
      figure(result.peakRssMb(id), 0),
      String(result.rounds(id)),
    ];
  });
  return table(['program', 'CPU s', '× tcpdx', 'lowest–highest', 'peak RSS MB', 'rounds'], rows);
}

/**
 * @param {CaptureResult} result
 * @returns {string}
 */
export function countTable(result) {
  const truth = trueCounts(result);
  const rows = [...result.counts].map(([id, counts]) => [
    id,
    ...COUNTED.map((name) => {
      const counted = counts[name];
      if (counted === undefined) return '–';
      return counted === truth[name] ? String(counted) : `${counted} ≠`;
    }),
  ]);
  return table(
    ['counted by', ...COUNTED],
    [['the generator', ...COUNTED.map((name) => String(truth[name]))], ...rows],
  );
}

/**
 * @param {Map<string, CaptureResult>} results
 * @returns {string}
 */
export function goalTable(results) {
  const rows = GOALS.map((goal) => {
    const value = goal.value(results);
    const { must, stretch } = goal.limits(results);
    const limits = [must, stretch].map((limit) => `${goal.sense} ${figure(limit, 2)}${goal.unit}`);
    if (value === undefined) return [goal.text, 'not measured', limits[0], '–', limits[1], '–'];
    const [mustMet, stretchMet] = [must, stretch].map((limit) =>
      isMet(goal, value, limit) ? 'met' : 'NOT MET',
    );
    return [goal.text, `${figure(value, 2)}${goal.unit}`, limits[0], mustMet, limits[1], stretchMet];
  });
  return table(['goal', 'measured', 'must', '', 'stretch', ''], rows);
}

/**
 * @param {number | undefined} value
 * @param {number} digits after the point
 * @returns {string}
 */
function figure(value, digits) {
  return value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(digits);
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 * @returns {string}
 */
function table(head, rows) {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
