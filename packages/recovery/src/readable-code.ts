import type { Brand } from '@holdfast/kernel';
import { err, ok, type Refusal, type Result, refuse } from '@holdfast/kernel';
import type { RecoveryErrorCode } from './errors.ts';

/** Thirteen characters of 5 bits and a check character, without dashes, upper case. What is hashed and compared. */
export type ReadableCode = Brand<string, 'ReadableCode'>;

/** Crockford's base 32: no I, L, O, U, so that nothing reads as something else on a phone or on paper. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 13;
/** 65 bits: a pass has at least 60 (product), a saved recovery code at least 64 (NIST SP 800-63B-4 §4.2.1.1). */
export const READABLE_CODE_BITS = CHARACTERS * 5;
/** Random bytes that one code takes. */
export const READABLE_CODE_BYTES = Math.ceil(READABLE_CODE_BITS / 8);

/** @param random {@link READABLE_CODE_BYTES} bytes of the CSPRNG; the first 65 bits are used. */
export function readableCode(random: Uint8Array): ReadableCode {
  if (random.length !== READABLE_CODE_BYTES) throw new RangeError(`not ${READABLE_CODE_BYTES} bytes: ${random.length}`);
  const bits = [...random].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const values = Array.from({ length: CHARACTERS }, (_, at) => Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2));
  return [...values, checkValue(values)].map((value) => alphabet.charAt(value)).join('') as ReadableCode;
}

/** Codes of one printed sheet, in the order in which they are printed. */
export function codeSheet(random: Uint8Array, count: number): ReadableCode[] {
  if (random.length !== count * READABLE_CODE_BYTES) throw new RangeError(`not ${count} codes: ${random.length} bytes`);
  return Array.from({ length: count }, (_, at) =>
    readableCode(random.subarray(at * READABLE_CODE_BYTES, (at + 1) * READABLE_CODE_BYTES)),
  );
}

/** In groups, as it is printed and read out: `7K3QM-9XR2D-0TBW`. */
export function showCode(code: ReadableCode): string {
  return `${code.slice(0, 5)}-${code.slice(5, 10)}-${code.slice(10)}`;
}

/**
 * Forgives what people do with a code that they hear or read: lower case, spaces, dashes, O for 0, I and L for 1. The
 * check character finds every single wrong character and every two neighbours in the wrong order, before a try counts.
 */
export function readCode(typed: string): Result<ReadableCode, Refusal<RecoveryErrorCode>> {
  if (typed.length > 100) return err(refuse('recovery.code_wrong', { because: 'length' }));
  const plain = typed
    .toUpperCase()
    .replaceAll(/[\s\-\u2010-\u2015]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  const values = [...plain].map((character) => alphabet.indexOf(character));
  if (values.length !== CHARACTERS + 1) return err(refuse('recovery.code_wrong', { because: 'length' }));
  if (values.includes(-1)) return err(refuse('recovery.code_wrong', { because: 'character' }));
  if (values.at(-1) !== checkValue(values.slice(0, -1)))
    return err(refuse('recovery.code_wrong', { because: 'check' }));
  return ok(plain as ReadableCode);
}

/** A polynomial over GF(32): each place weighs another power of the generator, so that no single slip cancels out. */
function checkValue(values: readonly number[]): number {
  return timesGenerator(values.reduce((sum, value) => timesGenerator(sum) ^ value, 0));
}

/** Times x, modulo x^5 + x^2 + 1, which is primitive. */
function timesGenerator(value: number): number {
  const shifted = value << 1;
  return shifted & 32 ? shifted ^ 37 : shifted;
}
