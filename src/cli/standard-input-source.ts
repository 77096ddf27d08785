/** Frames that another program captures: `ssh host tcpdump -U -w - … | tcpdx live -`. */
import type { Readable } from 'node:stream';
import { UNKNOWN_COUNTERS } from '../capture/live/capture-request.js';
import type { LiveSource, SourceEnd } from './live-session.js';

/** How long the program in front of us may take to end by the same Ctrl-C, before what it has not sent is given up. */
const PATIENCE_MS = 500;

/** Standard input as a source. What its program dropped is not known. */
export function standardInputSource(input: Readable): LiveSource {
  let wasStopped = false;
  const ended = new Promise<SourceEnd>((resolve) => {
    const reason = () => (wasStopped ? 'stopped' : 'ended');
    const end = () =>
      resolve({ reason: reason(), message: 'standard input ended', advice: '', counters: UNKNOWN_COUNTERS });
    input.once('close', end).once('end', end).once('error', end);
  });
  return {
    backend: null,
    timesAre: null,
    output: input,
    counters: async () => UNKNOWN_COUNTERS,
    stop: () => {
      wasStopped = true;
      setTimeout(() => input.destroy(), PATIENCE_MS).unref();
    },
    ended,
  };
}
