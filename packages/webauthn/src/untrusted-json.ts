import { fromBase64url, isBase64url } from '@holdfast/encoding';

/**
 * Reading JSON of which nothing is known. Only own members count, so that `__proto__` and `constructor` are names like any other.
 * Undefined means "missing or of another type"; the caller names what it wanted.
 */
export function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Reflect.get(value, name);
}

/** @param sizeBytesMax bound of the decoded bytes, applied before decoding. */
export function bytesMember(value: unknown, name: string, sizeBytesMax: number): Uint8Array | undefined {
  const text = member(value, name);
  if (typeof text !== 'string' || text.length > Math.ceil((sizeBytesMax * 4) / 3)) return undefined;
  const bytes = fromBase64url(text);
  return bytes.ok ? bytes.value : undefined;
}

/** The text of canonical base64url, for ids that are compared and never taken apart. Bounded like `bytesMember`. */
export function base64urlMember(value: unknown, name: string, sizeBytesMax: number): string | undefined {
  const text = member(value, name);
  if (typeof text !== 'string' || text.length > Math.ceil((sizeBytesMax * 4) / 3)) return undefined;
  return isBase64url(text) ? text : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
