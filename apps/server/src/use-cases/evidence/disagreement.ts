import { isDeepStrictEqual } from 'node:util';

/** Something that the file says and that does not follow from what it proves. */
export type Disagreement = {
  /** The member of the file, for example `passkeys[0].verdict`. */
  readonly path: string;
  readonly text: string;
};

/** Compares as JSON: members in any order, and members that are undefined are not there. */
export function sameJson(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(plain(a), plain(b));
}

/**
 * Members of two records that are not the same, by name.
 *
 * @returns none where the records are equal
 */
export function membersThatDiffer(
  said: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
): readonly string[] {
  const names = [...new Set([...Object.keys(said), ...Object.keys(found)])];
  return names.filter((name) => !sameJson(memberOf(said, name), memberOf(found, name)));
}

/** What was said, short enough for a line. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

export function memberOf(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
