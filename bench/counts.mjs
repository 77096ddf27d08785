/**
 * In: the results of a capture. Out: what every program counted beside what the generator wrote. tcpdx and tshark have
 * to agree with the generator; the others are shown only (tcptrace, for one, splits some IPv6 flows).
 */

/** @typedef {import('./rounds.mjs').CaptureResult} CaptureResult */
/** @typedef {import('./peers.mjs').Counts} Counts */

/** @type {readonly (keyof Counts)[]} */
export const COUNTED = ['frames', 'flows', 'requests', 'responses', 'status503'];
const MUST_GIVE_ALL = 'tcpdx';
const MUST_AGREE = ['tcpdx', 'tshark'];

/**
 * @param {CaptureResult} result
 * @returns {Required<Counts>}
 */
export function trueCounts({ truth }) {
  const { frames, flows, requests, responses } = truth;
  return { frames, flows, requests, responses, status503: truth.status['503'] ?? 0 };
}

/**
 * @param {CaptureResult} result
 * @returns {string[]} one sentence for every count that is wrong or, from tcpdx, missing
 */
export function mismatches(result) {
  const truth = trueCounts(result);
  return MUST_AGREE.flatMap((id) => {
    const counts = result.counts.get(id);
    if (counts === undefined) return [];
    return COUNTED.flatMap((name) => {
      const counted = counts[name];
      if (counted === undefined && id !== MUST_GIVE_ALL) return [];
      if (counted === truth[name]) return [];
      return [`${result.name}: ${id} counts ${counted ?? 'no'} ${name}, there are ${truth[name]}`];
    });
  });
}
