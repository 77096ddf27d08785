import type { Shared } from '../shared.js';
import type { LineLimits } from './parse-line.js';

/** How far frames and flows can be named: while the capture is read, as far as it is. */
export function limitsOf({ capture }: Shared): LineLimits {
  switch (capture.kind) {
    case 'ready':
      return { frames: capture.diagnosis.capture.frames, flows: capture.survey.flows.length };
    case 'reading':
      return { frames: capture.progress.frames, flows: capture.progress.flows };
    case 'failed':
      return { frames: 0, flows: 0 };
  }
}
