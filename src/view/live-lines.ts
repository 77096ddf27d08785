/** Findings of a live capture as lines, as they are made. */
import type { Finding } from '../diagnosis/diagnosis.js';
import { endpointText } from './endpoint.js';
import { findingStatement, findingTitle } from './finding-text.js';
import { count, counted, plain } from './number.js';
import { join, ownText, type SafeText, type Secrets, say } from './safe-text.js';
import { confidenceWord, severitySign, severityWord } from './severity.js';
import { utcText } from './time.js';

/** Evidence frames named in a line. */
const MOST_FRAMES = 8;

/** A finding that is new: what it is, how sure, and the frames to look at first. */
export function newFindingLine(finding: Finding, epochSeconds: number | null, secrets: Secrets): SafeText {
  const { severity, confidence } = finding;
  const sign = say`${severitySign(severity)} ${severityWord(severity)} (${confidenceWord(confidence)})`;
  return say`${when(finding, epochSeconds)} ${sign}, ${titleOf(finding)}. ${findingStatement(finding, secrets)}${evidenceOf(finding)}`;
}

/** A finding that was told and has more flows, or matches, now. */
export function grownFindingLine(finding: Finding, epochSeconds: number | null): SafeText {
  const { flowCount, numbers } = finding;
  const times = typeof numbers.count === 'number' && numbers.count > flowCount ? numbers.count : null;
  const more = times === null ? ownText('') : say`, ${count(times)} times`;
  return say`${when(finding, epochSeconds)} + ${titleOf(finding)}: now ${counted(flowCount, 'flow')}${more}`;
}

/** A finding that was told and does not stand any more. */
export function withdrawnFindingLine(finding: Finding, epochSeconds: number | null): SafeText {
  return say`${when(finding, epochSeconds)} - ${titleOf(finding)}: withdrawn, because what came later speaks against it`;
}

function when({ lastTimeNs }: Finding, epochSeconds: number | null): SafeText {
  return say`[${utcText(epochSeconds, lastTimeNs)}]`;
}

function titleOf(finding: Finding): SafeText {
  const where = finding.server === null ? ownText('') : say`${endpointText(finding.server)}: `;
  return say`${where}${findingTitle(finding)}`;
}

function evidenceOf({ evidence: [first] }: Finding): SafeText {
  if (first === undefined) return ownText('');
  const frames = first.frames.slice(0, MOST_FRAMES).map(plain);
  return say` [flow ${plain(first.flow)}, ${ownText(frames.length === 1 ? 'frame' : 'frames')} ${join(frames, ', ')}]`;
}
