/** Reading JSON of which nothing is known. Only own members count, so that `__proto__` and `constructor` are names like any other. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function member(value: JsonObject, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Null where the text is not JSON. */
export function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** RFC 4648 §4 with or without line breaks, as base64url; null where it is something else. Metadata writes certificates like that. */
export function base64urlOf(base64: string): string | null {
  const compact = base64.replace(/\s+/g, '');
  if (compact === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return null;
  return compact.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** A calendar date at the start of `text` (ISO 8601), as milliseconds of its midnight in UTC; null where there is none. */
export function dateMs(text: string): number | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})(?:$|T)/.exec(text) ?? [];
  if (year === '') return null;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Date carries the 31st of February over into March.
  const isCalendarDate = Number(year) >= 1900 && new Date(ms).toISOString().startsWith(`${year}-${month}-${day}`);
  return isCalendarDate ? ms : null;
}
