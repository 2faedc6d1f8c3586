import { hash } from 'node:crypto';
import type { PersonId } from '@holdfast/kernel';
import type { Deed } from './evidence-rules.ts';
import type { Digest, RecoveryCase } from './model.ts';

type Seen = Pick<RecoveryCase, 'id' | 'subject' | 'tier' | 'receipt' | 'evidence' | 'approvals'>;

/**
 * What somebody signs with a passkey when they act in a case: the case as they saw it, the deed, and themselves.
 * When anything was added since, the digest is another one and they have to look again.
 * SHA-256, lower-case hexadecimal.
 */
export function vouchedDigest(seen: Seen, deed: Deed, by: PersonId): Digest {
  const text = JSON.stringify([
    'holdfast recovery v1',
    seen.id,
    seen.subject,
    seen.tier,
    seen.receipt,
    seen.evidence.map((piece) => [piece.kind, piece.by, piece.at]),
    seen.approvals.map((piece) => [piece.by, piece.at]),
    deed,
    by,
  ]);
  return hash('sha256', text, 'hex') as Digest;
}
