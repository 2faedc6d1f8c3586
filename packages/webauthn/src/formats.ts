import type { CborValue, PublicKey } from '@holdfast/encoding';
import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { ExpectedRegistration } from './ceremony.ts';
import type { AttestationFacts, AttestationFormat, CompoundedStatement, StatementFacts } from './facts.ts';
import { verifyAndroidKey } from './format-android-key.ts';
import { verifyAndroidSafetyNet } from './format-android-safetynet.ts';
import { verifyApple } from './format-apple.ts';
import { verifyCompound } from './format-compound.ts';
import { verifyFidoU2f } from './format-fido-u2f.ts';
import { verifyNone } from './format-none.ts';
import { verifyPacked } from './format-packed.ts';
import { verifyTpm } from './format-tpm.ts';
import type { WebauthnRefusal } from './step.ts';

/** What a verification procedure of L3 §8 is given. */
export type FormatInput = {
  readonly attStmt: CborValue;
  /** Authenticator data as signed. */
  readonly authDataBytes: Uint8Array;
  readonly rpIdHash: Uint8Array;
  readonly credentialId: Uint8Array;
  readonly aaguid: string;
  readonly clientDataHash: Uint8Array;
  readonly credentialKey: PublicKey;
  readonly settings: AttestationSettings;
};

/** What the caller may decide about statements. */
export type AttestationSettings = Pick<
  ExpectedRegistration,
  'allowSha1Attestation' | 'at' | 'skipTimestampCheck' | 'androidKeyRequireTee'
>;

export type FormatVerifier = (input: FormatInput) => Result<StatementFacts, WebauthnRefusal>;

export type StatementFormat = { readonly format: CompoundedStatement['format']; readonly verify: FormatVerifier };

/** The formats of L3 §8 that stand by themselves, by their exact identifiers. */
const statementFormats: ReadonlyMap<string, StatementFormat> = new Map(
  (
    [
      { format: 'none', verify: verifyNone },
      { format: 'packed', verify: verifyPacked },
      { format: 'tpm', verify: verifyTpm },
      { format: 'android-key', verify: verifyAndroidKey },
      { format: 'android-safetynet', verify: verifyAndroidSafetyNet },
      { format: 'fido-u2f', verify: verifyFidoU2f },
      { format: 'apple', verify: verifyApple },
    ] as const
  ).map((row) => [row.format, row]),
);

export type ResolvedFormat = {
  readonly format: AttestationFormat;
  readonly verify: (input: FormatInput) => Result<AttestationFacts, WebauthnRefusal>;
};

const compound: ResolvedFormat = {
  format: 'compound',
  verify: (input) => verifyCompound(input, statementFormats),
};

/** Formats that can be verified, for documentation and tests: all that L3 defines. */
export const verifiableFormats: readonly AttestationFormat[] = [
  ...[...statementFormats.values()].map(({ format }) => format),
  compound.format,
];

/** L3 §7.1 step 21. */
export function resolveFormat(fmt: string): Result<ResolvedFormat, WebauthnRefusal> {
  const row = fmt === compound.format ? compound : statementFormats.get(fmt);
  if (row !== undefined) return ok(row);
  return err(refuse('webauthn.attestation_format_unknown', { received: fmt.slice(0, 64) }));
}
