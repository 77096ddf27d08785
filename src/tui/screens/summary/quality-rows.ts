/** How good the capture is: what was read, what is missing, what was odd. */
import type { Diagnosis, FileFacts } from '../../../diagnosis/diagnosis.js';
import { interfaceText } from '../../../view/capture-text.js';
import { inputText } from '../../../view/input-text.js';
import { count, counted, percent } from '../../../view/number.js';
import { problemText } from '../../../view/problem-text.js';
import { ownText, type SafeText, say } from '../../../view/safe-text.js';
import { spans } from '../../cells.js';
import { glyphsOf } from '../../glyphs.js';
import type { Look } from '../../look.js';
import { heading, prose } from '../../prose.js';
import type { Line } from '../../span.js';
import type { Overview } from './overview.js';

const MOST_FILES = 5;
const MOST_INTERFACES = 3;
const MOST_PROBLEMS = 5;

/** The rows on the capture. */
export function qualityRows({ capture }: Diagnosis, overview: Overview, width: number, look: Look): Line[] {
  const { files, problems } = capture;
  const good = (text: SafeText) => prose(text, { width, lead: spans(['dim', '  ']) });
  const lack = (text: SafeText) =>
    prose(text, { width, lead: spans(['warning', `${glyphsOf(look).warning} `]) });
  const odd = problems.slice(0, MOST_PROBLEMS).map(({ code, count: times }) => {
    return say`${count(times)} ${problemText(code)}`;
  });
  return [
    ...heading(ownText('CAPTURE')),
    ...files.slice(0, MOST_FILES).flatMap((file) => fileTexts(file).flatMap(good)),
    ...moreOf(files.length - MOST_FILES, 'more file').flatMap(good),
    ...sidesText(overview).flatMap(overview.oneSided === 0 ? good : lack),
    ...lacks(overview).flatMap(lack),
    ...(odd.length === 0 ? good(ownText('No oddity was met while decoding.')) : odd.flatMap(lack)),
    ...moreOf(problems.length - MOST_PROBLEMS, 'more kind of oddity', 'more kinds of oddity').flatMap(lack),
  ];
}

function fileTexts({ name, format, frames, interfaces }: FileFacts): SafeText[] {
  const file = inputText(name, 200);
  return [
    say`${file}: ${ownText(format)}, ${counted(frames, 'frame')}`,
    ...interfaces.slice(0, MOST_INTERFACES).map(interfaceText),
    ...moreOf(interfaces.length - MOST_INTERFACES, 'more interface'),
  ];
}

function moreOf(unshown: number, singular: string, plural?: string): SafeText[] {
  return unshown > 0 ? [counted(unshown, singular, plural)] : [];
}

function sidesText({ flows, oneSided }: Overview): SafeText[] {
  if (flows === 0) return [];
  if (oneSided === 0) return [ownText('Both directions were seen of all flows that had an answer.')];
  return [say`One direction alone was captured of ${ofFlows(oneSided, flows)}.`];
}

function lacks({ flows, midFlow, cut, missing }: Overview): SafeText[] {
  return [
    ...(midFlow === 0
      ? []
      : [say`The capture began after the connection had, on ${ofFlows(midFlow, flows)}.`]),
    ...(cut === 0 ? [] : [say`The snapshot length cut payload of ${ofFlows(cut, flows)}.`]),
    ...(missing === 0
      ? []
      : [say`Octets that were acknowledged were not captured, on ${ofFlows(missing, flows)}.`]),
  ];
}

function ofFlows(some: number, all: number): SafeText {
  return say`${count(some)} of ${counted(all, 'flow')} (${percent(some / all)})`;
}
