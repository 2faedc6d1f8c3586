import { createHash } from 'node:crypto';
import type { Instant } from '@holdfast/kernel';
import { type AttestationFacts, type CertifiedFacts, type CredentialFacts, factsDigest } from '@holdfast/webauthn';
import { type ChainMemo, noMemo } from './chain-memo.ts';

/**
 * SHA-256, hex, over everything that judging a credential can depend on besides trust data and policy: the facts, and what of the time
 * of registration decides. That is which certificates were not valid then, by their place in the chain, and for certified attestation
 * the month (of UTC), because patch levels are as old as they were then. All credentials of one digest are judged alike, so that one of
 * them is judged for all.
 *
 * @param at the time of registration.
 */
export function judgingDigest(facts: CredentialFacts, at: Instant, memo: ChainMemo = noMemo): string {
  const statements = certifiedStatements(facts.attestation);
  const ofTheTime =
    statements.length === 0
      ? null
      : { month: monthOf(at), invalid: statements.map(({ chain }) => invalidAt(chain, at, memo)) };
  return createHash('sha256')
    .update(JSON.stringify([factsDigest(facts), ofTheTime]))
    .digest('hex');
}

/** Statements that a certificate vouches for, in the order of the facts. */
export function certifiedStatements(attestation: AttestationFacts): readonly CertifiedFacts[] {
  const all = attestation.type === 'compound' ? attestation.statements.map((each) => each.attestation) : [attestation];
  return all.filter((statement) => statement.type === 'certified');
}

/** YYYYMM, in UTC. */
export function monthOf(at: Instant): number {
  const date = new Date(at);
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
}

/** Places of certificates that had not begun or had ended; those that cannot be read are never valid. */
function invalidAt(chain: readonly string[], at: Instant, memo: ChainMemo): readonly number[] {
  return chain.flatMap((text, place) => {
    const certificate = memo.certificate(text);
    const isValid = certificate !== null && at >= certificate.notBefore && at <= certificate.notAfter;
    return isValid ? [] : [place];
  });
}
