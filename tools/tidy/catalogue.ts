import type { Catalogue } from '@holdfast/kernel';

/** What is wrong with a set of error catalogues, each under the name of its owner. Empty when they are in order. */
export function catalogueProblems(catalogues: Readonly<Record<string, Catalogue>>): string[] {
  const owners = new Map<string, string>();
  return Object.entries(catalogues).flatMap(([owner, catalogue]) =>
    Object.entries(catalogue).flatMap(([code, entry]) => {
      const first = owners.get(code);
      owners.set(code, first ?? owner);
      return [
        ...(first === undefined ? [] : [`${code}: in ${first} and in ${owner}`]),
        ...(/^[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)+$/.test(code) ? [] : [`${code}: a code reads area.what_is_wrong`]),
        ...(/^[a-z][a-z0-9_]*$/.test(entry.public)
          ? []
          : [`${code}: the public name ${entry.public} is not one word_like_this`]),
        ...(entry.status >= 400 && entry.status <= 599 ? [] : [`${code}: ${entry.status} does not refuse`]),
        ...(isSentence(entry.person) ? [] : [`${code}: what the person reads is not a sentence`]),
        ...(isSentence(entry.operator) ? [] : [`${code}: what the operator reads is not a sentence`]),
      ];
    }),
  );
}

function isSentence(text: string): boolean {
  return /^\S.*[.?!]$/s.test(text);
}
