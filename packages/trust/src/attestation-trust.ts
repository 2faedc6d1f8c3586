import { type Instant, unreachable } from '@holdfast/kernel';
import type { AttestationFacts, CertifiedFacts, StatementFacts } from '@holdfast/webauthn';
import type { AssessmentReason } from './assessment.ts';
import { type ChainMemo, noMemo } from './chain-memo.ts';
import { verifyChain } from './verify-chain.ts';

/** Whether a statement leads to somebody who is trusted, and why. */
export type AttestationTrust = {
  readonly trusted: boolean;
  /** Subject of the anchor that the chain ends in. */
  readonly anchor: string | null;
  readonly reasons: readonly AssessmentReason[];
};

/**
 * L3 §7.1 step 24. One of several statements of a compound is enough: each was signed for this very ceremony, and one that ends in an
 * anchor is worth no less for the company it keeps.
 *
 * @param anchors base64url of DER; none means not trusted.
 */
export function attestationTrust(
  attestation: AttestationFacts,
  anchors: readonly string[],
  at: Instant,
  memo: ChainMemo = noMemo,
): AttestationTrust {
  switch (attestation.type) {
    case 'none':
      return untrusted('trust.attestation_absent', 'The authenticator sent no attestation statement.');
    case 'self':
      return untrusted(
        'trust.attestation_self',
        'The credential key attested itself, which proves possession of the key and says nothing about the maker.',
      );
    case 'certified':
      return chainTrust(attestation, anchors, at, memo);
    case 'compound': {
      const judged = attestation.statements.map((statement) =>
        attestationTrust(statement.attestation, anchors, at, memo),
      );
      const reasons = judged.flatMap((each) => each.reasons);
      return judged.find(({ trusted }) => trusted) ?? { trusted: false, anchor: null, reasons };
    }
    default:
      return unreachable(attestation);
  }
}

/** What a statement is, and what the strongest one of a compound is. */
export function attestationType(attestation: AttestationFacts): StatementFacts['type'] {
  if (attestation.type !== 'compound') return attestation.type;
  const types = attestation.statements.map((statement) => statement.attestation.type);
  return (['certified', 'self'] as const).find((type) => types.includes(type)) ?? 'none';
}

function chainTrust(
  { chain }: CertifiedFacts,
  anchors: readonly string[],
  at: Instant,
  memo: ChainMemo,
): AttestationTrust {
  const verified = verifyChain(chain, anchors, at, memo);
  if (!verified.ok) {
    const reasons = verified.error.map(
      (text) => ({ about: 'attestation', code: 'trust.attestation_chain_broken', text }) as const,
    );
    return { trusted: false, anchor: null, reasons };
  }
  const { anchor } = verified.value;
  const text = `The chain ends in "${anchor}", which is a trust anchor.`;
  return {
    trusted: true,
    anchor,
    reasons: [{ about: 'attestation', code: 'trust.attestation_anchored', text }],
  };
}

function untrusted(code: string, text: string): AttestationTrust {
  return { trusted: false, anchor: null, reasons: [{ about: 'attestation', code, text }] };
}
