/** One line on a capture that is being taken: where, how long, how much, and what was lost. */
import type { LiveFacts } from '../../diagnosis/diagnosis.js';
import { inputText } from '../../view/input-text.js';
import { count, percent } from '../../view/number.js';
import { octetsText } from '../../view/octets-text.js';
import { ownText, type SafeText, say } from '../../view/safe-text.js';
import { cellText, fitLine, widthOf } from '../cells.js';
import { glyphsOf } from '../glyphs.js';
import type { LiveGauges, LiveState } from '../live-state.js';
import type { Look } from '../look.js';
import type { Line, Span, Tone } from '../span.js';

/** A piece of the line; those of a higher rank are left out first where there is no room. */
interface Piece {
  readonly rank: number;
  readonly text: SafeText;
  readonly tone: Tone;
}

const GAP = '  ';
const LONGEST_NAME = 20;
/** Below this the program does not tell its name. */
const NARROW = 40;

/** The line in at most so many cells. */
export function liveHeader(live: LiveState, width: number, look: Look): Line {
  let pieces = piecesOf(live, look).filter(({ text }) => text !== '');
  const name = width < NARROW ? '' : ' tcpdx ';
  while (pieces.length > 2 && widthOf(lineOf(name, pieces)) > width) {
    const last = Math.max(...pieces.map(({ rank }) => rank));
    pieces = pieces.filter(({ rank }) => rank !== last);
  }
  return fitLine(lineOf(name, pieces), width, look);
}

function lineOf(name: string, pieces: readonly Piece[]): Line {
  const line: Span[] = [{ text: ownText(name), tone: 'title' }];
  for (const [index, { text, tone }] of pieces.entries()) {
    line.push({ text: ownText(index === 0 ? ' ' : GAP), tone: 'plain' }, { text, tone });
  }
  return line;
}

function piecesOf(live: LiveState, look: Look): Piece[] {
  const { gauges } = live;
  const name = cellText(inputText(live.interfaceName, LONGEST_NAME));
  return [
    { rank: 0, ...stateOf(live, look) },
    { rank: 1, text: name, tone: 'strong' },
    ...(gauges === null ? [] : [...warningsOf(gauges), ...numbersOf(gauges)]),
  ];
}

function stateOf({ phase, isPaused }: LiveState, look: Look): Pick<Piece, 'text' | 'tone'> {
  const { capturing, stopped } = glyphsOf(look);
  switch (phase) {
    case 'starting':
      return { text: ownText(`${capturing} starting`), tone: 'notice' };
    case 'running':
      return isPaused
        ? { text: ownText(`${capturing} PAUSED`), tone: 'warning' }
        : { text: ownText(`${capturing} LIVE`), tone: 'error' };
    case 'stopping':
      return { text: ownText(`${capturing} stopping`), tone: 'notice' };
    case 'ended':
      return { text: ownText(`${stopped} ended`), tone: 'strong' };
  }
}

function warningsOf({ link, recording }: LiveGauges): Piece[] {
  const pieces: Piece[] = [];
  if (link === 'down') pieces.push({ rank: 1, text: ownText('LINK DOWN'), tone: 'error' });
  if (link === 'gone') pieces.push({ rank: 1, text: ownText('INTERFACE GONE'), tone: 'error' });
  if (recording?.fault === 'disk-full') pieces.push({ rank: 1, text: ownText('DISK FULL'), tone: 'error' });
  if (recording?.fault === 'write-failed')
    pieces.push({ rank: 1, text: ownText('NOT WRITTEN'), tone: 'error' });
  return pieces;
}

function numbersOf({ elapsedMs, framesPerSecond, facts, recording }: LiveGauges): Piece[] {
  return [
    { rank: 4, text: clockText(elapsedMs), tone: 'plain' },
    { rank: 2, text: say`${count(facts.analysed)} frames`, tone: 'plain' },
    { rank: 5, text: say`${count(Math.round(framesPerSecond))}/s`, tone: 'plain' },
    { rank: 3, ...dropsOf(facts) },
    { rank: 7, text: ringOf(recording), tone: 'plain' },
    {
      rank: 6,
      text: recording === null ? ownText('not recorded') : octetsText(recording.octets),
      tone: 'plain',
    },
    { rank: 8, text: freeOf(recording), tone: 'dim' },
  ];
}

/** Dropped by whomever; what nobody counts is unknown, never 0. */
function dropsOf({ droppedByKernel, droppedByUs }: LiveFacts): Pick<Piece, 'text' | 'tone'> {
  if (droppedByKernel === null) return { text: ownText('drops unknown'), tone: 'dim' };
  const drops = droppedByKernel + (droppedByUs ?? 0);
  return { text: say`drops ${count(drops)}`, tone: drops > 0 ? 'error' : 'plain' };
}

function ringOf(recording: LiveGauges['recording']): SafeText {
  const most = recording?.mostOctets ?? null;
  return recording === null || most === null || most <= 0
    ? ownText('')
    : say`ring ${percent(Math.min(1, recording.octets / most))}`;
}

function freeOf(recording: LiveGauges['recording']): SafeText {
  const free = recording?.freeOctets ?? null;
  return free === null ? ownText('') : say`${octetsText(free)} free`;
}

/** `00:03:12` */
export function clockText(elapsedMs: number): SafeText {
  const seconds = Math.floor(elapsedMs / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return ownText(parts.map((part) => String(part).padStart(2, '0')).join(':'));
}
