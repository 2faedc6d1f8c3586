/** One `key:value` of a search text, e.g. `status:disabled`. */
export type Filter = { readonly key: string; readonly value: string };
export type QueryText = { readonly words: string; readonly filters: readonly Filter[] };

/** A token is `key:"with spaces"`, `key:value`, `"some words"` or a word. Only known keys make a filter here. */
const token = /([a-z_]+):"([^"]*)"|([a-z_]+):(\S+)|"[^"]*"|\S+/g;

/** Splits what stands in the search box into filters and free words. The server parses the same text by itself. */
export function parseQuery(text: string, keys: readonly string[]): QueryText {
  const filters: Filter[] = [];
  const words: string[] = [];
  for (const match of text.matchAll(token)) {
    const key = match[1] ?? match[3];
    const value = match[2] ?? match[4];
    if (key !== undefined && value !== undefined && value !== '' && keys.includes(key)) filters.push({ key, value });
    else words.push(match[0]);
  }
  return { words: words.join(' '), filters };
}

export function formatQuery({ words, filters }: QueryText): string {
  return [...filters.map(formatFilter), words.trim()].filter((part) => part !== '').join(' ');
}

export function formatFilter({ key, value }: Filter): string {
  return /\s/.test(value) ? `${key}:"${value.replaceAll('"', '')}"` : `${key}:${value}`;
}

/** Sets a filter in place of every one of the same key. An undefined value takes it out. */
export function withFilter(text: string, keys: readonly string[], key: string, value: string | undefined): string {
  const { words, filters } = parseQuery(text, keys);
  const others = filters.filter((filter) => filter.key !== key);
  return formatQuery({ words, filters: value === undefined ? others : [...others, { key, value }] });
}

/** Takes out one filter; another value of the same key stays, since several values are alternatives. */
export function withoutFilter(text: string, keys: readonly string[], gone: Filter): string {
  const { words, filters } = parseQuery(text, keys);
  return formatQuery({ words, filters: filters.filter(({ key, value }) => key !== gone.key || value !== gone.value) });
}

export function filterValue(text: string, keys: readonly string[], key: string): string | undefined {
  return parseQuery(text, keys).filters.find((filter) => filter.key === key)?.value;
}
