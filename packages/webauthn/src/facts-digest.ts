import { createHash } from 'node:crypto';
import type { AttestationFacts, CredentialFacts, StatementFacts } from './facts.ts';

/**
 * SHA-256, hex, over the facts as JSON with sorted member names. Equal facts have equal digests wherever and whenever they were
 * established, so that re-judging judges each digest once.
 *
 * Everything enters but leaves that are interchangeable: such a leaf was signed by the next certificate and says nothing that is not
 * among the details. The leaf of a batch, of which thousands share one, enters as it is. Times do not enter: a chain is judged at the
 * time of registration, once, and what re-judging asks is whether today's trust data changes the answer.
 */
export function factsDigest(facts: CredentialFacts): string {
  const decisive = { ...facts, attestation: decisivePart(facts.attestation) };
  return createHash('sha256').update(JSON.stringify(decisive, sortedMembers)).digest('hex');
}

function decisivePart(attestation: AttestationFacts): AttestationFacts {
  if (attestation.type !== 'compound') return withoutLeaf(attestation);
  const statements = attestation.statements.map((statement) => ({
    ...statement,
    attestation: withoutLeaf(statement.attestation),
  }));
  return { ...attestation, statements };
}

function withoutLeaf(statement: StatementFacts): StatementFacts {
  if (statement.type !== 'certified' || !statement.leafIsInterchangeable) return statement;
  return { ...statement, chain: statement.chain.slice(1) };
}

function sortedMembers(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
