/**
 * What tcpdx has to reach, as data. Every goal is a figure of one run of `run.mjs`, beside its two limits.
 */

/** @typedef {import('./rounds.mjs').CaptureResult} CaptureResult */

/**
 * The results of the run by capture: `lb`, `many`, `one`, and with `--large` `lb × 9` and `one × 4`.
 * @typedef {Map<string, CaptureResult>} Results
 */

/**
 * @typedef {object} Goal
 * @property {string} text
 * @property {'at least' | 'at most'} sense
 * @property {string} unit
 * @property {(results: Results) => number | undefined} value undefined when the run did not measure it
 * @property {(results: Results) => { must: number, stretch: number }} limits
 */

const MB = 2 ** 20;

/** @type {readonly Goal[]} */
export const GOALS = [
  faster('lb', 'tshark', 10, 20),
  faster('lb', 'tcptrace', 2, 3.5),
  faster('lb', 'argus', 1.5, 2.6),
  faster('lb', 'pcap-parser', 1.1, 2),
  {
    text: 'lb: CPU against capinfos (headers only)',
    sense: 'at most',
    unit: '×',
    value: (results) => inverse(results.get('lb')?.ratio('capinfos')),
    limits: () => ({ must: 4.5, stretch: 2.7 }),
  },
  faster('many', 'tshark', 15, 28),
  faster('many', 'tcptrace', 6, 11),
  faster('many', 'softflowd', 2, 3.4),
  {
    text: 'many: peak RSS (100 MB + 200 B a flow; stretch 60 MB + 150 B)',
    sense: 'at most',
    unit: ' MB',
    value: (results) => results.get('many')?.peakRssMb('tcpdx'),
    limits: (results) => {
      const flows = results.get('many')?.truth.flows ?? 0;
      return { must: 100 + (200 * flows) / MB, stretch: 60 + (150 * flows) / MB };
    },
  },
  {
    text: 'one: peak RSS at 4 GiB less that at 1 GiB (either way)',
    sense: 'at most',
    unit: ' MB',
    value: (results) => {
      const small = results.get('one')?.peakRssMb('tcpdx');
      const large = results.get('one × 4')?.peakRssMb('tcpdx');
      return small === undefined || large === undefined ? undefined : Math.abs(large - small);
    },
    // "The same" is what the resident set of one command varies by from run to run.
    limits: () => ({ must: 5, stretch: 1 }),
  },
  {
    text: 'CPU per frame, lb × 9 against lb',
    sense: 'at most',
    unit: '×',
    value: (results) => {
      const small = results.get('lb')?.cpuPerFrame('tcpdx');
      const large = results.get('lb × 9')?.cpuPerFrame('tcpdx');
      return small === undefined || large === undefined ? undefined : large / small;
    },
    limits: () => ({ must: 1.15, stretch: 1.05 }),
  },
];

/**
 * @param {string} capture
 * @param {string} peer
 * @param {number} must
 * @param {number} stretch
 * @returns {Goal}
 */
function faster(capture, peer, must, stretch) {
  return {
    text: `${capture}: faster than ${peer}`,
    sense: 'at least',
    unit: '×',
    value: (results) => results.get(capture)?.ratio(peer),
    limits: () => ({ must, stretch }),
  };
}

/**
 * @param {number | undefined} ratio
 * @returns {number | undefined}
 */
function inverse(ratio) {
  return ratio === undefined ? undefined : 1 / ratio;
}

/**
 * @param {Goal} goal
 * @param {number} value
 * @param {number} limit
 * @returns {boolean}
 */
export function isMet(goal, value, limit) {
  return goal.sense === 'at least' ? value >= limit : value <= limit;
}
