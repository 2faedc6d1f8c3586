/** A value in a document that has no members of its own, and where it is. */
export type Leaf = { readonly path: readonly (string | number)[]; readonly value: unknown };

/** Every leaf but nulls and what is empty: there is nothing in them to change. */
export function leavesOf(document: unknown, path: readonly (string | number)[] = []): readonly Leaf[] {
  if (document === null || document === '') return [];
  if (typeof document !== 'object') return [{ path, value: document }];
  const isList = Array.isArray(document);
  return Object.entries(document).flatMap(([name, value]) => leavesOf(value, [...path, isList ? Number(name) : name]));
}

/** The path without the places in lists: what is the same member of different elements has one. */
export function placeOf({ path }: Leaf): string {
  return path.map((step) => (typeof step === 'number' ? '*' : step)).join('.');
}

/** The document with another value of the same look in place of the leaf. */
export function withLeaf<T>(document: T, { path, value }: Leaf): T {
  const changed = structuredClone(document);
  let holder = changed as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) holder = holder[step] as Record<string | number, unknown>;
  holder[path.at(-1) ?? ''] = another(value);
  return changed;
}

function another(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  const text = String(value);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return new Date(Date.parse(text) + 1).toISOString();
  const middle = Math.floor(text.length / 2);
  const character = text[middle] ?? '';
  const alphabet = /[0-9]/.test(character) ? '12' : /[A-Z]/.test(character) ? 'AB' : 'ab';
  const [first = '', second = ''] = alphabet;
  return `${text.slice(0, middle)}${character === first ? second : first}${text.slice(middle + 1)}`;
}
