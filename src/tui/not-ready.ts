/** What stands in place of a diagnosis while there is none: how far the reading is, or why the capture cannot be read. */
import { counted } from '../view/number.js';
import { octetsText } from '../view/octets-text.js';
import { join, ownText, type SafeText, safeText, say } from '../view/safe-text.js';
import { spans } from './cells.js';
import { glyphsOf } from './glyphs.js';
import type { Look } from './look.js';
import { prose } from './prose.js';
import type { CaptureState, Progress, Shared } from './shared.js';
import type { Line } from './span.js';

/** Cells of the longest bar. */
const LONGEST_BAR = 60;

/** Rows on a capture that is not diagnosed; null for one that is. */
export function notReadyRows(
  { capture, look, live }: Pick<Shared, 'capture' | 'look' | 'live'>,
  width: number,
): Line[] | null {
  switch (capture.kind) {
    case 'ready':
      return null;
    case 'reading':
      return readingRows(capture, width, look);
    case 'failed':
      return failedRows(capture, width, look, live !== undefined);
  }
}

/** How much of the capture is read: `37 %`; how much for a pipe, whose end is not known. */
export function progressWord({ bytesRead, bytesTotal }: Progress): SafeText {
  if (bytesTotal === null || bytesTotal <= 0) return octetsText(bytesRead);
  return ownText(`${Math.floor(shareOf(bytesRead, bytesTotal) * 100)} %`);
}

/** The same for the header: `  reading 37 %`. */
export function progressTitle(progress: Progress): Line {
  return passing([{ text: say`  reading ${progressWord(progress)}`, tone: 'notice' }]);
}

function passing(line: Line): Line {
  return line.map((span) => ({ ...span, isPassing: true }));
}

function readingRows(
  { progress, survey }: Extract<CaptureState, { kind: 'reading' }>,
  width: number,
  look: Look,
): Line[] {
  const { bytesRead, bytesTotal, frames, flows } = progress;
  const size =
    bytesTotal === null
      ? say`${octetsText(bytesRead)} read`
      : say`${octetsText(bytesRead)} of ${octetsText(bytesTotal)}`;
  const amounts = join([size, counted(frames, 'frame'), counted(flows, 'flow')], ', ');
  const usable =
    survey === null || flows === 0
      ? 'Nothing can be shown yet; the diagnosis comes when all is read.'
      : 'The flows that were read can be looked at already (3); the diagnosis comes when all is read.';
  return [
    [],
    spans(['title', 'Reading the capture']),
    passing(barLine(progress, width, look)),
    ...prose(amounts, { width }).map(passing),
    [],
    ...prose(ownText(usable), { width }),
    ...prose(ownText('S stops reading: what was read by then is diagnosed.'), { width }),
  ];
}

function barLine({ bytesRead, bytesTotal }: Progress, width: number, look: Look): Line {
  if (bytesTotal === null || bytesTotal <= 0) return [];
  const share = shareOf(bytesRead, bytesTotal);
  const percent = `${Math.floor(share * 100)} %`.padStart(6);
  const cells = Math.max(1, Math.min(LONGEST_BAR, width - percent.length - 2));
  const full = Math.floor(share * cells);
  const { bars, vertical, notice } = glyphsOf(look);
  return spans(
    ['dim', vertical],
    ['good', (bars[bars.length - 1] ?? '#').repeat(full)],
    ['dim', notice.repeat(cells - full)],
    ['dim', vertical],
    ['strong', percent],
  );
}

function shareOf(bytesRead: number, bytesTotal: number): number {
  return Math.max(0, Math.min(1, bytesRead / bytesTotal));
}

function failedRows(
  { message, advice }: Extract<CaptureState, { kind: 'failed' }>,
  width: number,
  look: Look,
  isLive: boolean,
): Line[] {
  const what = isLive ? 'error: nothing can be captured' : 'error: the capture cannot be read';
  const sign = spans(['error', `${glyphsOf(look).error} `]);
  return [
    [],
    ...prose(ownText(what), { width, lead: sign, tone: 'error' }),
    [],
    ...prose(safeText(message, 600), { width, lead: spans(['dim', 'What  ']) }),
    ...prose(safeText(advice, 600), { width, lead: spans(['dim', 'Do    ']) }),
    [],
    ...prose(ownText('Nothing was analysed. q quits with exit code 3.'), { width, tone: 'dim' }),
  ];
}
