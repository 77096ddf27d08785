import { ownText, type SafeText } from './safe-text.js';

/** Most characters between the braces, so that a filter stays a line. The first flows are named, the rest is not. */
const LONGEST_SET = 76;

/** Display filter that shows the given flows: `tcp.stream == 5`, `tcp.stream in {0, 2, 5..7}`. */
export function flowFilter(flows: readonly number[]): SafeText {
  return filter('tcp.stream', flows);
}

/** Display filter that shows the given frames. */
export function frameFilter(frames: readonly number[]): SafeText {
  return filter('frame.number', frames);
}

function filter(field: string, numbers: readonly number[]): SafeText {
  const [only] = numbers;
  if (only !== undefined && numbers.length === 1) return ownText(`${field} == ${only}`);
  let members = '';
  for (const member of runs(numbers)) {
    const longer = members === '' ? member : `${members}, ${member}`;
    if (longer.length > LONGEST_SET) break;
    members = longer;
  }
  return ownText(`${field} in {${members}}`);
}

/** Ascending numbers as single ones and runs of three and more: `3`, `5..7`. */
function runs(numbers: readonly number[]): string[] {
  const members: string[] = [];
  const ascending = [...new Set(numbers)].sort((a, b) => a - b);
  let first = ascending[0] ?? 0;
  for (const [index, number] of ascending.entries()) {
    const next = ascending[index + 1];
    if (next === number + 1) continue;
    if (number - first < 2) for (let member = first; member <= number; member++) members.push(`${member}`);
    else members.push(`${first}..${number}`);
    first = next ?? 0;
  }
  return members;
}
