import { isUtf8 } from 'node:buffer';
import { err, ok, type Refusal, type Result, refuse } from '@holdfast/kernel';
import { encode } from 'cborg';

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
  const reader = new CborReader(bytes);
  const value = reader.item(1);
  return reader.refusal === null ? ok({ value, sizeBytes: reader.sizeBytes }) : err(reader.refusal);
}

/** CTAP2 canonical CBOR. For our own values only: what cannot be encoded is our mistake and throws. */
export function encodeCbor(value: CborValue): Uint8Array {
  return encode(value);
}

/**
 * Reads in one pass what the grammar of authenticators allows and nothing else: definite lengths, the shortest heads, whole numbers that
 * a double holds exactly, text in UTF-8, maps that name nothing twice. Byte strings are views. The first fault stays; it ends every loop,
 * and the caller asks for it once. Nesting is bounded by CBOR_DEPTH_MAX, and with it the recursion.
 */
class CborReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #argument = 0;
  refusal: CborRefusal | null = null;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** How far the reader came. */
  get sizeBytes(): number {
    return this.#at;
  }

  item(depth: number): CborValue {
    if (depth > CBOR_DEPTH_MAX) return this.#refuse(refuse('encoding.cbor_too_deep', { at: this.#at }));
    const start = this.#at;
    const major = this.#head();
    if (this.refusal !== null) return null;
    switch (major) {
      case 0:
        return this.#argument;
      case 1:
        return -1 - this.#argument;
      case 2:
        return this.#take(start);
      case 3:
        return this.#text(start);
      case 4:
        return this.#array(this.#argument, depth);
      case 5:
        return this.#map(this.#argument, depth);
      case 7:
        return this.#simple(start);
      default:
        return this.#malformed('tag', start);
    }
  }

  #take(start: number): Uint8Array {
    const end = this.#at + this.#argument;
    if (end > this.#bytes.length) this.#malformed('truncated string', start);
    const content = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return content;
  }

  #text(start: number): string {
    const content = this.#take(start);
    if (this.refusal === null && !isUtf8(content)) this.#malformed('text is not UTF-8', start);
    return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8');
  }

  #array(count: number, depth: number): CborValue {
    const elements: CborValue[] = [];
    for (let index = 0; index < count && this.refusal === null; index += 1) elements.push(this.item(depth + 1));
    return elements;
  }

  #map(count: number, depth: number): CborValue {
    const entries = new Map<number | string, CborValue>();
    for (let index = 0; index < count && this.refusal === null; index += 1) {
      const start = this.#at;
      const key = this.item(depth + 1);
      if (this.refusal !== null) break;
      if (typeof key !== 'number' && typeof key !== 'string') {
        return this.#malformed('map key is neither integer nor text', start);
      }
      if (entries.has(key)) return this.#refuse(refuse('encoding.cbor_duplicate_key', { at: start }));
      entries.set(key, this.item(depth + 1));
    }
    return entries;
  }

  /** Nothing in an attestation or an extension output is a float or undefined. */
  #simple(start: number): CborValue {
    if (this.#argument === 20) return false;
    if (this.#argument === 21) return true;
    return this.#argument === 22 ? null : this.#malformed('simple value or float', start);
  }

  /** Sets the argument and gives the major type. */
  #head(): number {
    const start = this.#at;
    const initial = this.#bytes[start];
    if (initial === undefined) return this.#malformed('truncated', start) ?? 0;
    const major = initial >> 5;
    const minor = initial & 31;
    this.#at = start + 1;
    this.#argument = minor;
    if (minor < 24) return major;
    if (minor > 27 || major === 7) {
      this.#malformed(minor === 31 ? 'indefinite length' : 'reserved or float', start);
      return 0;
    }
    const width = 1 << (minor - 24);
    this.#argument = 0;
    for (let index = 0; index < width; index += 1) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) return this.#malformed('truncated', start) ?? 0;
      this.#argument = this.#argument * 256 + byte;
      this.#at += 1;
    }
    // The shortest form: a narrower head could not have held the argument.
    const least = width === 1 ? 24 : 256 ** (width / 2);
    if (this.#argument < least) this.#malformed('not in its shortest form', start);
    if (this.#argument >= Number.MAX_SAFE_INTEGER) this.#malformed('number too large', start);
    return major;
  }

  #malformed(reason: string, at: number): null {
    return this.#refuse(refuse('encoding.cbor_malformed', { reason, at }));
  }

  #refuse(refusal: CborRefusal): null {
    this.refusal ??= refusal;
    return null;
  }
}
