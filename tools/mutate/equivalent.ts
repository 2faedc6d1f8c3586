import type { Mutant } from './mutants.ts';

/** Changes that no test can notice, because the program does the same with them. */
export type EquivalentMutants = {
  readonly why: string;
  /** Each with the text of its line, without the space around it. */
  readonly mutants: readonly (readonly [file: string, on: string, before: string, after: string])[];
};

const unreachableDefaults: EquivalentMutants = {
  why: 'The value behind ?? or in a default stands for a byte or a part that the checks before have shown to be there.',
  mutants: [
    [
      'packages/encoding/src/certificate.ts',
      'const [tens, ones] = [(bytes[at] ?? 0) - 0x30, (bytes[at + 1] ?? 0) - 0x30];',
      '0',
      '1',
    ],
    [
      'packages/encoding/src/cose-key.ts',
      "if ((n[n.length - 1] ?? 0) % 2 === 0) return weak('modulus is even');",
      '0',
      '1',
    ],
    ['packages/encoding/src/cose-key.ts', 'const lengthByte = spki[1] ?? 0;', '0', '1'],
    [
      'packages/encoding/src/cose-key.ts',
      "return types.includes(type ?? '') && (details?.modulusLength ?? 0) > (RSA_MODULUS_BYTES_MIN - 1) * 8;",
      '0',
      '1',
    ],
    ['packages/encoding/src/der-reader.ts', 'return this.hasMore() ? (this.bytes[this.#at] ?? 0) : 0;', '0', '1'],
    [
      'packages/encoding/src/der-reader.ts',
      "if ((this.bytes[item.contentStart] ?? 0) >= 0x80) return this.#fault('negative number');",
      '0',
      '1',
    ],
    [
      'packages/encoding/src/der-reader.ts',
      'for (let at = item.contentStart; at < item.end; at += 1) value = value * 256 + (this.bytes[at] ?? 0);',
      '0',
      '1',
    ],
    ['packages/encoding/src/der-reader.ts', 'const byte = bytes[at] ?? 0;', '0', '1'],
    [
      'packages/encoding/src/der-reader.ts',
      'const [first = 0, second = 0] = [this.bytes[item.contentStart], this.bytes[item.contentStart + 1]];',
      '0',
      '1',
    ],
    ['packages/encoding/src/der-reader.ts', 'return octet ?? 0;', '0', '1'],
    [
      'packages/encoding/src/der.ts',
      'const padded = (digits[0] ?? 0) >= 0x80 ? concatBytes(Uint8Array.of(0), digits) : digits;',
      '0',
      '1',
    ],
    [
      'packages/encoding/src/der.ts',
      "const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);",
      '0',
      '1',
    ],
    ['packages/webauthn/src/android-key-description.ts', 'return name ?? names[0];', '0', '1'],
    ['packages/webauthn/src/authenticator-data.ts', 'const flags = bytes[32] ?? 0;', '0', '1'],
    [
      'packages/webauthn/src/authenticator-data.ts',
      'const keyAt = idAt + (bytes[idAt - 2] ?? 0) * 256 + (bytes[idAt - 1] ?? 0);',
      '0',
      '1',
    ],
    [
      'packages/webauthn/src/authenticator-data.ts',
      'for (let index = at; index < at + 4; index += 1) value = value * 256 + (bytes[index] ?? 0);',
      '0',
      '1',
    ],
  ],
};

const stickyFaults: EquivalentMutants = {
  why: 'The first fault of a reader stays and decides; what is read or returned after it is never looked at.',
  mutants: [
    ['packages/encoding/src/cbor.ts', 'if (this.refusal !== null) return null;', 'this.refusal !== null', 'false'],
    ['packages/encoding/src/cbor.ts', 'if (this.refusal !== null) break;', 'this.refusal !== null', 'false'],
    [
      'packages/encoding/src/cbor.ts',
      "if (initial === undefined) return this.#malformed('truncated', start) ?? 0;",
      '??',
      '&&',
    ],
    [
      'packages/encoding/src/cbor.ts',
      "if (initial === undefined) return this.#malformed('truncated', start) ?? 0;",
      '0',
      '1',
    ],
    [
      'packages/encoding/src/cbor.ts',
      "if (byte === undefined) return this.#malformed('truncated', start) ?? 0;",
      '??',
      '&&',
    ],
    [
      'packages/encoding/src/cbor.ts',
      "if (byte === undefined) return this.#malformed('truncated', start) ?? 0;",
      '0',
      '1',
    ],
    ['packages/encoding/src/cbor.ts', 'return 0;', '0', '1'],
    ['packages/encoding/src/certificate-signature.ts', 'reader.close();', 'reader.close();', ';'],
    [
      'packages/encoding/src/certificate.ts',
      'if (validity.fault !== null) return instant(0);',
      'validity.fault !== null',
      'false',
    ],
    ['packages/encoding/src/certificate.ts', 'if (validity.fault !== null) return instant(0);', '0', '1'],
    ['packages/encoding/src/certificate.ts', 'return instant(0);', '0', '1'],
    ['packages/encoding/src/cose-key.ts', 'if (reader.fault !== null) return null;', 'reader.fault !== null', 'false'],
    [
      'packages/encoding/src/der-reader.ts',
      'if (this.#root.fault !== null) return nothing;',
      'this.#root.fault !== null',
      'false',
    ],
    ['packages/encoding/src/der-reader.ts', 'if (this.fault !== null) return 0;', 'this.fault !== null', 'false'],
    ['packages/encoding/src/der-reader.ts', 'if (this.fault !== null) return false;', 'this.fault !== null', 'false'],
    ['packages/encoding/src/der-reader.ts', "if (this.fault !== null) return '';", 'this.fault !== null', 'false'],
    ['packages/encoding/src/der-reader.ts', 'return 0;', '0', '1'],
  ],
};

const caughtLater: EquivalentMutants = {
  why: 'A later check of the same ceremony refuses the same input with the same words.',
  mutants: [
    ['packages/encoding/src/cbor.ts', 'const key = this.item(depth + 1);', '+', '-'],
    ['packages/encoding/src/certificate.ts', 'const [unused = 8, first = 0] = bits;', '8', '9'],
    ['packages/encoding/src/certificate.ts', 'const [unused = 8, first = 0] = bits;', '0', '1'],
    [
      'packages/encoding/src/certificate.ts',
      'const digits = item.tag === derTags.utcTime ? 12 : item.tag === derTags.generalizedTime ? 14 : 0;',
      '0',
      '1',
    ],
    ['packages/encoding/src/cose-key.ts', 'const start = lengthByte < 0x80 ? 2 : 2 + (lengthByte & 0x7f);', '<', '<='],
    [
      'packages/encoding/src/cose-key.ts',
      'const start = lengthByte < 0x80 ? 2 : 2 + (lengthByte & 0x7f);',
      '0x80',
      '129',
    ],
    [
      'packages/encoding/src/der-reader.ts',
      'const octet = this.#at < this.#end ? this.bytes[this.#at] : undefined;',
      'this.#at < this.#end',
      'true',
    ],
    [
      'packages/encoding/src/der-reader.ts',
      'const octet = this.#at < this.#end ? this.bytes[this.#at] : undefined;',
      '<',
      '<=',
    ],
    [
      'packages/encoding/src/der-reader.ts',
      "if ((octets === 0 && octet === 0x80) || octets > 2) return this.#fault('tag');",
      '2',
      '3',
    ],
    [
      'packages/webauthn/src/authenticator-data.ts',
      "if (bytes.length < idAt) return malformed('attested credential data is truncated');",
      'bytes.length < idAt',
      'false',
    ],
    [
      'packages/webauthn/src/authenticator-data.ts',
      "if (bytes.length < idAt) return malformed('attested credential data is truncated');",
      '<',
      '<=',
    ],
    [
      'packages/webauthn/src/decode-registration.ts',
      "const residentKey = isRecord(credProps) ? member(credProps, 'rk') : undefined;",
      'isRecord(credProps)',
      'true',
    ],
    ['packages/webauthn/src/format-android-safetynet.ts', 'if (!bytes.ok) return null;', '!bytes.ok', 'false'],
    ['packages/webauthn/src/authentication-steps.ts', 'return held.ok ? undefined : held.error;', 'held.ok', 'true'],
    ['packages/webauthn/src/registration-steps.ts', 'return held.ok ? undefined : held.error;', 'held.ok', 'true'],
  ],
};

const checkedBefore: EquivalentMutants = {
  why: 'The steps before have asked the same question and refused; the compiler wants to hear it again.',
  mutants: [
    [
      'packages/webauthn/src/verify-registration.ts',
      "if (!key.ok) return err({ ...key.error, step: 'algorithm' });",
      '!key.ok',
      'false',
    ],
    [
      'packages/webauthn/src/verify-registration.ts',
      "if (!format.ok) return err({ ...format.error, step: 'attestationFormat' });",
      '!format.ok',
      'false',
    ],
    [
      'packages/webauthn/src/verify-registration.ts',
      "if (!attestation.ok) return err({ ...attestation.error, step: 'attestationStatement' });",
      '!attestation.ok',
      'false',
    ],
    ['packages/webauthn/src/trust-group-key.ts', 'if (!own.ok) return own;', '!own.ok', 'false'],
    [
      'packages/webauthn/src/verify-authentication.ts',
      "if (!trustGroupKey.ok) return err({ ...trustGroupKey.error, step: 'extensions' });",
      '!trustGroupKey.ok',
      'false',
    ],
    [
      'packages/webauthn/src/verify-registration.ts',
      "if (!trustGroupKey.ok) return err({ ...trustGroupKey.error, step: 'extensions' });",
      '!trustGroupKey.ok',
      'false',
    ],
  ],
};

const sameValue: EquivalentMutants = {
  why: 'Both programs compute the same value: NaN is no bit, a missing member is undefined, only the sign of a comparison counts.',
  mutants: [
    ['packages/encoding/src/cbor.ts', '#argument = 0;', '0', '1'],
    [
      'packages/encoding/src/der-reader.ts',
      'if (tag <= 0xff) return this.bytes[this.#at] === tag;',
      'tag <= 0xff',
      'false',
    ],
    ['packages/encoding/src/der-reader.ts', 'if (tag <= 0xff) return this.bytes[this.#at] === tag;', '<=', '<'],
    ['packages/encoding/src/der-reader.ts', 'if (tag <= 0xff) return this.bytes[this.#at] === tag;', '0xff', '256'],
    ['packages/encoding/src/der-reader.ts', 'let octet = 0x80;', '0x80', '129'],
    [
      'packages/encoding/src/distinguished-name.ts',
      'const text = /^[ -~]*$/.test(written)',
      '/^[ -~]*$/.test(written)',
      'false',
    ],
    [
      'packages/webauthn/src/ceremony-checks.ts',
      "if (latest.scope !== scope) latest = { scope, digest: hash('sha256', scope, 'buffer') };",
      'latest.scope !== scope',
      'true',
    ],
    [
      'packages/webauthn/src/ceremony-checks.ts',
      'for (let at = 0; at < a.length; at += 1) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);',
      '<',
      '<=',
    ],
    ['packages/webauthn/src/client-data.ts', 'for (let at = 0; at < json.length; at += 1) {', '<', '<='],
    [
      'packages/webauthn/src/facts-digest.ts',
      'return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));',
      '<',
      '<=',
    ],
    [
      'packages/webauthn/src/facts-digest.ts',
      'return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));',
      '1',
      '2',
    ],
    ['packages/webauthn/src/format-android-safetynet.ts', 'const DNS_NAME = contextTag(2) & ~0x20;', '0x20', '33'],
    [
      'packages/webauthn/src/format-tpm.ts',
      "return concatBytes(Uint8Array.of(algorithm >> 8, algorithm & 0xff), hash(digest, pubArea, 'buffer'));",
      '>>',
      '<<',
    ],
    [
      'packages/webauthn/src/format-tpm.ts',
      "return concatBytes(Uint8Array.of(algorithm >> 8, algorithm & 0xff), hash(digest, pubArea, 'buffer'));",
      '8',
      '9',
    ],
    [
      'packages/webauthn/src/registration-steps.ts',
      'return resolved.ok ? undefined : resolved.error;',
      'resolved.ok',
      'false',
    ],
    [
      'packages/webauthn/src/registration-steps.ts',
      'return verified.ok ? undefined : verified.error;',
      'verified.ok',
      'false',
    ],
    ['packages/webauthn/src/authentication-steps.ts', 'return held.ok ? undefined : held.error;', 'held.ok', 'false'],
    ['packages/webauthn/src/registration-steps.ts', 'return held.ok ? undefined : held.error;', 'held.ok', 'false'],
    ['packages/webauthn/src/untrusted-json.ts', 'return bytes.ok ? bytes.value : undefined;', 'bytes.ok', 'true'],
  ],
};

const againstTheLibrary: EquivalentMutants = {
  why: 'Only a library that throws something else, or where it has not been seen to throw, would show the difference.',
  mutants: [
    [
      'packages/encoding/src/cose-key.ts',
      'const reason = thrown instanceof Error ? thrown.message : String(thrown);',
      'thrown instanceof Error',
      'true',
    ],
    ['packages/webauthn/src/format-android-safetynet.ts', 'return false;', 'false', 'true'],
  ],
};

export const equivalentMutants: readonly EquivalentMutants[] = [
  unreachableDefaults,
  stickyFaults,
  caughtLater,
  checkedBefore,
  sameValue,
  againstTheLibrary,
];

const known = new Set(equivalentMutants.flatMap(({ mutants }) => mutants.map((row) => JSON.stringify(row))));

export function isKnownEquivalent({ file, on, before, after }: Mutant): boolean {
  return known.has(JSON.stringify([file, on, before, after]));
}
