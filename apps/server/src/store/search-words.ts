/** Longer ones are cut: nobody types so much, and an index has limits. */
const WORD_MAX = 60;
/** A name has a few; more are somebody who tries. */
const WORDS_MAX = 24;

/**
 * The words of names and addresses, as they are looked for: in lower case, without accents, apart at whatever is no letter and
 * no digit. `Zoë.Müller@example.org` has `zoe`, `muller`, `example` and `org`.
 */
export function wordsOf(...texts: readonly string[]): readonly string[] {
  const plain = texts.join(' ').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.split(/[^\p{L}\p{N}]+/u).flatMap((word) => (word === '' ? [] : [cut(word)]));
  return [...new Set(words)].slice(0, WORDS_MAX);
}

function cut(word: string): string {
  return [...word].slice(0, WORD_MAX).join('');
}
