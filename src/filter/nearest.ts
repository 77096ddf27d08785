/** The word that was probably meant. */

/** Longer words are not compared: nobody mistypes them, and the time would grow with the square. */
const LONGEST = 64;

/** The nearest of the words by Damerau's distance (neighbours swapped count once); null when none is near enough. */
export function nearestOf(typed: string, words: Iterable<string>): string | null {
  const wanted = typed.toLowerCase();
  if (wanted.length === 0 || wanted.length > LONGEST) return null;
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const word of words) {
    const distance = word.length > LONGEST ? LONGEST : distanceOf(wanted, word.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [word, distance];
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
function distanceOf(a: string, b: string): number {
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const [above, left, corner] = [last[j] as number, row[j - 1] as number, last[j - 1] as number];
      let best = Math.min(above + 1, left + 1, corner + cost);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) best = Math.min(best, (beforeLast[j - 2] as number) + 1);
      row.push(best);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] as number;
}
