/** In place of a list without rows: why there are none, and what to do. */

import type { Diagnosis } from '../../../diagnosis/diagnosis.js';
import { earlyEndSentence } from '../../../view/early-end-text.js';
import { count, counted } from '../../../view/number.js';
import { ownText, type SafeText, safeText, say } from '../../../view/safe-text.js';
import { wrapText } from '../../../view/wrap.js';
import { cellText, fitLine } from '../../cells.js';
import { isCapturing } from '../../live-state.js';
import type { Shared } from '../../shared.js';
import type { Line, Tone } from '../../span.js';
import { own, span } from './pieces.js';
import { type FlowsState, isFiltering, wantedQuery } from './state.js';

interface Why {
  readonly tone: Tone;
  readonly title: SafeText;
  readonly more: readonly SafeText[];
}

const LONGEST_FILTER = 200;

/** The explanation, cut to a width. */
export function emptyLines(state: FlowsState, shared: Shared, columns: number): Line[] {
  const { tone, title, more } = whyEmpty(state, shared);
  const width = Math.max(1, columns - 4);
  return [
    [],
    ...wrapText(cellText(title), width).map((text) => [own('plain', '  '), span(tone, text)]),
    ...more.flatMap((text) =>
      wrapText(cellText(text), width).map((line) => [own('plain', '  '), span('plain', line)]),
    ),
  ].map((line) => fitLine(line, columns, shared.look));
}

function whyEmpty(state: FlowsState, shared: Shared): Why {
  const { capture, flows } = shared;
  if (capture.kind === 'failed') {
    return { tone: 'error', title: safeText(capture.message, 400), more: [safeText(capture.advice, 400)] };
  }
  if (shared.live?.phase === 'starting') return starting(shared);
  if (isFiltering(state, shared)) return { tone: 'notice', title: ownText('Still filtering.'), more: [] };
  if (flows.total > 0) return noneMatches(state, shared);
  if (capture.kind === 'reading') {
    const title = say`No TCP flow in the first ${counted(capture.progress.frames, 'frame')}.`;
    return { tone: 'notice', title, more: [ownText('The capture is still being read.')] };
  }
  if (isCapturing(shared.live)) return noneYet(capture.survey.frames, shared);
  return noFlows(capture.survey.frames, capture.diagnosis);
}

function starting({ live }: Shared): Why {
  const title = say`Starting the capture on ${cellText(safeText(live?.interfaceName ?? '', 60))}.`;
  return { tone: 'notice', title, more: [] };
}

function noneYet(frames: number, { live }: Shared): Why {
  const title =
    frames === 0
      ? say`Waiting for the first frame on ${safeText(live?.interfaceName ?? '', 60)}.`
      : say`No TCP flow in ${counted(frames, 'frame')} yet.`;
  const hint =
    live?.filter == null ? 'Connections appear here as they begin.' : 'Does the filter let TCP pass?';
  return { tone: 'notice', title, more: [ownText(hint)] };
}

function noneMatches(state: FlowsState, shared: Shared): Why {
  const { filter, markedOnly } = wantedQuery(state, shared);
  const all = counted(shared.flows.total, 'flow');
  const looked = say`${all} looked at.`;
  if (filter === '') {
    const more = [looked, ownText('M shows all flows, m marks the one under the cursor.')];
    return { tone: 'notice', title: ownText('No flow is marked.'), more };
  }
  const expression = safeText(filter, LONGEST_FILTER);
  const title = markedOnly ? say`No marked flow matches ${expression}` : say`No flow matches ${expression}`;
  const keys = markedOnly
    ? '/ changes the filter, f turns it off, M shows all.'
    : '/ changes the filter, f turns it off.';
  const isEarly = shared.capture.kind === 'reading' && /\b(?:finding|sev)/.test(filter);
  const early = ownText('What was found is known when the whole capture is read.');
  return { tone: 'notice', title, more: [looked, ...(isEarly ? [early] : []), ownText(keys)] };
}

function noFlows(frames: number, { capture }: Diagnosis): Why {
  const damaged = capture.files.flatMap(({ endedEarly }) =>
    endedEarly === null ? [] : [earlyEndSentence(endedEarly)],
  );
  if (damaged.length > 0) {
    const read = say`Read before that: ${counted(frames, 'frame')}, 0 TCP flows.`;
    return { tone: 'warning', title: damaged[0] ?? ownText(''), more: [read] };
  }
  if (frames === 0) {
    const more = [ownText('Was the capture stopped too early, or its filter too narrow?')];
    return { tone: 'notice', title: ownText('The file is a valid capture with 0 frames.'), more };
  }
  const title = say`${count(frames)} ${ownText(frames === 1 ? 'frame' : 'frames')}, 0 TCP flows.`;
  return { tone: 'notice', title, more: [ownText('The summary (1) says what was read.')] };
}
