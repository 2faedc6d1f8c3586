/** A clause of the server as a sentence of its own, without a full stop: it begins with a capital letter. */
export function sentence(clause: string, language = 'en'): string {
  const [first = ''] = clause;
  return `${first.toLocaleUpperCase(language)}${clause.slice(first.length)}`;
}
