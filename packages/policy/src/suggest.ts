/** Words longer than this are never close to one of ours; comparing them would only cost time. */
const comparedLengthMax = 64;

/** The known word that a mistyped one probably meant, if any is near enough. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > comparedLengthMax) return undefined;
  const plain = fold(word);
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(plain, fold(candidate)) }))
    .toSorted((a, b) => a.distance - b.distance);
  const best = ranked[0];
  if (best === undefined) return undefined;
  return best.distance <= Math.max(1, Math.floor(best.candidate.length / 3)) ? best.candidate : undefined;
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}

/** Case and the choice between `-`, `_` and space are the commonest slips. */
function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[-\s]/g, '_');
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitute = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitute, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
