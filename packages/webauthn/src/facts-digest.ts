import { createHash } from 'node:crypto';
import type { CredentialFacts } from './facts.ts';

/**
 * SHA-256, hex, over the facts as JSON with sorted member names. Equal facts have equal digests wherever and whenever they were
 * established, so that re-judging judges each digest once.
 */
export function factsDigest(facts: CredentialFacts): string {
  return createHash('sha256').update(JSON.stringify(facts, sortedMembers)).digest('hex');
}

function sortedMembers(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
