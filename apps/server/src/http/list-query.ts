import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { StoredPage } from '../store/page.ts';
import type { RefusedCall } from './route.ts';

/** The filters of one list: a closed set of values, or any text. */
export type FilterSpec = Readonly<Record<string, readonly string[] | 'text'>>;

/** What somebody asked of a list. Several values of one filter are alternatives; words and filters must all match. */
export type ListQuery<Spec extends FilterSpec> = {
  readonly words: readonly string[];
  readonly filters: { readonly [K in keyof Spec]?: readonly string[] };
};

/** `key:"with spaces"`, `key:value`, `"some words"` or one word. A quote that is never closed is part of its word. */
const token = /([a-z_]+):(?:"([^"]*)"|(\S*))|"([^"]*)"|(\S+)/g;

/** Each is looked for in several columns of every row. */
const PARTS_MAX = 12;

/**
 * Reads the search language of every list. A filter that the list does not have is refused rather than searched for:
 * whoever mistypes `statsu:active` must not take all people for the active ones. Text with a colon goes in quotes.
 */
export function parseListQuery<const Spec extends FilterSpec>(
  text: string | undefined,
  spec: Spec,
): Result<ListQuery<Spec>, RefusedCall> {
  // PostgreSQL has no text with this character, so nothing can match it.
  if (text?.includes('\0')) return err(unknownFilter(text, 'The search has a character that no text here has.'));
  const parts = [...(text ?? '').matchAll(token)];
  if (parts.length > PARTS_MAX) {
    return err(unknownFilter(text ?? '', `A search has at most ${PARTS_MAX} words and filters.`));
  }
  const words: string[] = [];
  const filters = new Map<string, string[]>();
  for (const [whole, key, quotedValue, bareValue, quoted, word] of parts) {
    if (key === undefined) {
      const found = (quoted ?? word ?? '').trim();
      if (found !== '') words.push(found);
      continue;
    }
    const value = quotedValue ?? bareValue ?? '';
    const known = Object.hasOwn(spec, key) ? spec[key] : undefined;
    if (known === undefined) return err(unknownFilter(whole, `There is no filter ${key}.${listed(Object.keys(spec))}`));
    if (value === '' || (known !== 'text' && !known.includes(value))) {
      return err(unknownFilter(whole, `${key} has no value ${value}.${known === 'text' ? '' : listed(known)}`));
    }
    filters.set(key, [...(filters.get(key) ?? []), value]);
  }
  return ok({ words, filters: Object.fromEntries(filters) as unknown as ListQuery<Spec>['filters'] });
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? '' : ` Known are: ${names.join(', ')}.`;
}

function unknownFilter(received: string, message: string): RefusedCall {
  const refusal = refuse('list.filter_unknown', { received: received.slice(0, 200) });
  return { ...refusal, fields: [{ field: 'querystring/q', message: message.slice(0, 200) }] };
}

/** Where the next page begins: the sort keys of the last row that was shown. */
export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

export type CursorShape = readonly ('string' | 'number')[];
type CursorOf<Shape extends CursorShape> = {
  -readonly [K in keyof Shape]: Shape[K] extends 'string' ? string : number;
};

/** @param shape the types of the sort keys of this list, in order; anything else was not made by it */
export function decodeCursor<const Shape extends CursorShape>(
  text: string | undefined,
  shape: Shape,
): Result<CursorOf<Shape> | null, RefusedCall> {
  if (text === undefined) return ok(null);
  const keys = parsedJson(text);
  if (!Array.isArray(keys) || keys.length !== shape.length) return err(refuse('list.cursor_invalid'));
  const fits = keys.every(
    (key, index) =>
      typeof key === shape[index] && (typeof key === 'string' ? !key.includes('\0') : Number.isSafeInteger(key)),
  );
  // Only the spelling that we make: two cursors for one page would be two addresses for it.
  if (!fits || encodeCursor(keys) !== text) return err(refuse('list.cursor_invalid'));
  return ok(keys as CursorOf<Shape>);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

export function pageAnswer<T, U>(
  page: StoredPage<T>,
  toItem: (row: T) => U,
): { items: U[]; next: string | null; total: number; totalIsExact: boolean } {
  return {
    items: page.rows.map(toItem),
    next: page.nextAfter === null ? null : encodeCursor(page.nextAfter),
    total: page.total,
    totalIsExact: page.totalIsExact,
  };
}

/** How many rows a page has when nobody says. */
export const LIMIT_DEFAULT = 50;
