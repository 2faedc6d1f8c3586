import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CredentialFacts } from './facts.ts';
import { factsDigest } from './facts-digest.ts';

const facts: CredentialFacts = {
  shape: 1,
  format: 'packed',
  attestation: { type: 'certified', algorithm: -7, chain: ['AAAA', 'BBBB'] },
  algorithm: -7,
  aaguid: '11111111-2222-3333-4444-555555555555',
  userVerified: true,
  backupEligible: false,
  backedUp: false,
  claimed: { attachment: null, transports: ['usb'], residentKey: null },
};

test('the digest does not depend on the order of members', () => {
  const turned = Object.fromEntries(Object.entries(facts).reverse()) as CredentialFacts;
  assert.equal(factsDigest(turned), factsDigest(facts));
  // Stored beside credentials: a digest that changes would judge everything again.
  assert.equal(factsDigest(facts), '184dae5550461b9d8fb35c97f8cbc83d7c57e72484f83707e3b0e2d5d99c7936');
});

test('the digest depends on every fact, and on the order of the chain', () => {
  const others: readonly CredentialFacts[] = [
    { ...facts, format: 'none' },
    { ...facts, attestation: { type: 'certified', algorithm: -7, chain: ['BBBB', 'AAAA'] } },
    { ...facts, attestation: { type: 'self', algorithm: -7 } },
    { ...facts, algorithm: -8 },
    { ...facts, aaguid: '11111111-2222-3333-4444-555555555556' },
    { ...facts, userVerified: false },
    { ...facts, backupEligible: true },
    { ...facts, backedUp: true },
    { ...facts, claimed: { ...facts.claimed, attachment: 'platform' } },
    { ...facts, claimed: { ...facts.claimed, transports: [] } },
    { ...facts, claimed: { ...facts.claimed, residentKey: false } },
  ];
  assert.equal(new Set([facts, ...others].map(factsDigest)).size, others.length + 1);
});
