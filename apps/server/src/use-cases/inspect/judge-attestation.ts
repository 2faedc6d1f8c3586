import { type Instant, unreachable } from '@holdfast/kernel';
import { verifyChain } from '@holdfast/trust';
import type { AttestationFacts } from '@holdfast/webauthn';
import type { Anchors } from './read-case.ts';

/** What an attestation statement is worth with these anchors. No anchors means not trusted. */
export type JudgedAttestation = {
  readonly format: string;
  readonly type: string;
  readonly trusted: boolean;
  readonly reasons: readonly string[];
};

type Judged = Pick<JudgedAttestation, 'trusted' | 'reasons'>;

export function judgeAttestation(
  { format, attestation }: { readonly format: string; readonly attestation: AttestationFacts },
  { certificates, leftOut }: Anchors,
  at: Instant,
): JudgedAttestation {
  const { trusted, reasons } = judge(attestation, certificates, at);
  return { format, type: attestation.type, trusted, reasons: [...leftOut, ...reasons] };
}

function judge(attestation: AttestationFacts, anchors: readonly string[], at: Instant): Judged {
  switch (attestation.type) {
    case 'none':
      return { trusted: false, reasons: ['The authenticator sent no attestation statement.'] };
    case 'self': {
      const reason =
        'The credential key attested itself, which proves possession of the key and says nothing about the maker.';
      return { trusted: false, reasons: [reason] };
    }
    case 'certified': {
      if (anchors.length === 0) {
        return { trusted: false, reasons: ['No trust anchors were given, so that the chain leads nowhere.'] };
      }
      const chain = verifyChain(attestation.chain, anchors, at);
      return chain.ok
        ? { trusted: true, reasons: [`The chain ends in "${chain.value.anchor}".`] }
        : { trusted: false, reasons: chain.error };
    }
    case 'compound': {
      // Each statement was verified over the same key, so that one maker who is trusted vouches for it.
      const each = attestation.statements.map((statement) => ({
        format: statement.format,
        ...judge(statement.attestation, anchors, at),
      }));
      const reasons = each.flatMap((one) => one.reasons.map((reason) => `${one.format}: ${reason}`));
      return { trusted: each.some(({ trusted }) => trusted), reasons };
    }
    default:
      return unreachable(attestation);
  }
}
