import { isUtf8 } from 'node:buffer';
import { err, ok, type Refusal, type Result, refuse } from '@holdfast/kernel';
import { decode, encode } from 'cborg';

/** What authenticators may send: CTAP2 canonical CBOR without floating point and tags. */
export type CborValue = number | string | boolean | null | Uint8Array | readonly CborValue[] | CborMap;
export type CborMap = ReadonlyMap<number | string, CborValue>;

export const CBOR_BYTES_MAX = 65_536;
/** A compound attestation holds object → statements → statement → map → chain → certificate; two more are to spare. */
export const CBOR_DEPTH_MAX = 8;

export type CborErrorCode =
  | 'encoding.cbor_malformed'
  | 'encoding.cbor_duplicate_key'
  | 'encoding.cbor_too_deep'
  | 'encoding.cbor_too_large'
  | 'encoding.cbor_trailing_bytes';
type CborRefusal = Refusal<CborErrorCode>;

const malformed = (reason: string, at: number) => err(refuse('encoding.cbor_malformed', { reason, at }));

/** Decodes exactly one item that fills all of `bytes`. */
export function decodeCbor(bytes: Uint8Array): Result<CborValue, CborRefusal> {
  const first = decodeFirstCbor(bytes);
  if (!first.ok) return first;
  if (first.value.sizeBytes !== bytes.length) {
    return err(refuse('encoding.cbor_trailing_bytes', { leftOver: bytes.length - first.value.sizeBytes }));
  }
  return ok(first.value.value);
}

/** Decodes the item at the beginning and says how many bytes it took; what follows is not looked at. */
export function decodeFirstCbor(bytes: Uint8Array): Result<{ value: CborValue; sizeBytes: number }, CborRefusal> {
  if (bytes.length > CBOR_BYTES_MAX) return err(refuse('encoding.cbor_too_large', { sizeBytes: bytes.length }));
  const end = itemEnd(bytes, 0, 1);
  if (!end.ok) return end;
  try {
    const value: CborValue = decode(bytes.subarray(0, end.value), {
      strict: true,
      useMaps: true,
      rejectDuplicateMapKeys: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowBigInt: false,
      allowInfinity: false,
      allowNaN: false,
    });
    return ok({ value, sizeBytes: end.value });
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    if (message.includes('repeat map key')) return err(refuse('encoding.cbor_duplicate_key', { reason: message }));
    return malformed(message, 0);
  }
}

/** CTAP2 canonical CBOR. For our own values only: what cannot be encoded is our mistake and throws. */
export function encodeCbor(value: CborValue): Uint8Array {
  return encode(value);
}

/**
 * Walks the item at `start` without building anything, so that the decoder behind never sees more nesting, other key types or other
 * kinds of items than we allow.
 */
function itemEnd(bytes: Uint8Array, start: number, depth: number): Result<number, CborRefusal> {
  if (depth > CBOR_DEPTH_MAX) return err(refuse('encoding.cbor_too_deep', { at: start }));
  const head = readHead(bytes, start);
  if (!head.ok) return head;
  const { major, argument, next } = head.value;
  switch (major) {
    case 0:
    case 1:
      return ok(next);
    case 2:
    case 3: {
      const end = next + argument;
      if (end > bytes.length) return malformed('truncated string', start);
      if (major === 3 && !isUtf8(bytes.subarray(next, end))) return malformed('text is not UTF-8', start);
      return ok(end);
    }
    case 4:
      return elementsEnd(bytes, next, argument, depth);
    case 5:
      return entriesEnd(bytes, next, argument, depth);
    case 7:
      // false, true, null. Nothing in an attestation or an extension output is a float or undefined.
      if (argument === 20 || argument === 21 || argument === 22) return ok(next);
      return malformed('simple value or float', start);
    default:
      return malformed('tag', start);
  }
}

function elementsEnd(bytes: Uint8Array, start: number, count: number, depth: number): Result<number, CborRefusal> {
  let at = start;
  for (let index = 0; index < count; index += 1) {
    const element = itemEnd(bytes, at, depth + 1);
    if (!element.ok) return element;
    at = element.value;
  }
  return ok(at);
}

function entriesEnd(bytes: Uint8Array, start: number, count: number, depth: number): Result<number, CborRefusal> {
  let at = start;
  for (let index = 0; index < count; index += 1) {
    const major = (bytes[at] ?? 0xff) >> 5;
    if (major !== 0 && major !== 1 && major !== 3) return malformed('map key is neither integer nor text', at);
    const key = itemEnd(bytes, at, depth + 1);
    if (!key.ok) return key;
    const value = itemEnd(bytes, key.value, depth + 1);
    if (!value.ok) return value;
    at = value.value;
  }
  return ok(at);
}

type Head = { readonly major: number; readonly argument: number; readonly next: number };

function readHead(bytes: Uint8Array, at: number): Result<Head, CborRefusal> {
  const initial = bytes[at];
  if (initial === undefined) return malformed('truncated', at);
  const major = initial >> 5;
  const minor = initial & 31;
  if (minor < 24) return ok({ major, argument: minor, next: at + 1 });
  if (minor > 27 || major === 7) return malformed(minor === 31 ? 'indefinite length' : 'reserved or float', at);
  const width = 1 << (minor - 24);
  if (at + 1 + width > bytes.length) return malformed('truncated', at);
  let argument = 0;
  for (let index = 0; index < width; index += 1) argument = argument * 256 + (bytes[at + 1 + index] ?? 0);
  return ok({ major, argument, next: at + 1 + width });
}
