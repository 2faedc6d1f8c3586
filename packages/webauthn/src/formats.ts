import type { CborValue, PublicKey } from '@holdfast/encoding';
import { err, type Result, refuse } from '@holdfast/kernel';
import type { AttestationFacts, AttestationFormat } from './facts.ts';
import { verifyNone } from './format-none.ts';
import { verifyPacked } from './format-packed.ts';
import type { WebauthnRefusal } from './step.ts';

/** What a verification procedure of L3 §8 is given. */
export type FormatInput = {
  readonly attStmt: CborValue;
  /** Authenticator data as signed. */
  readonly authDataBytes: Uint8Array;
  readonly clientDataHash: Uint8Array;
  readonly aaguid: string;
  readonly credentialKey: PublicKey;
};

export type FormatVerifier = (input: FormatInput) => Result<AttestationFacts, WebauthnRefusal>;

/**
 * The formats of L3 §8, by their exact identifiers. Null marks a registered format that has no verifier: a statement that nobody
 * checked is refused, never taken for none.
 */
const formats: ReadonlyMap<string, { readonly format: AttestationFormat; readonly verify: FormatVerifier | null }> =
  new Map(
    (
      [
        ['none', verifyNone],
        ['packed', verifyPacked],
        ['tpm', null],
        ['android-key', null],
        ['android-safetynet', null],
        ['fido-u2f', null],
        ['apple', null],
        ['compound', null],
      ] as const
    ).map(([format, verify]) => [format, { format, verify }]),
  );

/** Formats that can be verified, for documentation and tests. */
export const verifiableFormats: readonly AttestationFormat[] = [...formats.values()]
  .filter(({ verify }) => verify !== null)
  .map(({ format }) => format);

export type ResolvedFormat = { readonly format: AttestationFormat; readonly verify: FormatVerifier };

/** L3 §7.1 step 21. */
export function resolveFormat(fmt: string): Result<ResolvedFormat, WebauthnRefusal> {
  const row = formats.get(fmt);
  if (row === undefined) return err(refuse('webauthn.attestation_format_unknown', { received: fmt.slice(0, 64) }));
  if (row.verify === null) return err(refuse('webauthn.attestation_format_unsupported', { received: fmt }));
  return { ok: true, value: { format: row.format, verify: row.verify } };
}
