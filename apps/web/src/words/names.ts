/** “A”, “B” and “C”: names that people gave, in the midst of a sentence. */
export function namesInWords(names: readonly string[], language = 'en-GB'): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names.map((name) => `“${name}”`));
}
