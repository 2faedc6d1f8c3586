import { fromBase64url, parseCertificate } from '@holdfast/encoding';
import { type Instant, instant } from '@holdfast/kernel';
import { base64urlOf, dateMs, type JsonObject, member } from './untrusted-json.ts';

/** Says that a member was left out, and why. */
export type Note = (path: string, why: string) => void;

/** One object of the document and where it stands. */
export type Place = { readonly object: JsonObject; readonly path: string; readonly note: Note };

const WORDS_MAX = 128;
const WORD_CHARS_MAX = 64;
const TEXT_CHARS_MAX = 2048;

export function readText({ object, path, note }: Place, name: string, charsMax = TEXT_CHARS_MAX): string | null {
  const value = member(object, name);
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && value.length <= charsMax) return value;
  note(`${path}${name}`, `is not a text of at most ${charsMax} characters`);
  return null;
}

/** A whole number that is not negative. */
export function readCount({ object, path, note }: Place, name: string): number | null {
  const value = member(object, name);
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  note(`${path}${name}`, 'is not a whole number');
  return null;
}

export function readDate(place: Place, name: string): Instant | null {
  const text = readText(place, name);
  const ms = text === null ? null : dateMs(text);
  if (text !== null && ms === null) place.note(`${place.path}${name}`, 'is not a date');
  return ms === null ? null : instant(ms);
}

/** A list; null where there is none, also where something else is in its place. */
export function readList({ object, path, note }: Place, name: string, sizeMax: number): readonly unknown[] | null {
  const value = member(object, name);
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.length <= sizeMax) return value;
  note(`${path}${name}`, `is not a list of at most ${sizeMax}`);
  return null;
}

/** Words of a registry. Whether they are known is for those to say who decide something by them. */
export function readWords(place: Place, name: string): readonly string[] {
  return words(readList(place, name, WORDS_MAX) ?? [], `${place.path}${name}`, place.note);
}

export function words(list: readonly unknown[], path: string, note: Note): readonly string[] {
  return list.flatMap((value, index) => {
    if (typeof value === 'string' && value.length <= WORD_CHARS_MAX) return [value];
    note(`${path}[${index}]`, `is not a word of at most ${WORD_CHARS_MAX} characters`);
    return [];
  });
}

/** @returns base64url of DER, or null where the value is not a certificate that can be read. */
export function certificateText(value: unknown): string | null {
  const text = typeof value === 'string' ? base64urlOf(value) : null;
  if (text === null) return null;
  const der = fromBase64url(text);
  return der.ok && parseCertificate(der.value).ok ? text : null;
}
