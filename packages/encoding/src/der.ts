import { concatBytes } from './bytes.ts';

/** The little DER (X.690) that has to be written: SubjectPublicKeyInfo here, certificates in the emulator. `der-reader.ts` reads. */
export const derTags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
} as const;

/** Tag, definite length in its shortest form, content. */
export function derItem(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(...content);
  return concatBytes(Uint8Array.of(tag), derLength(body.length), body);
}

export function derSequence(...items: readonly Uint8Array[]): Uint8Array {
  return derItem(derTags.sequence, ...items);
}

/** @param magnitude big-endian, not negative; leading zeros are dropped and one is added where the sign bit needs it. */
export function derInteger(magnitude: Uint8Array): Uint8Array {
  const first = magnitude.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : magnitude.subarray(first);
  const padded = (digits[0] ?? 0) >= 0x80 ? concatBytes(Uint8Array.of(0), digits) : digits;
  return derItem(derTags.integer, padded);
}

export function derBitString(bytes: Uint8Array): Uint8Array {
  return derItem(derTags.bitString, Uint8Array.of(0), bytes);
}

export function derOctetString(bytes: Uint8Array): Uint8Array {
  return derItem(derTags.octetString, bytes);
}

export function derNull(): Uint8Array {
  return derItem(derTags.null);
}

/** [number] EXPLICIT. */
export function derExplicit(number: number, ...items: readonly Uint8Array[]): Uint8Array {
  if (number < 31) return derItem(0xa0 | number, ...items);
  const body = concatBytes(...items);
  return concatBytes(Uint8Array.of(0xbf, ...base128(number)), derLength(body.length), body);
}

/** @param dotted for example `1.2.840.10045.2.1`. */
export function derObjectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return derItem(derTags.objectIdentifier, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(value: number): number[] {
  const digits = [value % 128];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left % 128) | 0x80);
  return digits;
}

function derLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const digits: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) digits.unshift(left % 256);
  return Uint8Array.from([0x80 | digits.length, ...digits]);
}
