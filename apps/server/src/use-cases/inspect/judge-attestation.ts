import type { Instant } from '@holdfast/kernel';
import { attestationTrust, attestationType } from '@holdfast/trust';
import type { AttestationFacts } from '@holdfast/webauthn';
import type { Anchors } from './read-case.ts';

/** What an attestation statement is worth with these anchors. No anchors means not trusted. */
export type JudgedAttestation = {
  readonly format: string;
  /** Of a compound: that of its strongest statement. */
  readonly type: string;
  readonly trusted: boolean;
  readonly reasons: readonly string[];
};

export function judgeAttestation(
  { format, attestation }: { readonly format: string; readonly attestation: AttestationFacts },
  { certificates, leftOut }: Anchors,
  at: Instant,
): JudgedAttestation {
  const { trusted, reasons } = attestationTrust(attestation, certificates, at);
  return {
    format,
    type: attestationType(attestation),
    trusted,
    reasons: [...leftOut, ...reasons.map(({ text }) => text)],
  };
}
